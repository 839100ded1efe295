import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {spreadLabels} from '../../../source/report/export/label-places.js';

const labels = fc.array(fc.double({min: 0, max: 100, noNaN: true}), {maxLength: 8});
const range = {distance: 10, low: 0, high: 100};

describe('labels side by side', () => {
	it.each([
		['stay where they have room', [50, 20, 80], [50, 20, 80]],
		['move apart evenly', [50, 50], [45, 55]],
		['make room for each other', [50, 51, 40], [47, 57, 37]],
		['stay within their range', [99, 100], [90, 100]],
		['stay within its beginning', [0, 1, 2], [0, 10, 20]],
	])('%s', (_, wanted, places) => {
		expect(spreadLabels(wanted, range)).toEqual(places);
	});

	it('keep their order and their distance, and lie within their range', () => {
		fc.assert(fc.property(labels, wanted => {
			const places = spreadLabels(wanted, range);
			const sorted = places.toSorted((a, b) => a - b);
			expect(sorted.every((place, index) => index === 0 || place - sorted[index - 1] >= 10 - 1e-9)).toBe(true);
			expect(sorted.every(place => place >= -1e-9 && place <= 100 + 1e-9)).toBe(true);
			const pairs = wanted.map((value, index) => ({value, place: places[index]})).toSorted((a, b) => a.place - b.place);
			expect(pairs.every(({value}, index) => index === 0 || value >= pairs[index - 1].value)).toBe(true);
		}));
	});
});
