import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {learningRateAt} from '../../source/training/schedule.js';

describe('learningRateAt', () => {
	it('begins at the full rate and would be 0 one step after the last', () => {
		const schedule = {learningRate: 0.01, steps: 1000};
		expect(learningRateAt(1, schedule)).toBe(0.01);
		expect(learningRateAt(501, schedule)).toBe(0.005);
		expect(learningRateAt(1000, schedule)).toBeCloseTo(1e-5, 15);
		expect(learningRateAt(1001, schedule)).toBe(0);
	});

	it('falls in a straight line', () => {
		const steps = fc.integer({min: 1, max: 1_000_000});
		fc.assert(fc.property(steps, fc.double({min: 1e-6, max: 10, noNaN: true}), fc.nat(), (count, learningRate, anywhere) => {
			const step = 1 + (anywhere % count);
			const left = count - (step - 1);
			expect(learningRateAt(step, {learningRate, steps: count})).toBeCloseTo(learningRate * left / count, 12);
		}));
	});
});
