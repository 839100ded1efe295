import {describe, expect, it} from 'vitest';
import {adamUpdateOf} from '../../source/training/adam-update.js';
import {exampleStart} from '../helpers/example-events.js';

const config = {
	...exampleStart(20).training, beta1: 0.5, beta2: 0.75, optimizer: 'adam', hasBiasCorrection: true, epsilon: 1e-6, weightDecay: 0.2, gradClip: 0,
} as const;

describe('the update of a step', () => {
	it('corrects both moments by what is left of their start', () => {
		expect(adamUpdateOf({step: 3, learningRate: 0.1, gradientNorm: 7}, config)).toEqual({
			learningRate: 0.1,
			beta1: 0.5,
			beta2: 0.75,
			epsilon: 1e-6,
			firstCorrection: 1 - (0.5 ** 3),
			secondCorrection: 1 - (0.75 ** 3),
			gradientScale: 1,
			weightDecay: 0.2,
		});
	});

	it.each([
		['of any norm as it is without a limit', 0, 1e9, 1],
		['shorter than the limit as it is', 4, 3, 1],
		['as long as the limit as it is', 4, 4, 1],
		['longer than the limit down to it', 4, 16, 0.25],
		['of no length as it is', 4, 0, 1],
	])('takes a gradient %s', (_, gradClip, gradientNorm, gradientScale) => {
		expect(adamUpdateOf({step: 1, learningRate: 0.1, gradientNorm}, {...config, gradClip})).toMatchObject({gradientScale});
	});
});
