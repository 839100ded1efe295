import fc from 'fast-check';
import {expect, it} from 'vitest';
import {drawAt} from '../../source/random/draw-at.js';

it('draws as SplitMix64 does, in any order', () => {
	// As published with the task “Pseudo-random numbers/Splitmix64” of Rosetta Code.
	const published = [6_457_827_717_110_365_317n, 3_203_168_211_198_807_973n, 9_817_491_932_198_370_423n, 4_593_380_528_125_082_431n, 16_408_922_859_458_223_821n];
	for (const index of [4, 0, 3, 1, 2]) {
		expect(drawAt(1_234_567, index, 2 ** 32)).toBe(Number(published[index] / (2n ** 32n)));
	}

	const counts = [0, 0, 0, 0, 0];
	for (let index = 0; index < 100_000; index++) {
		counts[drawAt(987_654_321, index, 5)]++;
	}

	expect(counts).toEqual([20_027, 19_892, 20_073, 19_978, 20_030]);
});

it('draws whole numbers below the limit, for any seed', () => {
	fc.assert(fc.property(fc.maxSafeInteger(), fc.nat(Number.MAX_SAFE_INTEGER - 1), fc.integer({min: 1, max: 2 ** 48}), (seed, index, limit) => {
		const draw = drawAt(seed, index, limit);
		expect(Number.isSafeInteger(draw) && draw >= 0 && draw < limit).toBe(true);
		expect(drawAt(seed, index, limit)).toBe(draw);
	}));
});
