import {type Snapshot} from '../session/snapshot.js';
import {
	lanesIn,
	type ShownLane,
	type ShownRun,
	type ShownRuns,
} from '../shows/show.js';
import {formatCount} from '../text/format.js';
import {canDiscard, isTraining} from './discarding.js';
import {type KeyEntry} from './key-entries.js';
import {type ViewState} from './view-state.js';
import {willBeLost} from './views/runs/leaving.js';

/** A key, and what it does. */
export type Entry = Omit<KeyEntry, 'rank'>;

/** What is asked, and the answers. */
export type Question = {readonly text: string; readonly answers: readonly Entry[]};

/** What a question is about. */
type Asked = {
	/** Of the run in focus. */
	readonly snapshot: Snapshot;
	readonly shown: ShownRuns;
	/** The name of the saved run that it is about. */
	readonly subject: string;
};

/** A question that waits for an answer, from its longest wording to the shortest; with several runs, about all of them. */
export function questionsOf(question: NonNullable<ViewState['question']>, {snapshot, shown, subject}: Asked): readonly Question[] {
	const lanesThat = (isMeant: (snapshot: Snapshot) => boolean) => lanesIn(shown).filter(({session}) => isMeant(session.getSnapshot()));
	switch (question) {
		case 'quit': {
			const stopped = lanesThat(isTraining);
			return stopped.length === 0 ? quitQuestions(snapshot) : quitSeveralQuestions(stopped, shown.runs[shown.focus]);
		}

		case 'restart': {
			return restartQuestions;
		}

		case 'delete': {
			return deleteQuestions(subject);
		}

		case 'leave': {
			const lost = lanesThat(willBeLost);
			return lost.length === 0 ? leaveQuestions(snapshot) : leaveSeveralQuestions(lost);
		}
	}
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

function leaveSeveralQuestions(lost: readonly ShownLane[]): Question[] {
	const {is, they} = formsFor(lost);
	const names = listed(lost);
	const isUnsaved = lost.every(({session}) => session.getSnapshot().saving.step === undefined);
	const what = isUnsaved ? `${names} ${is} not saved and will be lost.` : `${names} ${is} not saved whole; the rest will be lost.`;
	return [`${what} Leave ${they}?`, `Lose ${names}?`, 'Lose runs?'].map(text => ({text, answers: answersOf(['y', 'leave'], ['n', 'stay'])}));
}

/** The same; the answer that discards says what will be lost. */
function quitQuestions(snapshot: Snapshot): Question[] {
	const {saving, lastStep} = snapshot;
	if (!canDiscard(snapshot)) {
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

/**
The same of several runs: what is said of them holds for all that are trained, and only the one in focus can be discarded,
by its letter.
*/
function quitSeveralQuestions(lanes: readonly ShownLane[], focused: ShownRun | undefined): Question[] {
	const {is, they} = formsFor(lanes);
	const unsaved = lanes.filter(({session}) => session.getSnapshot().saving.folder === undefined);
	const stop = lanes.length === 1 ? `Stop run ${listed(lanes)}?` : `Stop ${lanes.length} runs?`;
	const kept = unsaved.length === 0 ? `${they === 'it' ? 'It' : 'They'} ${is} saved and can be resumed.` : `${listed(unsaved)} ${formsFor(unsaved).is} not saved.`;
	const texts = [`${stop} ${kept}`, stop, 'Stop?'];
	const inFocus = lanes.find(lane => lane === focused);
	const snapshot = inFocus?.session.getSnapshot();
	if (!inFocus || !snapshot || !canDiscard(snapshot)) {
		return texts.map(text => ({text, answers: answersOf(['y', 'stop'], ['n', 'continue'])}));
	}

	return discardingLaneOf(inFocus.mark, snapshot).flatMap(discard => [
		...texts.map(text => ({text, answers: answersOf(['y', 'stop'], ['d', discard], ['n', 'continue'])})),
		{text: 'Stop?', answers: answersOf(['y', 'yes'], ['d', discard], ['n', 'no'])},
		{text: '', answers: answersOf(['y', 'stop'], ['d', discard], ['n', 'no'])},
	]);
}

/** What discarding one of several runs would lose. */
function discardingLaneOf(mark: string, {saving, lastStep}: Snapshot): string[] {
	return saving.resumedStep === undefined
		? [`discard run ${mark}`, `discard ${mark}`]
		: discardingOf(saving, lastStep?.step ?? 0).map(text => `${text} of ${mark}`);
}

/** How runs are spoken of. */
function formsFor({length}: readonly unknown[]): {readonly is: string; readonly they: string} {
	return length === 1 ? {is: 'is', they: 'it'} : {is: 'are', they: 'them'};
}

/** The letters of runs: `a`, `a and b`, `a, b and c`. */
function listed(lanes: readonly ShownLane[]): string {
	const letters = lanes.map(({mark}) => mark);
	return letters.length === 1 ? letters[0] : `${letters.slice(0, -1).join(', ')} and ${letters.at(-1)}`;
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

/** Answers by the keys that give them. */
export function answersOf(...answers: ReadonlyArray<readonly [names: string, short: string]>): Entry[] {
	return answers.map(([names, short]) => ({names, short, keys: [{shown: names, input: names === 'esc' ? 'escape' : names}]}));
}
