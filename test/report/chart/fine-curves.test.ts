import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {drawChart} from '../../../source/report/chart/chart.js';
import {fineSample, isDrawnFine} from '../../../source/report/chart/fine-curves.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {
	cellsOf,
	emptyChart,
	seriesOf,
	textRows,
} from '../../helpers/chart-text.js';

const roles = ['smoothed', 'validation', 'previous', 'older'] as const;
const falling = Array.from({length: 100}, (_, index) => 3 - (index / 100));

describe('fine curves', () => {
	it('reach from the top left to the bottom right of the plot, in every column that they have', () => {
		const {rows, plot} = drawChart({...emptyChart, isFine: true, series: [seriesOf(falling)]});
		const cells = cellsOf(rows, 'smoothed');
		expect(new Set(cells.map(({column}) => column)).size).toBe(plot.width);
		expect(cells.find(({column}) => column === plot.left)?.row).toBe(0);
		expect(cells.findLast(({column}) => column === plot.left + plot.width - 1)?.row).toBe(plot.height - 1);
	});

	it('are told apart without colour, also in the legend', () => {
		const drawn = roles.map(role => textRows({isFine: true, series: [seriesOf(falling.map(() => 2), {role})]}).join('\n'));
		expect(new Set(drawn).size).toBe(roles.length);
		expect(new Set(roles.map(role => fineSample(role, unicodeGlyphs))).size).toBe(roles.length);
	});

	it('show both where they meet', () => {
		const series = [seriesOf(falling), seriesOf(falling.map(() => 2.5), {role: 'validation'})];
		const [alone, both] = [series.slice(0, 1), series].map(drawnSeries => textRows({isFine: true, series: drawnSeries, values: [2, 3]}));
		const dotsOf = (text: string) => {
			const mask = /[\u{2800}-\u{28FF}]/v.test(text) ? text.codePointAt(0)! - 0x28_00 : 0;
			return [0, 1, 2, 3, 4, 5, 6, 7].filter(dot => Math.floor(mask / (2 ** dot)) % 2 === 1);
		};

		let shared = 0;
		for (const [row, text] of alone.slice(0, 13).entries()) {
			for (const [column, character] of [...text].entries()) {
				const dots = dotsOf(character);
				const dotsOfBoth = dotsOf(both[row][column]);
				expect(dotsOfBoth).toEqual(expect.arrayContaining(dots));
				shared += dots.length > 0 && dotsOfBoth.length > dots.length ? 1 : 0;
			}
		}

		expect(shared).toBeGreaterThan(0);
	});

	it('are lines of characters in ASCII, and for runs that are compared', () => {
		expect(roles.map(role => isDrawnFine(role, asciiGlyphs))).toEqual(roles.map(() => false));
		expect(isDrawnFine('comparedA', unicodeGlyphs)).toBe(false);
		const ascii = {series: [seriesOf(falling)], glyphs: asciiGlyphs};
		expect(textRows({...ascii, isFine: true})).toEqual(textRows(ascii));
	});

	it('show a single point', () => {
		fc.assert(fc.property(fc.constantFrom(...roles), fc.integer({min: 1, max: 100}), (role, firstStep) => {
			const {rows} = drawChart({...emptyChart, isFine: true, series: [seriesOf([2], {role, firstStep})]});
			expect(cellsOf(rows, role)).not.toEqual([]);
		}));
	});

	it('leave out what is beyond the y axis, and come in at its edge', () => {
		for (const isFine of [false, true]) {
			const {rows, plot} = drawChart({
				...emptyChart, isFine, series: [seriesOf(falling)], values: [2, 2.5],
			});
			const columns = cellsOf(rows, 'smoothed').map(({column}) => column - plot.left);
			expect(Math.min(...columns)).toBeGreaterThan((plot.width / 2) - 4);
			expect(Math.max(...columns)).toBe(plot.width - 1);
			expect(cellsOf(rows, 'smoothed')[0].row).toBe(0);
		}
	});
});
