import {expect, it} from 'vitest';
import {movePlace} from '../../source/ui/hooks/use-cursor.js';

it('follows the cursor, stops at both ends, and turns back with the first key', () => {
	let known = {cursor: 0, place: 0};
	const places = [1, 2, 3, 4, 5, 4, 3, 2, 1, 0, 1].map(cursor => {
		known = movePlace(known, cursor, 3);
		return known.place;
	});
	expect(places).toEqual([1, 2, 3, 3, 3, 2, 1, 0, 0, 0, 1]);
});

it('starts from what one sees when there are fewer places', () => {
	expect(movePlace({cursor: 9, place: 9}, 8, 4)).toEqual({cursor: 8, place: 3});
});

it('stays where it is when nothing has moved', () => {
	const known = {cursor: 2, place: 2};
	expect(movePlace(known, 2, 1)).toBe(known);
});
