import {numbered} from '../coach/coach-message.js';
import {formatCount, formatStepsPerSecond} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';
import {type SessionMode} from '../history/recorded-run.js';
import {type SavingState, type Snapshot} from '../session/snapshot.js';
import {type SourceState} from '../session/source-state.js';
import {type FinishReason, type WarningEvent} from '../training/events.js';
import {type ToldFinish} from '../training/told-events.js';
import {coachText, numberedText} from './coach-text.js';
import {waitingText} from './waiting-lines.js';
import {fitOrLast} from './fitting.js';
import {type ViewProps} from './view-props.js';

/** What the coach has to say, or else what is going on; to whoever pauses or asks for something, that is said first. */
export function noteLine({snapshot, shown, theme, hasKeys}: Pick<ViewProps, 'snapshot' | 'shown' | 'theme' | 'hasKeys'>, width: number): string {
	const {coachMessage, coachHistory, coachForgotten, warnings, status} = snapshot;
	if (!coachMessage || warnings.length > 0 || status === 'paused' || isSavingNews(snapshot)) {
		return theme.paint(warnings.length > 0 ? 'warning' : 'label', statusNote(snapshot, {hasKeys, width}));
	}

	const message = numbered(coachHistory, coachForgotten).at(coachHistory.indexOf(coachMessage));
	const moment = {...snapshot, shown};
	return theme.paint('coach', coachHistory.includes(coachMessage) ? numberedText(message!, width, moment) : coachText(coachMessage, width, moment));
}

/**
What is going on and what one can do about it, in one sentence that fits.

@param width - The room for it in cells.
*/
export function statusNote(snapshot: Snapshot, {hasKeys, width}: {hasKeys: boolean; width: number}): string {
	const sentences = describe(snapshot, hasKeys);
	return fitOrLast(sentences, width);
}

/** That a run has been saved on demand is told for so many steps. */
const stepsToTell = 100;

/** From the longest wording to the shortest. */
function describe(snapshot: Snapshot, hasKeys: boolean): string[] {
	const {status, mode, warnings, lastStep, finish, saving} = snapshot;
	const warning = warnings.at(-1);
	if (warning) {
		return describeWarning(warning, mode);
	}

	if (isSavingNews({saving, lastStep})) {
		return describeSaving(saving);
	}

	if (status === 'finished' && mode !== 'training') {
		const end = finish?.reason === 'failed' ? 'The run has failed.' : 'End of the run.';
		return [`${end}${hasKeys ? ' Press q to quit.' : ''}`];
	}

	switch (status) {
		case 'paused': {
			return describePause(snapshot);
		}

		case 'finished': {
			const end = endOf(finish?.reason);
			return hasKeys ? [`${end} Press q to quit and print a summary.`, `${end} Press q to quit.`] : [end];
		}

		case 'failed': {
			return [...(snapshot.failure === undefined ? [] : [`The training failed. ${visibleText(snapshot.failure)}`, visibleText(snapshot.failure)]), 'The training failed.'];
		}

		case 'idle':
		case 'running': {
			return finish && snapshot.source?.isWaiting ? describeWaiting(finish) : describeSpeed(snapshot, hasKeys);
		}
	}
}

function endOf(reason: FinishReason | undefined): string {
	switch (reason) {
		case 'completed': {
			return 'All steps are done.';
		}

		case 'stopped early': {
			return 'Stopped early: the validation got no better.';
		}

		case 'stopped':
		case 'diverged':
		case 'failed':
		case undefined: {
			return 'Stopped.';
		}
	}
}

function describeWarning({code, message, step}: WarningEvent, mode: SessionMode): string[] {
	switch (code) {
		case 'unsaved': {
			return [visibleText(message), 'The run cannot be saved; training continues.', 'Not saved.'];
		}

		case 'malformed': {
			return [visibleText(message), 'Some lines could not be read.'];
		}

		case 'diverged': {
			const shorter = `Diverged at step ${formatCount(step)}: the loss is not finite.`;
			const advice = mode === 'training' ? [`${shorter} Try a tenth of the rate.`] : [];
			return [visibleText(message), ...advice, shorter, `Diverged at step ${formatCount(step)}.`];
		}

		case 'recovered':
		case 'restarted':
		case 'rewound': {
			return [visibleText(message)];
		}
	}
}

/** A run that may go on. */
function describeWaiting({reason, totals: {steps}}: ToldFinish): string[] {
	const end = `${reason.charAt(0).toUpperCase()}${reason.slice(1)} after step ${formatCount(steps)}`;
	return [`${end}. If the run goes on, so does this screen.`, `${end}; watching for more.`, `${end}.`];
}

function describePause({mode, lastStep, start, source}: Snapshot): string[] {
	if (mode !== 'training') {
		const still = mode === 'watch' && !source?.isWaiting ? 'The other program keeps running. ' : '';
		return [`Paused. ${still}Press s for the next step, space to resume.`, 'Paused. s: next step, space: resume.', 'Paused.'];
	}

	const {steps = 0} = start?.training ?? {};
	const following = (lastStep?.step ?? 0) + 1;
	const next = formatCount(steps === 0 ? following : Math.min(following, steps));
	return [`Paused. Press s to take step ${next}, space to resume.`, `Paused before step ${next}.`];
}

function describeSpeed({speed, stepsPerSecond, source, lastStep, mode}: Snapshot, hasKeys: boolean): string[] {
	if (speed === 'max' || (stepsPerSecond ?? Infinity) <= speed) {
		return source ? describeSource(source, lastStep !== undefined) : ['At full speed.'];
	}

	const slowed = `Slowed to ${formatCount(speed)}/s to watch`;
	if (stepsPerSecond === undefined) {
		return [`${slowed}.`];
	}

	const engine = `${mode === 'watch' ? 'it' : 'the engine'} can do ${formatStepsPerSecond(stepsPerSecond)}`;
	return [`${slowed}; ${engine}.${hasKeys ? ' Press + to speed up.' : ''}`, `${slowed}; ${engine}.`, `${slowed}.`];
}

function describeSource(source: SourceState, hasSteps: boolean): string[] {
	const {isMissing, isFile} = source;
	const name = visibleText(source.name);
	if (!hasSteps || isMissing) {
		const text = waitingText(source);
		return [text, isMissing ? 'Waiting for the file to appear.' : 'No step yet.'];
	}

	return isFile ? [`Watching ${name} as it grows.`, 'Watching the file as it grows.'] : [`Watching ${name}.`];
}

function isSavingNews({saving: {requestedStep}, lastStep}: Pick<Snapshot, 'saving' | 'lastStep'>): boolean {
	return requestedStep !== undefined && (lastStep?.step ?? 0) - requestedStep < stepsToTell;
}

function describeSaving({folder, step, requestedStep}: SavingState): string[] {
	const progress = step === undefined || step < requestedStep! ? 'Saving...' : `Saved at step ${formatCount(step)}.`;
	return [folder === undefined ? 'This run is not saved.' : progress];
}
