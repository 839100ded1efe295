import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	type Place,
	pointedAt,
	shiftSpots,
	type Spot,
	spotOf,
} from '../../source/ui/spots.js';

const rectangles = fc.record({
	row: fc.nat(20), column: fc.nat(20), rows: fc.nat(6), columns: fc.nat(6),
});

/** Each says which it is, and which of its own cells is meant. */
const spotsOf = (places: ReadonlyArray<Omit<Spot, 'at'>>): Spot[] => places.map((place, index) => ({...place, at: ({row, column}) => ({tells: [`${index}: ${row},${column}`]})}));

const toldAt = (spots: readonly Spot[], place: Place) => pointedAt(spots, place, 'tells')?.has[0];

describe('the spots of a frame', () => {
	it('are found at each of their cells, counted from their own top left one, and nowhere else', () => {
		fc.assert(fc.property(fc.array(rectangles, {maxLength: 4}), places => {
			const spots = spotsOf(places);
			for (let row = 0; row < 28; row++) {
				for (let column = 0; column < 28; column++) {
					const index = places.findLastIndex(place => row >= place.row && row < place.row + place.rows && column >= place.column && column < place.column + place.columns);
					expect(toldAt(spots, {row, column})).toBe(index === -1 ? undefined : `${index}: ${row - places[index].row},${column - places[index].column}`);
				}
			}
		}), {numRuns: 30});
	});

	it('say the same of the same cells wherever they are put', () => {
		const moves = fc.tuple(fc.nat(40), fc.nat(40));
		const cells = fc.tuple(fc.nat(26), fc.nat(26));
		fc.assert(fc.property(fc.array(rectangles, {maxLength: 4}), moves, cells, (places, [down, right], [row, column]) => {
			const spots = spotsOf(places);
			expect(toldAt(shiftSpots(spots, {row: down, column: right}), {row: row + down, column: column + right})).toBe(toldAt(spots, {row, column}));
		}));
	});

	it('lie over one another: what the last has counts, and what it does not have is asked of the one below', () => {
		const whole = {
			row: 0, column: 0, rows: 5, columns: 5,
		};
		const spots = [
			spotOf(whole, {wheel: {up: {keys: ['up']}, down: {keys: ['down']}}, click: {keys: ['a']}}),
			spotOf({
				row: 2, column: 2, rows: 1, columns: 1,
			}, {click: {keys: ['b']}}),
			// Not all of a spot need be something.
			{...whole, at: () => undefined},
		];
		expect(pointedAt(spots, {row: 2, column: 2}, 'click')?.has).toEqual({keys: ['b']});
		expect(pointedAt(spots, {row: 2, column: 3}, 'click')?.has).toEqual({keys: ['a']});
		expect(pointedAt(spots, {row: 2, column: 2}, 'wheel')?.has.up).toEqual({keys: ['up']});
		expect(pointedAt(spots, {row: 5, column: 2}, 'click')).toBeUndefined();
	});
});
