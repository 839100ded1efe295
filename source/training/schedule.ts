import {type TrainingConfig} from '../settings/training-config.js';

/**
The learning rate of a step: up in a straight line while the training warms up, then as the
schedule says. Both count from the first step, or from where a run was resumed with them, to the last.

@param step - Counted from 1.
*/
export function learningRateAt(step: number, {learningRate, schedule, warmup, steps, scheduleFrom = 0}: Pick<TrainingConfig, 'learningRate' | 'schedule' | 'warmup' | 'steps' | 'scheduleFrom'>): number {
	const scheduled = step - scheduleFrom;
	if (scheduled <= warmup) {
		return warmup === 0 ? learningRate : learningRate * (scheduled / warmup);
	}

	// From 0 at the first step after the warm-up; the last one is still short of 1.
	const progress = (scheduled - 1 - warmup) / (steps - scheduleFrom - warmup);
	switch (schedule) {
		case 'linear': {
			return learningRate * (1 - progress);
		}

		case 'cosine': {
			return learningRate * (1 + Math.cos(Math.PI * progress)) / 2;
		}

		case 'constant': {
			return learningRate;
		}
	}
}
