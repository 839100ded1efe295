import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {resample} from '../../../source/report/chart/resample.js';
import {stepScale} from '../../../source/report/chart/step-scale.js';

const level = (values: readonly number[], firstX = 1) => values.map((value, index) => ({x: firstX + index, value}));

describe('resampling', () => {
	it('gives each point a column of its own where there are enough', () => {
		expect(resample(level([5, 1, 4]), stepScale([1, 3]), 3)).toEqual({first: 0, values: [5, 1, 4]});
	});

	it('fills the columns between two points along a straight line', () => {
		expect(resample([{x: 1, value: 0}, {x: 5, value: 8}], stepScale([1, 5]), 5)).toEqual({first: 0, values: [0, 2, 4, 6, 8]});
	});

	it('starts at the column of the first point', () => {
		expect(resample(level([1, 2], 9), stepScale([1, 10]), 10)).toEqual({first: 8, values: [1, 2]});
	});

	it('takes the mean of the points of a column', () => {
		expect(resample(level([1, 2, 6]), stepScale([1, 3]), 1).values).toEqual([3]);
	});

	it('leaves out points outside the range', () => {
		expect(resample(level([1, 2, 3, 4, 5]), stepScale([2, 4]), 3)).toEqual({first: 0, values: [2, 3, 4]});
	});

	it('bridges points that are not finite', () => {
		expect(resample(level([1, NaN, 3, Infinity, -Infinity, 6]), stepScale([1, 6]), 6)).toEqual({first: 0, values: [1, 2, 3, 4, 5, 6]});
	});

	it('makes nothing of nothing', () => {
		expect(resample([], stepScale([1, 10]), 10)).toEqual({first: 0, values: []});
		expect(resample(level([NaN, NaN]), stepScale([1, 10]), 10)).toEqual({first: 0, values: []});
	});

	const anySteps = fc.tuple(fc.integer({min: -50, max: 400}), fc.integer({min: 0, max: 400}));
	const anyValues = fc.array(fc.double({min: -1e300, max: 1e300}), {maxLength: 300});

	it('stays within the columns and within the values, whatever the series', () => {
		fc.assert(fc.property(
			anyValues,
			anySteps,
			fc.integer({min: 1, max: 200}),
			(values, [from, length], columnCount) => {
				const result = resample(level(values), stepScale([from, from + length]), columnCount);
				expect(result.first).toBeGreaterThanOrEqual(0);
				expect(result.first + result.values.length).toBeLessThanOrEqual(columnCount);
				const seen = values.filter((value, index) => Number.isFinite(value) && index + 1 >= from && index + 1 <= from + length);
				expect(result.values.length === 0).toBe(seen.length === 0);
				const low = Math.min(...seen);
				const high = Math.max(...seen);
				const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
				expect(result.values.filter(value => !(value >= low - slack && value <= high + slack))).toEqual([]);
			},
		));
	});
});
