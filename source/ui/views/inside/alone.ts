import wrapAnsi from 'wrap-ansi';
import {type DocumentTrace, type Guess} from '../../../inspection/document-trace.js';
import {formatPercent} from '../../../text/percent.js';
import {fit} from '../../fitting.js';
import {keyBindings} from '../../key-table.js';
import {isOver, isUsable} from '../../keys.js';
import {type ViewProps} from '../../view-props.js';
import {tableLetter} from './edge-letter.js';
import {type Drawn, type Room} from './look.js';

const explanations = {
	whole: 'This model has no attention: it sees the current letter and its position, and nothing before it.',
	withoutPosition: 'This model has no attention, and its position embedding is off: it sees the current letter alone.',
};
const outlooks = {
	alone: {long: 'A GPT has heads that look back at earlier letters: --preset microgpt trains one.', short: 'GPT: --preset microgpt'},
	later: {long: 'A GPT has heads that look back at earlier letters: --preset microgpt, or n when this run is finished.', short: 'GPT: --preset microgpt, or n at end'},
	now: {long: 'A GPT has heads that look back at earlier letters: n trains one.', short: 'GPT: n trains one'},
};
const shortExplanation = 'No attention: it sees one letter only.';

const titles = {
	whole: ['and expects, from that letter and its position alone', 'and expects'],
	withoutPosition: ['and expects, from that letter alone', 'and expects'],
};

const rowsForSentences = 14;
const letterWidth = 8;
const guessWidth = 14;

/** What a model without attention makes of each letter, alone; and what comes with the GPT. */
export function drawAlone(trace: DocumentTrace | undefined, head: readonly string[], view: ViewProps, {width, rows}: Room): Drawn {
	const {snapshot: {start}, theme: {paint}, glyphs} = view;
	const kind = start?.model.without?.includes('position') ? 'withoutPosition' : 'whole';
	const outlook = outlooks[wayToNext(view)];
	const sentences = rows >= rowsForSentences
		? ['', ...wrapped(explanations[kind], width), ...wrapped(outlook.long, width), '']
		: [shortExplanation, outlook.short].map(line => line.slice(0, width));
	const guess = ({letter, probability}: Guess) => `${formatPercent(probability)} ${tableLetter(letter, guessWidth - 6, glyphs)} `;
	const guessCount = Math.max(0, Math.floor((width - letterWidth) / guessWidth));
	const title = `${'reads'.padEnd(letterWidth)}${fit(titles[kind], width - letterWidth)}`;
	const table = (trace?.positions ?? []).map(({letter, likeliest}) =>
		paint('key', tableLetter(letter, letterWidth, glyphs)) + likeliest.slice(0, guessCount).map(each => guess(each)).join(''));
	const lines = [...head, ...sentences.map(line => paint('label', line)), paint('title', title)];
	return {lines: [...lines, ...table].slice(0, rows), most: 0};
}

/** Whether a key trains the model that comes next, and when: it does not in the lessons, or where several runs are on. */
function wayToNext({snapshot, shown, hasKeys}: ViewProps): keyof typeof outlooks {
	const next = keyBindings.find(({action}) => action === 'next')!;
	if (!hasKeys || !isUsable(next, {...snapshot, shown, status: 'finished'})) {
		return 'alone';
	}

	return isOver(snapshot.status) ? 'now' : 'later';
}

function wrapped(text: string, width: number): string[] {
	return wrapAnsi(text, width).split('\n');
}
