import {type QuietPieces} from '../training/pieces.js';
import {type ParameterPlace, placeOf} from './step-report.js';
import {type InspectionSource} from './inspection-source.js';
import {type LastUpdate, withParameters} from './last-update.js';

/** A gradient computed in two ways. */
export type GradientCheck = {
	readonly step: number;
	readonly place: ParameterPlace;
	/** By backpropagation. */
	readonly backward: number;
	/** By moving the parameter a little to both sides: (loss(p + h) − loss(p − h)) / 2h. */
	readonly difference: number;
	/** How far it was moved. */
	readonly h: number;
};

/** A balance between the error of the formula, in h², and that of the losses, in 1/h. */
const distances = {f64: 1e-5, f32: 1e-2} as const;

/**
Computes the gradient of one parameter in a step again, by finite differences.

@param index - The place of the parameter among all.
@param last - The step; undefined before the first.
@returns undefined before the first step.
*/
export function * checkGradient(source: InspectionSource, index: number, last: LastUpdate | undefined): QuietPieces<GradientCheck | undefined> {
	if (!last) {
		return undefined;
	}

	const {engine, tokenizer} = source;
	const h = distances[engine.precision];
	const lossAt = (distance: number) => withParameters(engine, last.before.with(index, last.before[index] + distance), () => engine.computeLoss(last.batch, last.masks));
	const backward = withParameters(engine, last.before, () => {
		engine.computeGradients(last.batch, last.masks);
		return engine.gradients.data[index];
	});
	yield;
	const above = lossAt(h);
	yield;
	const below = lossAt(-h);
	return {
		step: last.step.step,
		place: placeOf(index, engine.parameters.matrices, tokenizer.vocabulary),
		backward,
		difference: (above - below) / (2 * h),
		h,
	};
}
