import {nudgeSizes, type NudgeRequest} from '../../../inspection/nudge.js';
import {type StepReport} from '../../../inspection/step-report.js';
import {type Cursor} from '../../cursor.js';

/** From the largest that makes a number smaller to the largest that makes it larger. */
export const nudges: readonly number[] = [...nudgeSizes.map(size => -size).toReversed(), ...nudgeSizes];

/** So many parameters, those with the strongest gradients, before the activations. */
const offeredParameters = 8;

/** Which parameters can be chosen, by their places among all. */
export function offeredIndexes({strongest}: StepReport): number[] {
	return strongest.slice(0, offeredParameters).map(({place}) => place.index);
}

/** Which number is nudged, and how far. */
export function chosenNudge({row, column}: Cursor, parameters: readonly number[], activationCount: number): NudgeRequest {
	const place = Math.min(row, parameters.length + activationCount - 1);
	const by = nudges[Math.min(column, nudges.length - 1)];
	return place < parameters.length
		? {kind: 'parameter', index: parameters[place], by}
		: {kind: 'activation', index: place - parameters.length, by};
}
