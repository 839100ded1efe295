import {cutText} from '../../text/cut-text.js';
import {formatCount} from '../../text/format.js';
import {visibleText} from '../../text/visible-text.js';
import {fitKeys} from '../key-entries.js';
import {type Action} from '../key-binding.js';
import {answersOf, type Entry, questionsOf} from '../questions.js';
import {type Spot, spotOf} from '../spots.js';
import {type ViewProps} from '../view-props.js';
import {type ViewName} from '../view-state.js';
import {Row} from './row.js';

export type KeyBarProps = ViewProps & {
	/** Keys with nothing to do in what the view shows now: scrolling, where everything is visible. */
	readonly idle?: readonly Action[] | undefined;
};

/** A line of the screen, and what the mouse can do with it. */
export type BarLine = {readonly line: string; readonly spots: readonly Spot[]};

/** The keys in one line, as many as there is room for; or the question that waits for an answer. */
export function KeyBar(view: KeyBarProps) {
	return <Row>{layOutKeyBar(view).line}</Row>;
}

/** The same as text, with the keys as places where one can click. */
export function layOutKeyBar({idle = [], ...view}: KeyBarProps): BarLine {
	const {columns, theme: {paint}, glyphs, snapshot, shown, state: {view: name, question, subject = '', isTyping, notice}, hasKeys} = view;
	const stopping = stoppingIn(snapshot, shown);
	if (!hasKeys && !stopping) {
		return lineAlone(paint('label', ' no keys: standard input is not a terminal'));
	}

	if (stopping) {
		const text = stoppingTexts(stopping).find(({length}) => length < columns) ?? '';
		return lineAlone(` ${paint('warning', text)}`);
	}

	if (notice !== undefined) {
		const texts = notice.map(text => visibleText(text, glyphs.isAscii));
		const text = texts.find(({length}) => length < columns) ?? texts.at(-1) ?? '';
		return lineAlone(paint('warning', ` ${cutText(text, columns - 1, glyphs.isAscii)}`));
	}

	const show = (entries: readonly Entry[]) => entries.map(({names, short}) => ` ${paint('key', names)} ${paint('label', short)} `).join('');
	if (question !== undefined) {
		const wordings = questionsOf(question, {snapshot, shown, subject});
		const {text, answers} = wordings.find(({text, answers}) => text.length + widthOf(answers) + 1 <= columns) ?? wordings.at(-1)!;
		return {line: ` ${paint('warning', text)}${show(answers)}`, spots: spotsOf(answers, 1 + text.length)};
	}

	const entries = isTyping
		? typingEntries(name)
		: fitKeys(view, {columns, isAscii: glyphs.isAscii, idle});
	return {line: show(entries), spots: spotsOf(entries, 0)};
}

/** Where they are not "done" and "clear". */
const endsOfText: Partial<Readonly<Record<ViewName, readonly [string, string]>>> = {
	samples: ['make one up', 'clear'], runs: ['done', 'cancel'], guess: ['end', 'back'], teach: ['measure it', 'back'],
};

/** What the two keys do that end a text. */
function typingEntries(view: ViewName): readonly Entry[] {
	const [enter, escape] = endsOfText[view] ?? ['done', 'clear'];
	return answersOf(['enter', enter], ['esc', escape]);
}

function lineAlone(line: string): BarLine {
	return {line, spots: []};
}

/** Where one can click on keys: with the word beside it where it is that of one key alone. */
function spotsOf(entries: readonly Entry[], firstColumn: number): Spot[] {
	let column = firstColumn;
	return entries.flatMap(({keys, names, short}) => {
		const wholeWidth = widthOf([{names, short}]);
		let left = column;
		column += wholeWidth;
		return keys.map(({shown, input, description}, index) => {
			const width = keys.length === 1 ? wholeWidth : shown.length + Number(index === 0);
			const spot = spotOf({
				row: 0, column: left, rows: 1, columns: width,
			}, {click: {keys: [input]}, ...(description !== undefined && {tells: [`${shown.trim()}: ${description}`, description]})});
			left += width;
			return spot;
		});
	});
}

/** The run that is waited for: the one in focus, or another if that is over. */
function stoppingIn(snapshot: ViewProps['snapshot'], {runs}: ViewProps['shown']): ViewProps['snapshot'] | undefined {
	const all = [snapshot, ...runs.flatMap(({session}) => session ? [session.getSnapshot()] : [])];
	return all.find(({stopping}) => stopping !== undefined);
}

/** What a stopped run is still doing, and what is kept if one does not wait; from the longest wording to the shortest. */
function stoppingTexts({stopping, lastStep, saving}: ViewProps['snapshot']): string[] {
	const step = `Finishing step ${formatCount((lastStep?.step ?? 0) + 1)}`;
	if (saving.folder === undefined) {
		return [`${step}.`];
	}

	if (stopping === 'discarding') {
		const next = 'Finishing what is under way, then discarding.';
		return [`${next} q leaves at once and keeps it.`, next, 'Discarding.'];
	}

	const doing = stopping === 'step' ? `${step}, then saving.` : 'Saving.';
	const saved = saving.step === undefined ? 'nothing saved yet' : `saved up to step ${formatCount(saving.step)}`;
	return [`${doing} q leaves at once, ${saved}.`, `${doing} q leaves at once.`, doing, `${step}.`];
}

function widthOf(entries: ReadonlyArray<Pick<Entry, 'names' | 'short'>>): number {
	return entries.reduce((sum, {names, short}) => sum + names.length + short.length + 3, 0);
}
