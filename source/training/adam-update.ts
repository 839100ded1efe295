import {type AdamUpdate} from '../model/adam.js';
import {optimizers} from '../model/optimizers.js';
import {type TrainingConfig} from '../settings/training-config.js';
import {type StepEvent} from './events.js';

/** The update that a step makes. */
export function adamUpdateOf({step, learningRate, gradientNorm}: Pick<StepEvent, 'step' | 'learningRate' | 'gradientNorm'>, config: TrainingConfig): AdamUpdate {
	const {beta2, epsilon, hasBiasCorrection, weightDecay, gradClip} = config;
	const {hasMomentum, hasOwnRates} = optimizers[config.optimizer];
	const beta1 = hasMomentum ? config.beta1 : 0;
	const correctionOf = (beta: number) => hasBiasCorrection ? 1 - (beta ** step) : 1;
	return {
		learningRate,
		beta1,
		// Also where the squares do not count: whoever goes on from here with another optimiser has them.
		beta2,
		epsilon: hasOwnRates ? epsilon : 1,
		firstCorrection: correctionOf(beta1),
		secondCorrection: hasOwnRates ? correctionOf(beta2) : Infinity,
		gradientScale: gradClip > 0 && gradientNorm > gradClip ? gradClip / gradientNorm : 1,
		weightDecay,
	};
}
