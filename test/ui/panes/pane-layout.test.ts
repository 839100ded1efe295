import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {layOutPanes} from '../../../source/ui/panes/pane-layout.js';
import {type ViewName} from '../../../source/ui/view-state.js';

const views: readonly ViewName[] = ['overview', 'step', 'samples', 'inside'];
const inWindow = (columns: number, rows: number, count = views.length) => layOutPanes({columns, rows: rows - 3}, views.slice(0, count))?.map(({view}) => view);

describe('the panes of a window', () => {
	it('are several from about 140x40 on, and fewer where it is low or narrow', () => {
		expect([inWindow(80, 24), inWindow(120, 40), inWindow(139, 40), inWindow(140, 38)]).toEqual([undefined, undefined, undefined, undefined]);
		expect([inWindow(140, 40), inWindow(200, 60), inWindow(260, 80)]).toEqual([views, views, views]);
		expect(inWindow(200, 30)).toEqual(['overview', 'step']);
		expect(inWindow(100, 60)).toEqual(['overview', 'step']);
		expect(inWindow(100, 90)).toEqual(['overview', 'step', 'samples']);
	});

	it('are those that have something to show', () => {
		expect([0, 1, 2, 3].map(count => inWindow(200, 60, count)?.length)).toEqual([undefined, undefined, 2, 3]);
	});

	it('lie in the window, side by side and over one another, and leave no row out', () => {
		fc.assert(fc.property(fc.integer({min: 20, max: 320}), fc.integer({min: 5, max: 120}), fc.integer({min: 0, max: 4}), (columns, rows, count) => {
			const places = layOutPanes({columns, rows}, views.slice(0, count)) ?? [];
			const taken = new Map<string, ViewName>();
			for (const {view, ...place} of places) {
				expect(place.columns).toBeGreaterThanOrEqual(64);
				expect(place.rows).toBeGreaterThanOrEqual(10);
				for (let {row} = place; row < place.row + place.rows; row++) {
					for (let {column} = place; column < place.column + place.columns; column++) {
						expect(row < rows && column < columns && !taken.has(`${row} ${column}`)).toBe(true);
						taken.set(`${row} ${column}`, view);
					}
				}
			}

			// But for the gap.
			expect(places.length === 0 || taken.size >= rows * (columns - 1)).toBe(true);
		}), {numRuns: 40});
	});
});
