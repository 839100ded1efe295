import fc from 'fast-check';
import {expect, it} from 'vitest';
import {drawChart} from '../../../source/report/chart/chart.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';

const series = [{role: 'smoothed' as const, points: [{x: 1, value: 3}, {x: 1_000_000, value: 2}]}];

const someChart = fc.record({
	width: fc.integer({min: 30, max: 140}),
	height: fc.integer({min: 8, max: 30}),
	from: fc.integer({min: 1, max: 100_000}),
	length: fc.integer({min: 1, max: 100_000}),
	isLogX: fc.boolean(),
	steps: fc.array(fc.integer({min: 1, max: 200_000}), {minLength: 1, maxLength: 6}),
	isAscii: fc.boolean(),
});

it('has the cursor within the plot or nowhere, and each flag in the column of its step', () => {
	fc.assert(fc.property(someChart, ({width, height, from, length, isLogX, steps, isAscii}) => {
		const to = from + length;
		const marks = steps.map((step, index) => ({step, role: 'news' as const, number: index + 1}));
		const {rows, plot, columnOf, stepAt} = drawChart({
			series, guides: [], width, height, steps: [from, to], isLogX, marks, cursors: [steps[0]], glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
		});
		const cells = rows.map(spans => spans.flatMap(({role, text}) => [...text].map(character => ({role, character}))));
		const columnsOf = (role: string) => cells.flatMap(row => row.flatMap((cell, column) => cell.role === role ? [column] : []));
		const isShown = (step: number) => step >= from && step <= to;
		const shown = steps.filter(step => isShown(step));
		expect(new Set(columnsOf('news'))).toEqual(new Set(shown.map(step => columnOf(step))));
		expect(new Set([...columnsOf('cursorLine'), ...columnsOf('cursor')].filter(column => column !== columnOf(steps[0])))).toEqual(new Set());
		for (const step of shown) {
			expect(columnOf(step)).toBeGreaterThanOrEqual(plot.left);
			expect(columnOf(step)).toBeLessThan(plot.left + plot.width);
			const near = stepAt(columnOf(step));
			expect(columnOf(near)).toBe(columnOf(step));
		}
	}), {numRuns: 200});
});

it('stands flags of one place on each other, and says where there are more', () => {
	const flagsOf = (count: number, isAscii: boolean) => drawChart({
		series, guides: [], width: 60, height: 12, steps: [1, 100], glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
		marks: [...Array.from({length: count}, (_, index) => ({step: 50, role: 'news' as const, number: index + 1})), {step: 50, role: 'mark'}],
	}).rows.flatMap(spans => spans.filter(({role}) => role === 'news' || role === 'mark').map(({text}) => text)).join('');
	expect(flagsOf(2, false)).toBe('①②▲');
	expect(flagsOf(2, true)).toBe('12^');
	expect(flagsOf(5, false)).toBe('+⑤▲');
});
