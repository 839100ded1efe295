import fc from 'fast-check';
import {expect, it} from 'vitest';
import {fitColumns, idealColumns, layOutSamples} from '../../../../source/ui/views/samples/layout.js';

const anyColumns = fc.record({step: fc.integer({min: 6, max: 11}), blockSize: fc.integer({min: 0, max: 2000}), hasTags: fc.boolean()}).map(options => ({...options, columns: idealColumns(options)}));

it('keeps the columns of the stream within its width', () => {
	fc.assert(fc.property(anyColumns, fc.integer({min: 38, max: 250}), ({columns}, width) => {
		const {step, text, tag, nearest} = fitColumns(columns, width);
		expect(step + 3 + text + (tag > 0 ? 2 + tag : 0) + (nearest > 0 ? 2 + nearest : 0)).toBeLessThanOrEqual(width);
		expect(text).toBeGreaterThanOrEqual(8);
		expect(nearest === 0 || nearest >= 8).toBe(true);
	}));
});

it('gives away every row once, and keeps the stream', () => {
	fc.assert(fc.property(anyColumns, fc.integer({min: 38, max: 250}), fc.integer({min: 7, max: 80}), ({columns, hasTags}, width, rows) => {
		const layout = layOutSamples({width, rows}, columns, hasTags);
		const others = (layout.hasLettersBelow ? 3 : 0) + layout.copiedRows + Number(layout.hasMeaning) + Number(layout.hasLegend) + layout.spacers;
		// The temperature line and the titles.
		expect(2 + layout.streamRows + others).toBe(rows);
		expect(layout.streamRows).toBeGreaterThanOrEqual(3);
		expect(layout.isWide ? layout.panelWidth + 3 + layout.streamWidth : layout.streamWidth).toBe(width);
		expect(layout.panelWidth).toBeGreaterThanOrEqual(layout.streamCount > 1 ? 61 : 24);
		expect((layout.streamCount * (layout.sampleWidth + 3)) - 3).toBe(layout.streamWidth);
		expect(hasTags || (layout.copiedRows === 0 && !layout.hasLegend)).toBe(true);
	}));
});

it.each([[38, 9], [38, 7]])('shows stream, temperature and letters at %i cells and %i rows', (width, rows) => {
	const layout = layOutSamples({width, rows}, idealColumns({step: 6, blockSize: 8, hasTags: true}), true);
	expect(layout.streamRows).toBeGreaterThanOrEqual(3);
	expect(layout.hasLettersBelow).toBe(rows > 7);
});

it('has as many columns of samples as leave the letters their room', () => {
	const names = idealColumns({step: 6, blockSize: 16, hasTags: true});
	expect([78, 118, 175, 176, 231, 232].map(width => layOutSamples({width, rows: 57}, names, true).streamCount)).toEqual([1, 1, 1, 2, 2, 3]);
});
