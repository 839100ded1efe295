import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {drawChart} from '../../../source/report/chart/chart.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {
	cellsOf,
	emptyChart,
	seriesOf,
	textRows,
} from '../../helpers/chart-text.js';

const anyNumber = fc.oneof(
	fc.double({min: 0, max: 10, noNaN: true}),
	fc.double({min: -1e300, max: 1e300}),
	fc.constantFrom(0, -0, 1e300, -1e300, 1e-300, Number.MIN_VALUE, Infinity, -Infinity, NaN),
);
const valueAndCount = fc.tuple(anyNumber, fc.integer({min: 1, max: 300}));
const anyValues = fc.oneof(
	fc.array(anyNumber, {maxLength: 300}),
	fc.array(fc.double({min: -5, max: 5, noNaN: true}), {maxLength: 300}),
	valueAndCount.map(([value, count]) => Array.from({length: count}, () => value)),
);
const anySeries = fc.array(fc.tuple(
	anyValues,
	fc.constantFrom('previous', 'older', 'smoothed', 'validation'),
	fc.integer({min: 1, max: 400}),
), {maxLength: 3}).map(list => list.map(([values, role, firstStep]) => seriesOf(values, {role, firstStep})));
const anyGuide = fc.record({label: fc.constantFrom('uniform', 'unigram', 'bigram'), value: anyNumber.filter(value => Number.isFinite(value)), isAlwaysShown: fc.boolean()});
const anyGuides = fc.array(anyGuide, {maxLength: 4});
const anySteps = fc.tuple(fc.integer({min: 1, max: 400}), fc.integer({min: 0, max: 1e9})).map(([from, length]) => [from, from + length] as const);
const anyMark = fc.record({step: fc.integer({min: -5, max: 1000}), role: fc.constantFrom('mark', 'news')});
const anyOptions = fc.record({
	series: anySeries,
	guides: anyGuides,
	width: fc.integer({min: 0, max: 200}),
	height: fc.integer({min: 0, max: 60}),
	steps: anySteps,
	marks: fc.array(anyMark, {maxLength: 5}),
	isLogarithmic: fc.boolean(),
	isFine: fc.boolean(),
	values: fc.option(fc.constant([1, 2] as const), {nil: undefined}),
	glyphs: fc.constantFrom(unicodeGlyphs, asciiGlyphs),
});

describe('any chart', () => {
	it('has exactly the rows and the cells that were asked for', () => {
		fc.assert(fc.property(anyOptions, options => {
			const rows = textRows(options);
			expect(rows).toHaveLength(options.height);
			expect(rows.filter(row => [...row].length !== options.width)).toEqual([]);
		}), {numRuns: 500});
	});

	it('is drawn in ASCII with ASCII glyphs', () => {
		fc.assert(fc.property(anySeries, anyGuides, (series, guides) => {
			expect(textRows({series, guides, glyphs: asciiGlyphs}).join('')).toMatch(/^[\u{20}-\u{7E}]*$/v);
		}));
	});

	it('survives the largest numbers', () => {
		const largest = Number.MAX_VALUE;
		for (const values of [[-largest], [largest], [-largest, largest], [largest, largest]]) {
			expect(textRows({series: [seriesOf(values)], steps: [1, 400]})).toHaveLength(emptyChart.height);
		}
	});

	it('survives in one row a value that is farther off its axis than a number can tell', () => {
		const tiny = Array.from({length: 48}, () => Number.MIN_VALUE);
		expect(textRows({
			series: [seriesOf([-1e300, 0, 0]), seriesOf(tiny)], steps: [1, 48], width: 0, height: 1,
		})).toEqual(['']);
	});

	it.each([NaN, Infinity, -Infinity])('leaves out the line of a guide at %d', value => {
		for (let height = 0; height < 20; height++) {
			const rows = textRows({series: [seriesOf([1, 2])], guides: [{label: 'bigram', value, isAlwaysShown: true}], height});
			expect(rows.join('')).not.toContain('┄');
		}
	});

	it('shows neighbours of one role together', () => {
		const {rows} = drawChart({...emptyChart, series: [seriesOf([1, 2, 3])], guides: [{label: 'bigram', value: 2, isAlwaysShown: true}]});
		for (const spans of rows) {
			expect(spans.filter((span, index) => span.role === spans[index + 1]?.role)).toEqual([]);
		}
	});
});

describe('the curve', () => {
	it('rises from the bottom left to the top right', () => {
		const rising = Array.from({length: 100}, (_, index) => index);
		const cells = cellsOf(drawChart({...emptyChart, series: [seriesOf(rising)]}).rows, 'smoothed');
		const columns = cells.map(({column}) => column);
		// Three digits, a blank and the axis stand before it.
		expect(Math.min(...columns)).toBe(5);
		expect(Math.max(...columns)).toBe(79);
		// The two bottom rows are the axis; the curve may turn in its last column.
		expect(cells.find(({column}) => column === 5)?.row).toBe(12);
		expect(cells.find(({column}) => column === 79)?.row).toBe(0);
	});

	it('starts at its column when its series starts later', () => {
		const [plotLeft, plotWidth] = [5, 75];
		const {rows} = drawChart({
			...emptyChart, steps: [1, 101], series: [seriesOf([0, 1, 0, 1, 0, 1]), seriesOf(Array.from({length: 51}, () => 0.5), {role: 'validation', firstStep: 51})],
		});
		const columns = cellsOf(rows, 'validation').map(({column}) => column);
		expect(Math.min(...columns)).toBe(plotLeft + Math.round(plotWidth / 2));
		expect(Math.max(...columns)).toBe(79);
	});

	it.each([1, 2, 50, 99, 100])('shows a single point at step %i of 100', step => {
		const {rows} = drawChart({...emptyChart, series: [seriesOf([2], {role: 'validation', firstStep: step})]});
		expect(cellsOf(rows, 'validation')).not.toEqual([]);
	});

	it('covers the curves before it', () => {
		const values = [1, 1, 1];
		const {rows} = drawChart({...emptyChart, series: [seriesOf(values, {role: 'previous'}), seriesOf(values)]});
		expect(cellsOf(rows, 'previous')).toEqual([]);
		expect(cellsOf(rows, 'smoothed')).not.toEqual([]);
	});
});
