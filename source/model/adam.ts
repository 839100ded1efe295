import {type RealArray} from './parameters.js';

/** The running means that Adam keeps for each parameter. */
export type Moments = {
	/** Of the gradient. */
	readonly first: RealArray;
	/** Of the squared gradient. */
	readonly second: RealArray;
};

/**
One update of all parameters, by Adam or by what is left of it: without momentum β1 is 0, and without rates of
their own the squares are divided by infinity and ε is 1, so that the divisor is 1.
*/
export type AdamUpdate = {
	readonly learningRate: number;
	/** How much of the old mean of the gradient is kept. */
	readonly beta1: number;
	/** How much of the old mean of the squared gradient is kept. */
	readonly beta2: number;
	/** Keeps the divisor above zero. */
	readonly epsilon: number;
	/** 1 − β1^t for the t-th update: the means start at 0, and this undoes that pull. Without bias correction, 1. */
	readonly firstCorrection: number;
	/** 1 − β2^t, or 1; infinite where the squares do not count. */
	readonly secondCorrection: number;
	/** The gradients count so many times; below 1 where they are clipped. */
	readonly gradientScale: number;
	/** The share of itself that a parameter loses, times the learning rate (decoupled, as in AdamW). */
	readonly weightDecay: number;
};

/**
Moves each parameter against its gradient, in place: Adam with bias correction. (D. Kingma, J. Ba,
“Adam: A Method for Stochastic Optimization”, 2015, Algorithm 1; the weight decay is that of
I. Loshchilov, F. Hutter, “Decoupled Weight Decay Regularization”, 2019.)
*/
export function updateWithAdam(parameters: RealArray, gradients: RealArray, {first, second}: Moments, update: AdamUpdate): void {
	const {
		learningRate, beta1, beta2, epsilon, firstCorrection, secondCorrection, gradientScale,
	} = update;
	const kept = 1 - (learningRate * update.weightDecay);
	for (let index = 0; index < parameters.length; index++) {
		const gradient = gradients[index] * gradientScale;
		const mean = (beta1 * first[index]) + ((1 - beta1) * gradient);
		const square = (beta2 * second[index]) + ((1 - beta2) * (gradient * gradient));
		first[index] = mean;
		second[index] = square;
		parameters[index] = (kept * parameters[index]) - (learningRate * (mean / firstCorrection) / (Math.sqrt(square / secondCorrection) + epsilon));
	}
}
