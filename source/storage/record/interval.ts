import {type IntervalEvent, type StepEvent} from '../../training/events.js';

/** The steps that wait for others, to have one line together. */
export type OpenInterval = {
	/** It is complete at the next multiple of this. */
	readonly stepsPerLine: number;
	/** What the line would be now, but for the running mean. */
	readonly event: IntervalEvent;
};

/** Adds a step to the ones before it, or begins with it. */
export function withStep(interval: OpenInterval | undefined, last: StepEvent, stepsPerLine: number): OpenInterval {
	const {step, loss, tokenCount} = last;
	if (!interval) {
		return {
			stepsPerLine,
			event: {
				...last, type: 'interval', firstStep: step, meanLoss: loss, minimumLoss: loss, minimumStep: step, maximumLoss: loss,
			},
		};
	}

	const {event} = interval;
	const {firstStep, minimumLoss} = event;
	const isLowest = loss < minimumLoss;
	return {
		...interval,
		event: {
			...last,
			type: 'interval',
			firstStep,
			tokenCount: event.tokenCount + tokenCount,
			// No sum: that of large losses may be none that a number can hold.
			meanLoss: event.meanLoss + ((loss - event.meanLoss) / (step - firstStep + 1)),
			minimumLoss: isLowest ? loss : minimumLoss,
			minimumStep: isLowest ? step : event.minimumStep,
			maximumLoss: Math.max(event.maximumLoss, loss),
		},
	};
}

/** Whether the line can be written: at multiples of its length, whatever else happened on the way. */
export function isComplete({stepsPerLine, event}: OpenInterval): boolean {
	return event.step % stepsPerLine === 0;
}
