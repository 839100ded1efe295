import {type AdamUpdate} from '../model/adam.js';
import {type Engine} from '../model/engine.js';

/** What the optimiser did to one parameter in a step, in the order of its computation. */
export type FollowedStep = {
	readonly step: number;
	/** The gradient, after clipping: what the optimiser sees. */
	readonly gradient: number;
	/** The running mean of the gradient, and of its square, after the step. */
	readonly mean: number;
	readonly meanSquare: number;
	/** What the means are divided by, because they began at 0; 1 without bias correction. The second is undefined where the optimiser does not use the mean square. */
	readonly firstCorrection: number;
	readonly secondCorrection: number | undefined;
	/** The root of the corrected mean square; undefined where the optimiser does not use it. */
	readonly root: number | undefined;
	/** The learning rate of this parameter alone: that of the step over root + ε; that of the step where all have the same. */
	readonly ownRate: number;
	/** The parameter after the step. */
	readonly weight: number;
};

/** An engine that tells of each update what it does to one parameter; it is used in the place of the other. */
export function watchParameter(engine: Engine, index: number, onUpdate: (followed: Omit<FollowedStep, 'step'>) => void): Engine {
	const {name, precision, model, parameters, gradients, moments} = engine;
	return {
		name,
		precision,
		model,
		parameters,
		gradients,
		moments,
		setParameters(values) {
			engine.setParameters(values);
		},
		setMoments(values) {
			engine.setMoments(values);
		},
		createDecoder: () => engine.createDecoder(),
		inspect: tokens => engine.inspect(tokens),
		computeLoss: (batch, masks) => engine.computeLoss(batch, masks),
		computeGradients: (batch, masks) => engine.computeGradients(batch, masks),
		gradientNorm: () => engine.gradientNorm(),
		update(update) {
			const gradient = gradients.data[index] * update.gradientScale;
			engine.update(update);
			onUpdate({gradient, weight: parameters.data[index], ...ofMoments(engine, index, update)});
		},
	};
}

/** What the moments of a parameter come to right after an update. */
function ofMoments({moments: {first, second}}: Engine, index: number, {firstCorrection, secondCorrection, learningRate, epsilon}: AdamUpdate): Omit<FollowedStep, 'step' | 'gradient' | 'weight'> {
	const hasOwnRate = Number.isFinite(secondCorrection);
	const root = hasOwnRate ? Math.sqrt(second[index] / secondCorrection) : undefined;
	return {
		mean: first[index],
		meanSquare: second[index],
		firstCorrection,
		secondCorrection: hasOwnRate ? secondCorrection : undefined,
		root,
		ownRate: root === undefined ? learningRate : learningRate / (root + epsilon),
	};
}
