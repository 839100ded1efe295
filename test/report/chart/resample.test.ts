import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {resample, type SeriesPoint} from '../../../source/report/chart/resample.js';
import {stepScale} from '../../../source/report/chart/step-scale.js';

function levelPoint(x: number, value: number): SeriesPoint {
	return {
		x, low: value, mean: value, high: value,
	};
}

const level = (values: readonly number[], firstX = 1) => values.map((value, index) => levelPoint(firstX + index, value));

describe('resampling', () => {
	it('gives each point a column of its own where there are enough', () => {
		expect(resample(level([5, 1, 4]), 'extreme', stepScale([1, 3]), 3)).toEqual({first: 0, values: [5, 1, 4]});
	});

	it('fills the columns between two points along a straight line', () => {
		expect(resample([levelPoint(1, 0), levelPoint(5, 8)], 'mean', stepScale([1, 5]), 5)).toEqual({first: 0, values: [0, 2, 4, 6, 8]});
	});

	it('starts at the column of the first point', () => {
		expect(resample(level([1, 2], 9), 'mean', stepScale([1, 10]), 10)).toEqual({first: 8, values: [1, 2]});
	});

	it('keeps the value farthest from the mean, up or down, as the extreme', () => {
		expect(resample(level([2, 2, 2, 9]), 'extreme', stepScale([1, 4]), 1).values).toEqual([9]);
		expect(resample(level([2, 2, 2, -9]), 'extreme', stepScale([1, 4]), 1).values).toEqual([-9]);
	});

	it('sees the extremes within a point', () => {
		expect(resample([{
			x: 1, low: 1.9, mean: 2, high: 7,
		}], 'extreme', stepScale([1, 1]), 1).values).toEqual([7]);
	});

	it('takes the mean of the points of a column', () => {
		expect(resample(level([1, 2, 6]), 'mean', stepScale([1, 3]), 1).values).toEqual([3]);
	});

	it('leaves out points outside the range', () => {
		expect(resample(level([1, 2, 3, 4, 5]), 'mean', stepScale([2, 4]), 3)).toEqual({first: 0, values: [2, 3, 4]});
	});

	it('bridges points that are not finite', () => {
		expect(resample(level([1, NaN, 3, Infinity, -Infinity, 6]), 'mean', stepScale([1, 6]), 6)).toEqual({first: 0, values: [1, 2, 3, 4, 5, 6]});
	});

	it('makes nothing of nothing', () => {
		expect(resample([], 'mean', stepScale([1, 10]), 10)).toEqual({first: 0, values: []});
		expect(resample(level([NaN, NaN]), 'mean', stepScale([1, 10]), 10)).toEqual({first: 0, values: []});
	});

	const anySteps = fc.tuple(fc.integer({min: -50, max: 400}), fc.integer({min: 0, max: 400}));
	const anyValues = fc.array(fc.double({min: -1e300, max: 1e300}), {maxLength: 300});

	it('stays within the columns and within the values, whatever the series', () => {
		fc.assert(fc.property(
			anyValues,
			fc.constantFrom('extreme', 'mean'),
			anySteps,
			fc.integer({min: 1, max: 200}),
			(values, reduction, [from, length], columnCount) => {
				const result = resample(level(values), reduction, stepScale([from, from + length]), columnCount);
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

	it('never loses the largest of many values that are otherwise alike', () => {
		fc.assert(fc.property(fc.integer({min: 2, max: 1000}), fc.nat(), fc.integer({min: 1, max: 100}), (count, place, columnCount) => {
			const values = Array.from({length: count}, () => 2);
			values[place % count] = 5;
			const columns = resample(level(values), 'extreme', stepScale([1, count]), columnCount);
			expect(Math.max(...columns.values)).toBe(5);
		}));
	});
});
