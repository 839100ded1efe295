import {cutText} from '../../report/cut-text.js';
import {formatCount} from '../../report/format.js';
import {visibleText} from '../../report/visible-text.js';
import {isInForce, type KeyBinding, keyBindings} from '../keys.js';
import {type ViewProps} from '../view-props.js';
import {type ViewState} from '../view-state.js';
import {Row} from './row.js';

type Entry = {names: string; short: string; barRank: number};

const questions: Readonly<Record<NonNullable<ViewState['question']> | 'quitUnsaved', readonly string[]>> = {
	quit: ['Stop the run? It is saved and can be gone on with.', 'Stop the run?', 'Stop?'],
	quitUnsaved: ['Stop the run? Nothing of it is kept.', 'Stop the run?', 'Stop?'],
	restart: ['Start again from the first step?', 'Start again?'],
};

/** The keys in one line, as many as there is room for; or the question that waits for an answer. */
export function KeyBar({columns, theme: {paint}, glyphs, snapshot, state: {view, question, isTyping, notice}, hasKeys}: ViewProps) {
	const {status, nextPreset, saving} = snapshot;
	if (!hasKeys && snapshot.stopping === undefined) {
		return <Row>{paint('label', ' no keys: standard input is not a terminal')}</Row>;
	}

	if (snapshot.stopping !== undefined) {
		const text = stoppingTexts(snapshot).find(({length}) => length < columns) ?? '';
		return <Row>{` ${paint('warning', text)}`}</Row>;
	}

	if (notice !== undefined) {
		return <Row>{paint('warning', ` ${cutText(visibleText(notice, glyphs.isAscii), columns - 1, glyphs.isAscii)}`)}</Row>;
	}

	const show = (entries: readonly Entry[]) => entries.map(({names, short}) => ` ${paint('key', names)} ${paint('label', short)} `).join('');
	if (question !== undefined) {
		const isSaved = saving.folder !== undefined;
		const answers = answersTo(question, isSaved);
		const text = questions[question === 'quit' && !isSaved ? 'quitUnsaved' : question].find(({length}) => length + widthOf(answers) + 1 <= columns) ?? questions[question].at(-1)!;
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
	const doing = stopping === 'step' ? `${step}, then saving.` : 'Saving.';
	const saved = saving.step === undefined ? 'nothing saved yet' : `saved up to step ${formatCount(saving.step)}`;
	return [`${doing} q leaves at once, ${saved}.`, `${doing} q leaves at once.`, doing, `${step}.`];
}

function answersTo(question: NonNullable<ViewState['question']>, isSaved: boolean): Entry[] {
	const entry = (names: string, short: string): Entry => ({names, short, barRank: 1});
	return question === 'quit'
		? [entry('y', 'stop'), ...(isSaved ? [entry('d', 'discard')] : []), entry('n', 'go on')]
		: [entry('y', 'yes'), entry('n', 'no')];
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
