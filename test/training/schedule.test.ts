import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {learningRateAt} from '../../source/training/schedule.js';
import {settings} from '../../source/settings/settings.js';

const linear = {
	learningRate: 0.01, schedule: 'linear', warmup: 0, steps: 1000,
} as const;

const anyConfig = fc.record({
	learningRate: fc.double({min: 1e-6, max: 10, noNaN: true}),
	schedule: fc.constantFrom(...settings.schedule.choices),
	steps: fc.integer({min: 1, max: 500}),
	warmup: fc.nat({max: 500}),
});

describe('learningRateAt', () => {
	it('falls in a straight line from the full rate, as in the references', () => {
		expect(learningRateAt(1, linear)).toBe(0.01);
		expect(learningRateAt(2, linear)).toBe(0.01 * (1 - (1 / 1000)));
		expect(learningRateAt(501, linear)).toBe(0.005);
		expect(learningRateAt(1000, linear)).toBeCloseTo(1e-5, 15);
	});

	it('falls along half a cosine', () => {
		const cosine = {...linear, schedule: 'cosine', steps: 4} as const;
		const rates = [1, 2, 3, 4].map(step => learningRateAt(step, cosine));
		const expected = [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2].map(share => 0.01 * share);
		for (const [index, rate] of rates.entries()) {
			expect(rate).toBeCloseTo(expected[index], 15);
		}
	});

	it('stays where it is', () => {
		const constant = {...linear, schedule: 'constant'} as const;
		expect([1, 500, 1000].map(step => learningRateAt(step, constant))).toEqual([0.01, 0.01, 0.01]);
	});

	it('rises to the full rate first while it warms up', () => {
		const warm = {...linear, warmup: 4, steps: 12};
		const rates = [1, 2, 3, 4, 5, 9].map(step => learningRateAt(step, warm));
		expect(rates).toEqual([0.01 * 0.25, 0.005, 0.01 * 0.75, 0.01, 0.01, 0.005]);
	});

	it('is above 0 and at most the full rate at every step of every run', () => {
		fc.assert(fc.property(anyConfig, config => {
			for (let step = 1; step <= config.steps; step++) {
				const rate = learningRateAt(step, config);
				expect(rate).toBeGreaterThan(0);
				expect(rate).toBeLessThanOrEqual(config.learningRate);
			}
		}));
	});
});

it('is the highest at the step after which a schedule begins without a warm-up: a run that is evaluated there again may say so', () => {
	expect(learningRateAt(100, {
		learningRate: 0.01, schedule: 'linear', warmup: 0, steps: 200, scheduleFrom: 100,
	})).toBe(0.01);
});
