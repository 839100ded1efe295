import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type ChartGuide} from '../../../source/report/chart/chart-series.js';
import {valueScale, type ValueScaleOptions} from '../../../source/report/chart/value-scale.js';
import {seriesOf} from '../../helpers/chart-text.js';

function scaleOf(values: readonly number[], options: Partial<ValueScaleOptions> = {}) {
	return valueScale({
		series: [seriesOf(values)], guides: [], reach: [], steps: [1, 10_000], mostTicks: 5, isLogarithmic: false, ...options,
	});
}

const someLosses = fc.array(fc.double({min: 0.001, max: 20, noNaN: true}), {minLength: 1, maxLength: 60});
const guide = (value: number, isAlwaysShown: boolean): ChartGuide => ({label: 'bigram', value, isAlwaysShown});

describe('the scale of the losses', () => {
	it.each([false, true])('has a place for every value of a series (logarithmic: %s)', isLogarithmic => {
		fc.assert(fc.property(someLosses, values => {
			const {depthOf} = scaleOf(values, {isLogarithmic, series: [seriesOf(values, {role: 'smoothed'})]});
			for (const value of values) {
				expect(depthOf(value)).toBeGreaterThanOrEqual(-1e-9);
				expect(depthOf(value)).toBeLessThanOrEqual(1 + 1e-9);
			}
		}));
	});

	it.each([false, true])('puts larger values higher, and its ticks within its ends (logarithmic: %s)', isLogarithmic => {
		fc.assert(fc.property(someLosses, values => {
			const {depthOf, ticks, minimum, maximum} = scaleOf(values, {isLogarithmic});
			const depths = values.toSorted((a, b) => a - b).map(value => depthOf(value));
			expect(depths).toEqual(depths.toSorted((a, b) => b - a));
			expect(ticks.every(tick => tick >= minimum - 1e-9 && tick <= maximum + 1e-9)).toBe(true);
		}));
	});

	it('gives equal ratios equal distances when it is logarithmic', () => {
		const {depthOf} = scaleOf([0.01, 10], {isLogarithmic: true});
		expect(depthOf(0.01) - depthOf(0.1)).toBeCloseTo(depthOf(1) - depthOf(10), 12);
		expect(scaleOf([0.01, 10], {isLogarithmic: true}).ticks).toContain(0.1);
	});

	it('has round ticks for a logarithmic axis of losses that are close', () => {
		expect(scaleOf([1.7, 4.3], {isLogarithmic: true}).ticks).toEqual([2, 3, 4]);
	});

	it('reaches to other values that are wanted', () => {
		const {minimum, maximum} = scaleOf([2, 3], {reach: [1.2, 4.1]});
		expect(minimum).toBeLessThanOrEqual(1.2);
		expect(maximum).toBeGreaterThanOrEqual(4.1);
	});

	it('reaches to the guides that want it, and not to the others', () => {
		expect(scaleOf([2, 3], {guides: [guide(5, true)]}).maximum).toBeGreaterThanOrEqual(5);
		expect(scaleOf([2, 3], {guides: [guide(5, false)]}).maximum).toBeLessThan(5);
	});

	it('looks only at the steps that show', () => {
		expect(scaleOf([9, 2, 3], {steps: [2, 3]}).maximum).toBeLessThan(5);
	});
});
