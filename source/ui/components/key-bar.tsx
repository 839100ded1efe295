import {cutText} from '../../report/cut-text.js';
import {formatCount} from '../../report/format.js';
import {visibleText} from '../../report/visible-text.js';
import {isInForce, type KeyBinding, keyBindings} from '../keys.js';
import {type Snapshot} from '../../session/snapshot.js';
import {type ViewProps} from '../view-props.js';
import {Row} from './row.js';

type Entry = {names: string; short: string; barRank: number};

/** What is asked, and the answers. */
type Question = {readonly text: string; readonly answers: readonly Entry[]};

/** The keys in one line, as many as there is room for; or the question that waits for an answer. */
export function KeyBar({columns, theme: {paint}, glyphs, snapshot, state: {view, question, isTyping, notice}, hasKeys}: ViewProps) {
	const {status, nextPreset} = snapshot;
	if (!hasKeys && snapshot.stopping === undefined) {
		return <Row>{paint('label', ' no keys: standard input is not a terminal')}</Row>;
	}

	if (snapshot.stopping !== undefined) {
		const text = stoppingTexts(snapshot).find(({length}) => length < columns) ?? '';
		return <Row>{` ${paint('warning', text)}`}</Row>;
	}

	if (notice !== undefined) {
		const texts = notice.map(text => visibleText(text, glyphs.isAscii));
		const text = texts.find(({length}) => length < columns) ?? texts.at(-1) ?? '';
		return <Row>{paint('warning', ` ${cutText(text, columns - 1, glyphs.isAscii)}`)}</Row>;
	}

	const show = (entries: readonly Entry[]) => entries.map(({names, short}) => ` ${paint('key', names)} ${paint('label', short)} `).join('');
	if (question !== undefined) {
		const wordings = question === 'quit' ? quitQuestions(snapshot) : restartQuestions;
		const {text, answers} = wordings.find(({text, answers}) => text.length + widthOf(answers) + 1 <= columns) ?? wordings.at(-1)!;
		return <Row>{` ${paint('warning', text)}${show(answers)}`}</Row>;
	}

	if (isTyping) {
		return <Row>{show([{names: 'enter', short: 'done', barRank: 1}, {names: 'esc', short: 'clear', barRank: 1}])}</Row>;
	}

	const bindings = keyBindings.filter(binding => isInForce(binding, view, snapshot) && (binding.action !== 'goOn' || nextPreset !== undefined));
	return <Row>{show(fit(merge(bindings, status === 'paused'), columns))}</Row>;
}

/** What a run that was stopped is waited for, and what one would have who does not wait; from the longest wording to the shortest. */
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

/** The same; who discards a run is told what will be gone. */
function quitQuestions({saving, lastStep}: Snapshot): Question[] {
	const discarding = discardingOf(saving, lastStep?.step ?? 0);
	if (discarding.length === 0) {
		const kept = saving.folder === undefined ? 'Nothing of it is kept.' : 'It is saved and can be gone on with.';
		return [`Stop the run? ${kept}`, 'Stop the run?', 'Stop?'].map(text => ({text, answers: answersOf(['y', 'stop'], ['n', 'go on'])}));
	}

	const texts = ['Stop the run? It is saved and can be gone on with.', 'Stop the run? It can be gone on with.', 'Stop the run?', 'Stop?'];
	return discarding.flatMap(discard => [
		...texts.map(text => ({text, answers: answersOf(['y', 'stop'], ['d', discard], ['n', 'go on'])})),
		{text: 'Stop?', answers: answersOf(['y', 'yes'], ['d', discard], ['n', 'no'])},
		{text: '', answers: answersOf(['y', 'stop'], ['d', discard], ['n', 'no'])},
	]);
}

/** What to discard would do to a run that is saved, from the longest wording to the shortest; none where there is nothing to it. */
function discardingOf({folder, resumedStep}: Snapshot['saving'], step: number): string[] {
	if (folder === undefined || step === resumedStep) {
		return [];
	}

	if (resumedStep === undefined) {
		return ['discard the run'];
	}

	const count = formatCount(step - resumedStep);
	const steps = `${count} step${step - resumedStep === 1 ? '' : 's'}`;
	const since = `since step ${formatCount(resumedStep)}`;
	return [`discard the ${steps} ${since}`, `discard ${steps} ${since}`, `discard ${steps}`, `drop ${steps}`, `drop ${count}`];
}

function answersOf(...answers: ReadonlyArray<readonly [names: string, short: string]>): Entry[] {
	return answers.map(([names, short]) => ({names, short, barRank: 1}));
}

/** Neighbours with the same rank and meaning share an entry: `+ faster  - slower`, `< > rate`. */
function merge(bindings: readonly KeyBinding[], isPaused: boolean): Entry[] {
	const entries: Entry[] = [];
	for (const {action, name, short, barRank} of bindings) {
		if (barRank === undefined) {
			continue;
		}

		const last = entries.at(-1);
		if (last?.short === short) {
			last.names += ` ${name}`;
		} else {
			entries.push({names: name, short: action === 'togglePause' && isPaused ? 'go on' : short, barRank});
		}
	}

	return entries;
}

function widthOf(entries: readonly Entry[]): number {
	return entries.reduce((sum, {names, short}) => sum + names.length + short.length + 3, 0);
}

function fit(entries: Entry[], columns: number): Entry[] {
	let kept = entries;
	for (let rank = Math.max(...entries.map(({barRank}) => barRank)); rank > 1 && widthOf(kept) > columns; rank--) {
		kept = kept.filter(({barRank}) => barRank < rank);
	}

	return kept;
}
