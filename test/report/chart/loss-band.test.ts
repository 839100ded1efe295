import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type CurvePoint} from '../../../source/history/curve-point.js';
import {LossHistory} from '../../../source/history/loss-history.js';
import {drawChart} from '../../../source/report/chart/chart.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {bandColumns, bandReach} from '../../../source/report/chart/loss-band.js';
import {seriesOf as curvesOf} from '../../../source/report/chart/run-chart.js';
import {stepScale} from '../../../source/report/chart/step-scale.js';
import {cellsOf, emptyChart} from '../../helpers/chart-text.js';

function curveOf(losses: readonly number[]): CurvePoint[] {
	const history = new LossHistory();
	for (const [index, loss] of losses.entries()) {
		history.record(index + 1, loss);
	}

	return history.curve();
}

/** From 2 to 3 by turns, each as often. */
const even = (count: number) => Array.from({length: count}, (_, index) => 2 + (((index * 7) % 11) / 10));

function draw(losses: readonly number[], options: Partial<Parameters<typeof drawChart>[0]> = {}) {
	const curve = curveOf(losses);
	return drawChart({
		...emptyChart, steps: [1, losses.length], losses: curve, series: curvesOf({means: [{role: 'smoothed', curve}], evaluations: []}), ...options,
	});
}

const textOf = (rows: ReturnType<typeof drawChart>['rows']) => rows.map(spans => spans.map(({text}) => text).join(''));

describe('the band', () => {
	it('has each loss where they are few, and the range of the middle ones where they are many', () => {
		expect(bandColumns(curveOf([3, 1, 2]), stepScale([1, 3]), 3)).toEqual([{column: 0, dots: [3]}, {column: 1, dots: [1]}, {column: 2, dots: [2]}]);
		const [range] = bandColumns(curveOf(Array.from({length: 11}, (_, index) => index)), stepScale([1, 11]), 1);
		expect(range).toEqual({column: 0, low: 1, high: 9});
	});

	it('has the mean of a stretch whose losses are not known', () => {
		const {losses, ...point} = {...curveOf([2])[0], lastStep: 9, mean: 2.5};
		expect(bandColumns([point], stepScale([1, 9]), 3)).toEqual([{column: 1, dots: [2.5]}]);
	});

	it('holds nearly the range of the middle losses of a long run, of which few are kept', () => {
		const columns = bandColumns(curveOf(even(100_000)), stepScale([1, 100_000]), 100);
		expect(columns).toHaveLength(100);
		for (const column of columns) {
			expect(column).toMatchObject({low: expect.closeTo(2.1, 0) as number, high: expect.closeTo(2.9, 0) as number});
		}
	});

	it('shows a range however narrow it is', () => {
		const curve = curveOf(Array.from({length: 2000}, (_, index) => 1 + (index / 2000)));
		const {rows, plot} = drawChart({...emptyChart, steps: [1, 2000], losses: curve});
		expect(new Set(cellsOf(rows, 'raw').map(({column}) => column)).size).toBe(plot.width);
	});

	it('reaches to most losses, and not to one that is far away', () => {
		const reach = bandReach(curveOf(even(1000).with(500, 900)), stepScale([1, 1000]));
		expect(Math.max(...reach)).toBeLessThanOrEqual(3);
		expect(Math.min(...reach)).toBeGreaterThanOrEqual(2);
		expect(bandReach(curveOf([5, 1, 2]), stepScale([1, 3]))).toEqual([1, 5]);
		expect(bandReach([], stepScale([1, 3]))).toEqual([]);
	});

	it('lies behind the curve', () => {
		const {rows} = draw(even(2000));
		expect(cellsOf(rows, 'raw').length).toBeGreaterThan(100);
		expect(cellsOf(rows, 'smoothed').length).toBeGreaterThanOrEqual(70);
		const ascii = draw(even(2000), {glyphs: asciiGlyphs});
		expect(textOf(ascii.rows).join('')).toMatch(/^[\u{20}-\u{7E}]*$/v);
	});

	it('leaves a loss that is far away to a mark at the edge, with its value', () => {
		const losses = even(1000).with(300, 40).with(310, 30).with(700, -12);
		const {rows, plot, columnOf} = draw(losses);
		const lines = textOf(rows);
		expect(lines[0]).toContain('▴ 40.0');
		// That of its neighbour would be in the way.
		expect(lines[0]).not.toContain('30.0');
		expect(lines[0].indexOf('▴')).toBe(columnOf(301));
		expect(lines[plot.height - 1]).toContain('▾ -12.0');
		const ascii = draw(losses, {glyphs: asciiGlyphs});
		expect(textOf(ascii.rows)[0]).toContain('^ 40.0');
		const usual = draw(even(1000));
		expect(textOf(usual.rows).join('')).not.toMatch(/[▴▾]/v);
	});
});

/** Series as other programs tell them: numbers of any size, the same again and again, few, with gaps, far along. */
const usualValue = fc.double({min: -5, max: 5, noNaN: true});
const anyValue = fc.double({min: -1e300, max: 1e300});
const valueOrNone = fc.oneof(usualValue, fc.constantFrom(NaN, Infinity, -Infinity));
const level = fc.tuple(usualValue, fc.integer({min: 1, max: 3000})).map(([value, count]) => Array.from({length: count}, () => value));
const anyLosses = fc.record({
	values: fc.oneof(
		fc.array(anyValue, {maxLength: 200}),
		fc.array(valueOrNone, {maxLength: 400}),
		level,
	),
	stride: fc.constantFrom(1, 3, 100, 10_000),
});
const anyPicture = fc.record({
	width: fc.integer({min: 0, max: 200}), height: fc.integer({min: 0, max: 60}), isAscii: fc.boolean(), isLogX: fc.boolean(), isLogarithmic: fc.boolean(), isFine: fc.boolean(),
});

it('makes a picture of exactly its size of any series, with every curve inside of the plot', () => {
	fc.assert(fc.property(anyLosses, anyPicture, ({values, stride}, {isAscii, ...options}) => {
		const history = new LossHistory();
		for (const [index, value] of values.entries()) {
			history.take({
				type: 'step', step: (index * stride) + 1, loss: value, learningRate: 0.01, tokenCount: 1,
			});
		}

		const curve = history.curve();
		const {rows, plot} = drawChart({
			...emptyChart, ...options, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs, steps: [1, Math.max(2, values.length * stride)], losses: curve, series: curvesOf({means: [{role: 'smoothed', curve}], evaluations: []}),
		});
		expect(textOf(rows).map(row => [...row].length)).toEqual(Array.from({length: options.height}, () => options.width));
		for (const role of ['smoothed', 'raw'] as const) {
			for (const {row, column} of cellsOf(rows, role)) {
				expect(row >= plot.top && row < plot.top + plot.height && column >= plot.left && column < plot.left + plot.width).toBe(true);
			}
		}

		expect(cellsOf(rows, 'smoothed').length > 0).toBe(curve.length > 0 && plot.width > 0 && plot.height > 0);
	}), {numRuns: 150});
});
