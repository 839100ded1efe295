import {cutText} from '../../text/cut-text.js';
import {formatCount} from '../../text/format.js';
import {visibleText} from '../../text/visible-text.js';
import {canDiscard} from '../discarding.js';
import {fitKeys, type KeyEntry} from '../key-entries.js';
import {type Action} from '../keys.js';
import {type Snapshot} from '../../session/snapshot.js';
import {type Spot, spotOf} from '../spots.js';
import {type ViewProps} from '../view-props.js';
import {Row} from './row.js';

/** A key, and what it does. */
type Entry = Omit<KeyEntry, 'rank'>;

export type KeyBarProps = ViewProps & {
	/** Keys with nothing to do in what the view shows now: scrolling, where everything is visible. */
	readonly idle?: readonly Action[] | undefined;
};

/** What is asked, and the answers. */
type Question = {readonly text: string; readonly answers: readonly Entry[]};

/** A line of the screen, and what the mouse can do with it. */
export type BarLine = {readonly line: string; readonly spots: readonly Spot[]};

/** The keys in one line, as many as there is room for; or the question that waits for an answer. */
export function KeyBar(view: KeyBarProps) {
	return <Row>{layOutKeyBar(view).line}</Row>;
}

/** The same as text, with the keys as places where one can click. */
export function layOutKeyBar({idle = [], ...view}: KeyBarProps): BarLine {
	const {columns, theme: {paint}, glyphs, snapshot, state: {view: name, question, subject = '', isTyping, notice}, hasKeys} = view;
	if (!hasKeys && snapshot.stopping === undefined) {
		return lineAlone(paint('label', ' no keys: standard input is not a terminal'));
	}

	if (snapshot.stopping !== undefined) {
		const text = stoppingTexts(snapshot).find(({length}) => length < columns) ?? '';
		return lineAlone(` ${paint('warning', text)}`);
	}

	if (notice !== undefined) {
		const texts = notice.map(text => visibleText(text, glyphs.isAscii));
		const text = texts.find(({length}) => length < columns) ?? texts.at(-1) ?? '';
		return lineAlone(paint('warning', ` ${cutText(text, columns - 1, glyphs.isAscii)}`));
	}

	const show = (entries: readonly Entry[]) => entries.map(({names, short}) => ` ${paint('key', names)} ${paint('label', short)} `).join('');
	if (question !== undefined) {
		const wordings = {
			quit: quitQuestions(snapshot), restart: restartQuestions, delete: deleteQuestions(subject), leave: leaveQuestions(snapshot),
		}[question];
		const {text, answers} = wordings.find(({text, answers}) => text.length + widthOf(answers) + 1 <= columns) ?? wordings.at(-1)!;
		return {line: ` ${paint('warning', text)}${show(answers)}`, spots: spotsOf(answers, 1 + text.length)};
	}

	const entries = isTyping
		? answersOf(['enter', name === 'samples' ? 'make one up' : 'done'], ['esc', name === 'runs' ? 'cancel' : 'clear'])
		: fitKeys(view, {columns, isAscii: glyphs.isAscii, idle});
	return {line: show(entries), spots: spotsOf(entries, 0)};
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

/** From the longest wording to the shortest. */
const restartQuestions: readonly Question[] = ['Start again from the first step?', 'Start again?'].map(text => ({text, answers: answersOf(['y', 'yes'], ['n', 'no'])}));

function leaveQuestions({saving: {step}}: Snapshot): Question[] {
	const texts = step === undefined
		? ['This run is not saved and will be lost. Leave it?', 'Leave this run, unsaved?', 'Leave it unsaved?']
		: [`Saved up to step ${formatCount(step)} only; the rest will be lost. Leave it?`, `Saved up to step ${formatCount(step)} only. Leave it?`, 'Lose its last steps?'];
	return texts.map(text => ({text, answers: answersOf(['y', 'leave'], ['n', 'stay'])}));
}

function deleteQuestions(name: string): Question[] {
	return [`Remove ${name} for good?`, 'Remove it for good?', 'Remove it?'].map(text => ({text, answers: answersOf(['y', 'remove'], ['n', 'keep'])}));
}

/** The same; the answer that discards says what will be lost. */
function quitQuestions({saving, lastStep}: Snapshot): Question[] {
	if (!canDiscard({saving, lastStep})) {
		const kept = saving.folder === undefined ? 'It is not saved.' : 'It is saved and can be resumed.';
		return [`Stop the run? ${kept}`, 'Stop the run?', 'Stop?'].map(text => ({text, answers: answersOf(['y', 'stop'], ['n', 'continue'])}));
	}

	const texts = ['Stop the run? It is saved and can be resumed.', 'Stop the run? It can be resumed.', 'Stop the run?', 'Stop?'];
	return discardingOf(saving, lastStep?.step ?? 0).flatMap(discard => [
		...texts.map(text => ({text, answers: answersOf(['y', 'stop'], ['d', discard], ['n', 'continue'])})),
		{text: 'Stop?', answers: answersOf(['y', 'yes'], ['d', discard], ['n', 'no'])},
		{text: '', answers: answersOf(['y', 'stop'], ['d', discard], ['n', 'no'])},
	]);
}

/** What discarding a saved run would lose, from the longest wording to the shortest. */
function discardingOf({resumedStep}: Snapshot['saving'], step: number): string[] {
	if (resumedStep === undefined) {
		return ['discard the run'];
	}

	const count = formatCount(step - resumedStep);
	const steps = `${count} step${step - resumedStep === 1 ? '' : 's'}`;
	const since = `since step ${formatCount(resumedStep)}`;
	return [`discard the ${steps} ${since}`, `discard ${steps} ${since}`, `discard ${steps}`, `drop ${steps}`, `drop ${count}`];
}

function answersOf(...answers: ReadonlyArray<readonly [names: string, short: string]>): Entry[] {
	return answers.map(([names, short]) => ({names, short, keys: [{shown: names, input: names === 'esc' ? 'escape' : names}]}));
}

function widthOf(entries: ReadonlyArray<Pick<Entry, 'names' | 'short'>>): number {
	return entries.reduce((sum, {names, short}) => sum + names.length + short.length + 3, 0);
}
