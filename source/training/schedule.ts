import {type TrainingConfig} from './training-config.js';

/**
The learning rate of a step: linear decay from the full rate towards 0.

@param step - Counted from 1.
*/
export function learningRateAt(step: number, {learningRate, steps}: Pick<TrainingConfig, 'learningRate' | 'steps'>): number {
	return learningRate * (1 - ((step - 1) / steps));
}
