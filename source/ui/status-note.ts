import {basename} from 'node:path';
import {formatCount, formatStepsPerSecond} from '../report/format.js';
import {visibleText} from '../report/visible-text.js';
import {type SavingState, type Snapshot} from '../session/snapshot.js';
import {type Theme} from './theme.js';

/** What the coach has to say, or else what is going on; to whoever pauses or asks for something, that is said first. */
export function noteLine(snapshot: Snapshot, {theme, ...room}: {hasKeys: boolean; width: number; theme: Theme}): string {
	const {coachMessage, warnings, status} = snapshot;
	if (coachMessage && warnings.length === 0 && status !== 'paused' && !isSavingNews(snapshot)) {
		const {text, short} = coachMessage;
		return theme.paint('coach', text.length <= room.width ? text : short);
	}

	return theme.paint(warnings.length > 0 ? 'warning' : 'label', statusNote(snapshot, room));
}

/**
What is going on and what one can do about it, in one sentence that fits.

@param width - The room for it in cells.
*/
export function statusNote(snapshot: Snapshot, {hasKeys, width}: {hasKeys: boolean; width: number}): string {
	const sentences = describe(snapshot, hasKeys);
	return sentences.find(sentence => sentence.length <= width) ?? sentences.at(-1)!;
}

/** That a run has been saved on demand is told for so many steps. */
const stepsToTell = 100;

/** From the longest wording to the shortest. */
function describe({status, mode, speed, stepsPerSecond, warnings, lastStep, start, finish, saving}: Snapshot, hasKeys: boolean): string[] {
	const warning = warnings.at(-1);
	if (warning?.code === 'unsaved') {
		return [visibleText(warning.message), 'The run cannot be saved; the training goes on.', 'Not saved.'];
	}

	if (warning?.code === 'malformed') {
		return [visibleText(warning.message), 'Some lines could not be read.'];
	}

	if (warning) {
		const shorter = `Diverged at step ${formatCount(warning.step)}: the loss is not finite.`;
		return [warning.message, `${shorter} Try a tenth of the rate.`, shorter, `Diverged at step ${formatCount(warning.step)}.`];
	}

	if (isSavingNews({saving, lastStep})) {
		return describeSaving(saving);
	}

	if (status === 'finished' && mode !== 'training') {
		return hasKeys ? ['This is the end of the run. q leaves.', 'The end. q leaves.'] : ['This is the end of the run.'];
	}

	switch (status) {
		case 'paused': {
			const {steps = 0} = start?.training ?? {};
			const following = (lastStep?.step ?? 0) + 1;
			const next = formatCount(steps === 0 ? following : Math.min(following, steps));
			return [`Paused. s takes step ${next}, space goes on.`, `Paused before step ${next}.`];
		}

		case 'finished': {
			const end = finish?.reason === 'completed' ? 'All steps are done.' : 'Stopped.';
			return hasKeys ? [`${end} q leaves and prints a summary.`, `${end} q leaves.`] : [end];
		}

		case 'failed': {
			return ['The training failed.'];
		}

		case 'idle':
		case 'running': {
			if (speed === 'max' || (stepsPerSecond ?? Infinity) <= speed) {
				return ['At full speed.'];
			}

			const slowed = `Slowed to ${formatCount(speed)}/s to watch`;
			if (stepsPerSecond === undefined) {
				return [`${slowed}.`];
			}

			const engine = `the engine does ${formatStepsPerSecond(stepsPerSecond)}`;
			return [`${slowed}; ${engine}.${hasKeys ? ' + is faster.' : ''}`, `${slowed}; ${engine}.`, `${slowed}.`];
		}
	}
}

function isSavingNews({saving: {requestedStep}, lastStep}: Pick<Snapshot, 'saving' | 'lastStep'>): boolean {
	return requestedStep !== undefined && (lastStep?.step ?? 0) - requestedStep < stepsToTell;
}

function describeSaving({folder, step, requestedStep}: SavingState): string[] {
	if (folder === undefined) {
		return ['This run is not saved.'];
	}

	if (step === undefined || step < requestedStep!) {
		return ['Saving…'];
	}

	const saved = `Step ${formatCount(step)} is saved`;
	return [`${saved} in the run ${basename(folder)}.`, `${saved}.`];
}
