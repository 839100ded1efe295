import {type AdamUpdate} from '../../source/model/adam.js';

/** The update of a step of the references. */
export function adamUpdateAt(step: number): AdamUpdate {
	const [beta1, beta2] = [0.85, 0.99];
	return {
		learningRate: 0.01,
		beta1,
		beta2,
		epsilon: 1e-8,
		firstCorrection: 1 - (beta1 ** step),
		secondCorrection: 1 - (beta2 ** step),
		gradientScale: 1,
		weightDecay: 0,
	};
}
