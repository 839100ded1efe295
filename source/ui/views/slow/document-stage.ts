import {type Letter} from '../../../inspection/document-trace.js';
import {letterText} from '../../../report/letter-text.js';
import {hasEnds} from '../../../training/told-events.js';
import {cellsOf} from '../../../text/cells-of.js';
import {formatCount} from '../../../text/format.js';
import {fit, fitOrLast} from '../../fitting.js';
import {documentText, unreadNotes} from '../../unread.js';
import {say, type StageLine, type StageView} from './stage.js';

const labelWidth = 'reads'.length;
const gap = 2;

/** The first stage: which document it is, and how it becomes tokens. */
export function documentStage(view: StageView): StageLine[] {
	const {report: {trace}, start, width, theme: {paint}, glyphs} = view;
	const pairs = trace.positions.map(({letter, next}) => [letter, next.letter] as const);
	const notes = unreadNotes(trace, start, glyphs);
	const which = whichText(view, width);
	const room = width - cellsOf(which);
	return [
		say([
			'A step begins with a document, cut into tokens: each letter is one, and has a number, its id.',
			'A step takes a document and cuts it into tokens: a number for each letter.',
			'A document becomes tokens.',
		], view),
		'',
		`${paint('label', which)}${room >= 6 ? documentText(trace, start, room, view) : ''}`,
		'',
		...pairTable(pairs, view),
		'',
		say([
			`The model reads a token and is to say which comes next: ${formatCount(pairs.length)} pairs to learn from.`,
			`It reads one and is to say the next: ${formatCount(pairs.length)} pairs.`,
			`${formatCount(pairs.length)} pairs.`,
		], view),
		...(hasEnds(start.dataset)
			? [say([
				`${letterText(undefined, glyphs)} is BOS, a token for both ends: so the model learns how documents begin, and when they are over.`,
				`${letterText(undefined, glyphs)} is BOS, the token for both ends.`,
				'',
			], view)]
			: []),
		...(notes ? [paint('unread', fitOrLast(notes, width))] : []),
	];
}

/** Where the document is among all; windows of a stream begin anywhere. */
function whichText({report: {step, documentCount, place}}: StageView, width: number): string {
	const taken = `Step ${formatCount(step)} has taken`;
	const first = documentCount === 1 ? '' : ', the first of them';
	const many = `${formatCount(documentCount)} documents`;
	if (!place) {
		return fit([`${taken} ${documentCount === 1 ? 'a window' : `${formatCount(documentCount)} windows`} from random places of the text${first}: `, 'A window: '], width);
	}

	const [number, total] = [place.first, place.total].map(count => formatCount(count));
	const which = `document ${number} of ${total}`;
	return fit(documentCount === 1
		? [`${taken} ${which}: `, `${which}: `, '']
		: [`${taken} ${many} from number ${number} of ${total} on${first}: `, `${many}, the first: `, ''], width - 12);
}

/** The tokens as letters and as ids: what is read, and below what comes next; as many from the chosen one on as there is room for. */
function pairTable(pairs: ReadonlyArray<readonly [Letter, Letter]>, {start, width, row, theme: {paint}, glyphs}: StageView): string[] {
	const characters = [...start.dataset.characters ?? ''];
	const ids = new Map<Letter, number>([...characters.map((character, id) => [character, id] as const), [undefined, characters.length]]);
	const cells = pairs.flat().map(letter => Math.max(cellsOf(letterText(letter, glyphs)), String(ids.get(letter) ?? '').length));
	const cellWidth = Math.max(...cells) + gap;
	const room = Math.max(1, Math.floor((width - labelWidth) / cellWidth));
	const first = Math.max(0, Math.min(row, pairs.length - room));
	const shown = pairs.slice(first, first + room);
	const before = (text: string) => ' '.repeat(Math.max(0, cellWidth - cellsOf(text)));
	const line = (label: string, texts: readonly string[], role: 'key' | 'label' | 'value') => paint('label', label.padEnd(labelWidth)) + texts.map(text => paint(role, before(text) + text)).join('');
	const letters = (side: 0 | 1) => shown.map(pair => letterText(pair[side], glyphs));
	const numbers = (side: 0 | 1) => shown.map(pair => String(ids.get(pair[side]) ?? '-'));
	return [
		line('reads', letters(0), 'key'), line('id', numbers(0), 'label'), line('next', letters(1), 'key'), line('id', numbers(1), 'label'),
	];
}
