import {type ControlEvent} from '../../training/events.js';

/** The steps from which on a person had the learning rate scaled differently. */
export function learningRateSteps(controls: readonly ControlEvent[]): number[] {
	return controls
		.filter(({learningRateScale}, index) => learningRateScale !== (controls[index - 1]?.learningRateScale ?? 1))
		.map(({step}) => step);
}
