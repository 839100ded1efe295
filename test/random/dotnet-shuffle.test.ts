import {describe, expect, it} from 'vitest';
import {DotnetRandom} from '../../source/random/dotnet-random.js';

describe('the shuffle of DotnetRandom', () => {
	it('keeps the order of items whose draws are equal', () => {
		// So many that some draws are bound to be equal: expected are nine pairs.
		const count = 200_000;
		const random = new DotnetRandom(42);
		const keyed = Array.from({length: count}, (_, place) => ({key: random.next(), place}));
		expect(new Set(keyed.map(({key}) => key)).size).toBeLessThan(count);
		const expected = keyed.toSorted((a, b) => a.key - b.key).map(({place}) => place);

		const shuffled = new DotnetRandom(42).shuffle(Array.from({length: count}, (_, place) => place));
		expect(shuffled.findIndex((place, index) => place !== expected[index])).toBe(-1);
	});

	it('leaves the array that it was given as it was', () => {
		const items = Object.freeze(['a', 'b', 'c', 'd']);
		const random = new DotnetRandom(0);
		expect(random.shuffle(items).toSorted((a, b) => a.localeCompare(b))).toEqual(['a', 'b', 'c', 'd']);
		expect(items).toEqual(['a', 'b', 'c', 'd']);
		expect(random.shuffle([])).toEqual([]);
	});
});
