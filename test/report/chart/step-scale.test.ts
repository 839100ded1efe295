import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {drawChart} from '../../../source/report/chart/chart.js';
import {stepScale} from '../../../source/report/chart/step-scale.js';
import {emptyChart, seriesOf} from '../../helpers/chart-text.js';

describe('the scale of steps', () => {
	it('gives each step the same room, or each power of ten', () => {
		expect([1, 51, 101].map(step => stepScale([1, 101]).shareOf(step))).toEqual([0, 0.5, 1]);
		const {shareOf, stepAt, ticks} = stepScale([1, 10_000], true);
		expect([1, 100, 10_000].map(step => shareOf(step))).toEqual([0, 0.5, 1]);
		expect([0, 0.25, 0.5, 0.75, 1].map(share => stepAt(share))).toEqual([1, 10, 100, 1000, 10_000]);
		expect(ticks(5)).toEqual([1, 10_000, 10, 100, 1000]);
	});

	it('tells what it does not reach from what it does', () => {
		for (const isLogarithmic of [false, true]) {
			const {hasStep} = stepScale([5, 20], isLogarithmic);
			expect([4, 5, 20, 21].map(step => hasStep(step))).toEqual([false, true, true, false]);
			const single = stepScale([5, 5], isLogarithmic);
			expect([4, 5, 6].map(step => single.hasStep(step))).toEqual([false, true, false]);
		}
	});

	it('takes steps from 0 on', () => {
		const {shareOf, stepAt} = stepScale([0, 100], true);
		expect([0, 1, 10].map(step => shareOf(step))).toEqual([0, 0, 0.5]);
		expect(stepAt(1)).toBe(100);
	});
});

describe('the places of a chart', () => {
	it('finds the step of a column, and that in the column again', () => {
		fc.assert(fc.property(
			fc.integer({min: 1, max: 1000}),
			fc.integer({min: 0, max: 1e7}),
			fc.integer({min: 0, max: 200}),
			fc.integer({min: 0, max: 60}),
			fc.boolean(),
			fc.nat(),
			// eslint-disable-next-line max-params -- One for each of what a picture depends on.
			(from, length, width, height, isLogX, place) => {
				const picture = drawChart({
					...emptyChart, width, height, isLogX, steps: [from, from + length], series: [seriesOf([1, 2, 3])],
				});
				const {left, top, width: plotWidth, height: plotHeight} = picture.plot;
				expect(plotWidth).toBeGreaterThanOrEqual(0);
				expect(top + plotHeight).toBeLessThanOrEqual(height);
				if (plotWidth === 0) {
					return;
				}

				expect(left + plotWidth).toBeLessThanOrEqual(width);
				const step = from + (place % (length + 1));
				const column = picture.columnOf(step);
				expect(column).toBeGreaterThanOrEqual(left);
				expect(column).toBeLessThan(left + plotWidth);
				expect(picture.columnOf(from)).toBe(left);
				expect(picture.stepAt(left)).toBe(from);
				expect(picture.stepAt(left - 1)).toBe(from);
				expect(picture.stepAt(width + 1)).toBe(plotWidth > 1 ? from + length : from);
				// Where several steps share a column, and only there, it is another one of them.
				expect(picture.columnOf(picture.stepAt(column)) - column).toBe(0);
			},
		));
	});
});
