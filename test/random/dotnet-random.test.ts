import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';

const int32 = fc.integer({min: -2_147_483_648, max: 2_147_483_647});

function draw(seed: number, count: number): number[] {
	const random = new DotnetRandom(seed);
	return Array.from({length: count}, () => random.next());
}

describe('DotnetRandom', () => {
	it.each([
		// .NET: var random = new Random(seed); random.Next() …
		[42, [1_434_747_710, 302_596_119, 269_548_474, 1_122_627_734, 361_709_742]],
		[0, [1_559_595_546, 1_755_192_844, 1_649_316_166, 1_198_642_031, 442_452_829]],
		[1, [534_011_718, 237_820_880, 1_002_897_798, 1_657_007_234, 1_412_011_072]],
	])('draws the integers of .NET for seed %i', (seed, expected) => {
		expect(draw(seed, expected.length)).toEqual(expected);
	});

	it('draws the doubles of .NET', () => {
		// .NET: new Random(42).NextDouble()
		const random = new DotnetRandom(42);
		expect([random.nextDouble(), random.nextDouble()]).toEqual([0.6681064659115423, 0.14090729837348093]);
	});

	it('takes the magnitude of a negative seed, and of the smallest one the largest there is', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 2_147_483_647}), seed => {
			expect(draw(-seed, 3)).toEqual(draw(seed, 3));
		}));
		expect(draw(-2_147_483_648, 3)).toEqual(draw(2_147_483_647, 3));
	});

	it('keeps its draws in range for any seed', () => {
		fc.assert(fc.property(int32, seed => {
			const random = new DotnetRandom(seed);
			for (let index = 0; index < 200; index++) {
				const value = random.next();
				expect(Number.isSafeInteger(value) && value >= 0 && value < 2_147_483_647).toBe(true);
			}
		}));
	});

	it.each([0.5, NaN, Infinity, 2_147_483_648, -2_147_483_649])('refuses the seed %d', seed => {
		expect(() => new DotnetRandom(seed)).toThrow(ConfigError);
	});

	it('shuffles with one draw an item and a stable sort by it', () => {
		const anyItems = fc.array(fc.integer());
		fc.assert(fc.property(int32, anyItems, (seed, items) => {
			const keys = draw(seed, items.length);
			const byKey = (a: number, b: number) => keys[a] === keys[b] ? a - b : keys[a] - keys[b];
			const order = [...items.keys()].toSorted(byKey);
			const random = new DotnetRandom(seed);
			expect(random.shuffle(items)).toEqual(order.map(index => items[index]));
			// Nothing more was drawn than one for each item.
			expect(random.next()).toBe(draw(seed, items.length + 1).at(-1));
		}));
	});

	it('draws two numbers for each normal variate', () => {
		const random = new DotnetRandom(7);
		const value = random.gauss(3, 0.5);
		const uniform = new DotnetRandom(7);
		const [first, second] = [1 - uniform.nextDouble(), 1 - uniform.nextDouble()];
		expect(value).toBeCloseTo(3 + (0.5 * Math.sqrt(-2 * Math.log(first)) * Math.sin(2 * Math.PI * second)), 14);
		expect(random.next()).toBe(uniform.next());
	});

	it('draws normal variates with the mean and the spread that were asked for', () => {
		const random = new DotnetRandom(1);
		const values = Array.from({length: 20_000}, () => random.gauss(2, 0.08));
		const mean = values.reduce((sum, value) => sum + value) / values.length;
		const variance = values.reduce((sum, value) => sum + ((value - mean) ** 2), 0) / values.length;
		expect(mean).toBeCloseTo(2, 2);
		expect(Math.sqrt(variance)).toBeCloseTo(0.08, 2);
	});
});
