import {type TrainingConfig} from './training-config.js';

/**
Adam with bias correction. (D. Kingma, J. Ba, “Adam: A Method for Stochastic Optimization”, 2015,
Algorithm 1; the coefficients are those of the references.)
*/
export class Adam {
	/** The running mean of the gradient of each parameter. */
	readonly firstMoment: Float64Array;
	/** The running mean of the squared gradient of each parameter. */
	readonly secondMoment: Float64Array;
	readonly #beta1: number;
	readonly #beta2: number;
	readonly #epsilon: number;

	constructor(parameterCount: number, {beta1, beta2, epsilon}: Pick<TrainingConfig, 'beta1' | 'beta2' | 'epsilon'>) {
		this.firstMoment = new Float64Array(parameterCount);
		this.secondMoment = new Float64Array(parameterCount);
		this.#beta1 = beta1;
		this.#beta2 = beta2;
		this.#epsilon = epsilon;
	}

	/**
	Moves each parameter against its gradient, in place.

	@param step - Counted from 1: the bias correction depends on it.
	*/
	update(parameters: Float64Array, gradients: Float64Array, learningRate: number, step: number): void {
		const {firstMoment, secondMoment} = this;
		const beta1 = this.#beta1;
		const beta2 = this.#beta2;
		const epsilon = this.#epsilon;
		// Both means start at 0; the corrections undo that pull, which fades with time.
		const firstCorrection = 1 - (beta1 ** step);
		const secondCorrection = 1 - (beta2 ** step);
		for (let index = 0; index < parameters.length; index++) {
			const gradient = gradients[index];
			const mean = (beta1 * firstMoment[index]) + ((1 - beta1) * gradient);
			const square = (beta2 * secondMoment[index]) + ((1 - beta2) * (gradient * gradient));
			firstMoment[index] = mean;
			secondMoment[index] = square;
			parameters[index] -= learningRate * (mean / firstCorrection) / (Math.sqrt(square / secondCorrection) + epsilon);
		}
	}
}
