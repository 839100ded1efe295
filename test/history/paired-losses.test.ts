import fc from 'fast-check';
import {expect, it} from 'vitest';
import {PairedLosses} from '../../source/history/paired-losses.js';

const loss = fc.double({min: 0, max: 10, noNaN: true});
const pairOfLosses = fc.tuple(loss, loss);
const pairsOfLosses = fc.array(pairOfLosses, {minLength: 1, maxLength: 60});

it('compares the steps of both', () => {
	fc.assert(fc.property(pairsOfLosses, fc.nat(100), (pairs, before) => {
		const losses = new PairedLosses();
		for (const [index, [one, other]] of pairs.entries()) {
			losses.take(before + index + 1, one, other);
		}

		const differences = pairs.map(([one, other]) => one - other);
		const mean = differences.reduce((sum, difference) => sum + difference, 0) / pairs.length;
		const comparison = losses.comparison!;
		expect(comparison).toMatchObject({count: pairs.length, firstStep: before + 1, last: differences.at(-1)});
		expect(comparison.mean).toBeCloseTo(mean, 9);
		expect(comparison.standardError).toBeUndefined();
	}));
});

it('has a standard error that counts what neighbouring steps have in common', () => {
	const losses = new PairedLosses();
	// A hundred steps in which the one is better, a hundred in which it is worse.
	for (let step = 1; step <= 3200; step++) {
		const other = 2 + Math.sin(step);
		losses.take(step, other + (Math.ceil(step / 100) % 2 === 0 ? 0.1 : -0.1), other);
	}

	const {mean, standardError} = losses.comparison!;
	expect(mean).toBeCloseTo(0, 9);
	// As if they were independent, it would be 0.1 / sqrt(3200) = 0.0018.
	expect(standardError).toBeGreaterThan(0.008);
});

it('has nothing to say while no step of both is known, nor of a loss that is no number', () => {
	const losses = new PairedLosses();
	expect(losses.comparison).toBeUndefined();
	losses.take(1, 2, NaN);
	losses.take(2, Infinity, 2);
	expect(losses.comparison).toBeUndefined();
	losses.take(3, 2, 3);
	losses.take(4, NaN, 3);
	expect(losses.comparison).toEqual({
		count: 1, firstStep: 3, last: -1, mean: -1, standardError: undefined,
	});
});
