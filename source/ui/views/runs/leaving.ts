import {type Snapshot} from '../../../session/snapshot.js';

type LeftRun = Pick<Snapshot, 'mode' | 'status' | 'saving' | 'lastStep' | 'title' | 'finish'>;

/** Whether something of a run would be gone if another took its place: one that is on is saved first, if it is saved at all. */
export function willBeLost(run: LeftRun): boolean {
	const {mode, status, saving} = run;
	const isSavedFirst = (status === 'running' || status === 'paused') && saving.folder !== undefined;
	return mode === 'training' && run.lastStep !== undefined && !isSavedFirst && !isSavedWhole(run);
}

/** What to say of a run that was left, from the longest wording to the shortest; undefined where nothing of it is there to be come back to. */
export function leftNotices(run: LeftRun): string[] | undefined {
	const {mode, title, finish} = run;
	if (mode !== 'training' || !isSavedWhole(run)) {
		return undefined;
	}

	const way = finish?.reason === 'completed' || finish?.reason === 'stopped early' ? 'replay' : 'resume';
	return [
		`Your run${title === undefined ? '' : ` (${title})`} is saved; ${way} it from 5 Runs to return to it.`,
		'Your run is saved: see 5 Runs.',
	];
}

/** Whether all steps of a run are saved. One that was left before its first is not: it is gone, and nothing with it. */
function isSavedWhole({saving, lastStep}: LeftRun): boolean {
	return saving.folder !== undefined && lastStep !== undefined && saving.step === lastStep.step;
}
