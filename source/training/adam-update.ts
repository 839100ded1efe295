import {type AdamUpdate} from '../model/adam.js';
import {type TrainingConfig} from '../settings/training-config.js';
import {type StepEvent} from './events.js';

/** The update that a step makes. */
export function adamUpdateOf({step, learningRate, gradientNorm}: Pick<StepEvent, 'step' | 'learningRate' | 'gradientNorm'>, config: TrainingConfig): AdamUpdate {
	const {beta1, beta2, epsilon, weightDecay, gradClip} = config;
	return {
		learningRate,
		beta1,
		beta2,
		epsilon,
		firstCorrection: 1 - (beta1 ** step),
		secondCorrection: 1 - (beta2 ** step),
		gradientScale: gradClip > 0 && gradientNorm > gradClip ? gradClip / gradientNorm : 1,
		weightDecay,
	};
}
