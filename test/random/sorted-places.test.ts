import {expect, it} from 'vitest';
import {PythonRandom} from '../../source/random/python-random.js';
import {sortedPlaces} from '../../source/random/sorted-places.js';

const largestKey = (2 ** 32) - 1;
const random = new PythonRandom(1);

/** Keys of which many are equal, with the smallest and the largest among them. */
const keysOf = (count: number) => Uint32Array.from({length: count}, (_, place) => place % 7 === 0 ? [0, largestKey, largestKey - 1][place % 3] : Math.floor(random.random() * (2 ** (place % 33))));

it.each([0, 1, 2, 1000, 65_535, 65_536, 70_000])('sorts %i keys by size, and equal ones by their places', count => {
	const keys = keysOf(count);
	const expected = Array.from(keys, (key, place) => ({key, place})).toSorted((a, b) => a.key === b.key ? a.place - b.place : a.key - b.key);
	expect([...sortedPlaces(keys)]).toEqual(expected.map(({place}) => place));
});
