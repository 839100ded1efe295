import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {layOutOverview, type OverviewLayout, smallestWindow} from '../../../../source/ui/views/overview/overview-layout.js';

const factCount = 12;
const columns = fc.integer({min: smallestWindow.columns, max: 250});
const rows = fc.integer({min: smallestWindow.rows - 1, max: 120});

/** The parts that may fold away, as numbers that only grow with the window. */
function partsOf({chartHeight, factRows, hasNote, hasSamples, hasDatasetLine, hasLegend, spacers}: OverviewLayout): Record<string, number> {
	return {
		factRows, hasNote: Number(hasNote), hasSamples: Number(hasSamples), hasDatasetLine: Number(hasDatasetLine), hasLegend: Number(hasLegend), spacers, chartHeight,
	};
}

describe('the layout of the overview', () => {
	it('gives away all the rows and no more', () => {
		fc.assert(fc.property(columns, rows, fc.integer({min: 1, max: 20}), (width, height, facts) => {
			const {chartHeight, ...parts} = partsOf(layOutOverview(width, height, {facts}));
			// Header, progress and key bar always show.
			const used = Object.values(parts).reduce((sum, count) => sum + count, 3);
			expect(used + chartHeight).toBe(height);
		}));
	});

	it('keeps four rows for the chart in the smallest window', () => {
		expect(layOutOverview(smallestWindow.columns, smallestWindow.rows - 1, {facts: factCount}).chartHeight).toBeGreaterThanOrEqual(4);
		// Titles alone, or only one run, say nothing.
		expect(Array.from({length: 15}, (_, index) => layOutOverview(40, 9 + index, {facts: factCount, lanes: 4}).lanes).filter(count => count === 1 || count === 2)).toEqual([]);
	});

	it('never shows less in a higher window', () => {
		fc.assert(fc.property(columns, rows, (width, height) => {
			const lower = partsOf(layOutOverview(width, height, {facts: factCount}));
			const higher = partsOf(layOutOverview(width, height + 1, {facts: factCount}));
			const {chartHeight: lowerChart, ...lowerParts} = lower;
			const {chartHeight: higherChart, ...higherParts} = higher;
			for (const [part, count] of Object.entries(lowerParts)) {
				expect(higherParts[part]).toBeGreaterThanOrEqual(count);
			}

			// The chart pays for a part that unfolds, by a row at most.
			expect(higherChart).toBeGreaterThanOrEqual(lowerChart - 1);
		}));
	});

	it('never shows fewer facts in a wider window', () => {
		fc.assert(fc.property(columns, rows, (width, height) => {
			const shown = (layout: OverviewLayout) => Math.min(factCount, layout.factColumns * layout.factRows);
			expect(shown(layOutOverview(width + 1, height, {facts: factCount}))).toBeGreaterThanOrEqual(shown(layOutOverview(width, height, {facts: factCount})));
		}));
	});

	it('never makes more room for facts than there are', () => {
		fc.assert(fc.property(columns, rows, fc.integer({min: 1, max: 20}), (width, height, facts) => {
			const {factColumns, factRows} = layOutOverview(width, height, {facts});
			expect((factRows - 1) * factColumns).toBeLessThan(facts);
		}));
	});

	it('folds its parts away in order as the window gets lower', () => {
		const foldedAt = new Map<string, number>();
		for (let height = 40; height >= smallestWindow.rows - 1; height--) {
			for (const [part, count] of Object.entries(partsOf(layOutOverview(80, height, {facts: factCount})))) {
				if (count === 0 && !foldedAt.has(part)) {
					foldedAt.set(part, height);
				}
			}
		}

		expect([...foldedAt.keys()]).toEqual(['spacers', 'hasLegend', 'hasDatasetLine', 'hasSamples', 'hasNote']);
	});

	it('shows all of it at 120 x 40 and all but the empty lines at 80 x 24', () => {
		expect(layOutOverview(120, 39, {facts: factCount})).toEqual({
			chartHeight: 27, factColumns: 4, factRows: 3, hasNote: true, hasSamples: true, lanes: 0, hasDatasetLine: true, hasLegend: true, strips: 0, spacers: 2,
		});
		expect(layOutOverview(80, 23, {facts: factCount})).toEqual({
			chartHeight: 12, factColumns: 3, factRows: 4, hasNote: true, hasSamples: true, lanes: 0, hasDatasetLine: true, hasLegend: true, strips: 0, spacers: 0,
		});
		// The chart gives up rows for what goes along with it where it is high enough.
		expect([23, 33, 39].map(height => layOutOverview(120, height, {facts: factCount, strips: 3})).map(({strips, chartHeight}) => [strips, chartHeight])).toEqual([[1, 12], [3, 18], [3, 24]]);
	});

	it('lists the runs that go in step instead of the samples of one', () => {
		expect(layOutOverview(80, 23, {facts: factCount, lanes: 4})).toMatchObject({lanes: 4, hasSamples: false});
		expect(layOutOverview(40, 11, {facts: factCount, lanes: 4}).chartHeight).toBeGreaterThanOrEqual(4);
	});
});
