import {type WarningEvent} from '../../training/events.js';
import {
	firstStepOf,
	type StepOrInterval,
	type ToldSteps,
	type Turn,
} from '../../history/event-order.js';

export function warningOf(code: WarningEvent['code'], step: number, message: string): WarningEvent {
	return {
		type: 'warning', step, code, message,
	};
}

/** That a run has gone back, and how far; the same step again is no news. */
export function turnWarnings(event: StepOrInterval, turn: Turn, {before, counted}: {readonly before: ToldSteps | undefined; readonly counted: string}): WarningEvent[] {
	const firstStep = firstStepOf(event);
	if (!before || turn === 'onwards' || firstStep === before.lastStep) {
		return [];
	}

	const {lastStep} = before;
	return [turn === 'anew'
		? warningOf('restarted', event.step, `The run begins again at ${counted} ${firstStep}, after ${counted} ${lastStep}.`)
		: warningOf('rewound', event.step, `The run goes back from ${counted} ${lastStep} to ${counted} ${firstStep}: what was told of the ${counted}s from there on is replaced.`)];
}

/**
That a record was cut back to where its run had been saved, from where that goes on; it is no news if no step is lost by it.

@param before - The last step that was told; undefined if there was none.
@param saved - The last one that is left.
*/
export function cutWarnings(before: number | undefined, saved = 0): WarningEvent[] {
	if (before === undefined || saved >= before) {
		return [];
	}

	return [warningOf('rewound', saved, saved === 0
		? `The run goes back from step ${before} to its beginning, for it had not been saved: what was told of its steps is replaced.`
		: `The run goes back from step ${before} to step ${saved}, up to which it was saved: what was told of the steps after that is replaced.`)];
}

/** That the losses have become no finite numbers, or are some again. */
export function divergenceWarning({step}: StepOrInterval, isDiverged: boolean, counted: string): WarningEvent {
	return isDiverged
		? warningOf('diverged', step, `The loss of ${counted} ${step} is not a finite number: the run has diverged.`)
		: warningOf('recovered', step, `The loss is a finite number again at ${counted} ${step}.`);
}
