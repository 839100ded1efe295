import fc from 'fast-check';
import {expect, it} from 'vitest';
import {PairedLosses} from '../../source/history/paired-losses.js';

const loss = fc.double({min: 0, max: 10, noNaN: true});
const pairOfLosses = fc.tuple(loss, loss);
const pairsOfLosses = fc.array(pairOfLosses, {minLength: 1, maxLength: 60});
const turnsOfSides = fc.array(fc.boolean(), {minLength: 200, maxLength: 200});

it('compares the steps of both, in whatever order they come', () => {
	fc.assert(fc.property(pairsOfLosses, turnsOfSides, (pairs, turns) => {
		const losses = new PairedLosses();
		const next = {one: 0, other: 0};
		for (const isOne of [...turns, ...pairs.map(() => true), ...pairs.map(() => false)]) {
			const side = isOne ? 'one' : 'other';
			const index = next[side];
			if (index === pairs.length) {
				continue;
			}

			losses.take(side, index + 1, pairs[index][isOne ? 0 : 1]);
			next[side]++;
		}

		const differences = pairs.map(([one, other]) => one - other);
		const mean = differences.reduce((sum, difference) => sum + difference, 0) / pairs.length;
		const comparison = losses.comparison!;
		expect(comparison).toMatchObject({count: pairs.length, firstStep: 1, last: differences.at(-1)});
		expect(comparison.mean).toBeCloseTo(mean, 9);
		expect(comparison.standardError).toBeUndefined();
	}));
});

it('has a standard error that counts what neighbouring steps have in common', () => {
	const losses = new PairedLosses();
	// A hundred steps in which the one is better, a hundred in which it is worse.
	for (let step = 1; step <= 3200; step++) {
		losses.take('other', step, 2 + Math.sin(step));
		losses.take('one', step, 2 + Math.sin(step) + (Math.ceil(step / 100) % 2 === 0 ? 0.1 : -0.1));
	}

	const {mean, standardError} = losses.comparison!;
	expect(mean).toBeCloseTo(0, 9);
	// As if they were independent, it would be 0.1 / sqrt(3200) = 0.0018.
	expect(standardError).toBeGreaterThan(0.008);
});

it('has nothing to say while no step of both is known, nor of a loss that is no number', () => {
	const losses = new PairedLosses();
	losses.take('one', 1, 2);
	losses.take('other', 2, 2);
	expect(losses.comparison).toBeUndefined();
	losses.take('one', 2, NaN);
	expect(losses.comparison).toBeUndefined();
	losses.take('other', 1, 3);
	expect(losses.comparison).toEqual({
		count: 1, firstStep: 1, last: -1, mean: -1, standardError: undefined,
	});
});

it('forgets what has waited long for its counterpart', () => {
	const losses = new PairedLosses();
	for (let step = 1; step <= 5000; step++) {
		losses.take('one', step, 2);
	}

	losses.take('other', 1, 1);
	expect(losses.comparison).toBeUndefined();
	losses.take('other', 4999, 1);
	expect(losses.comparison).toMatchObject({count: 1, firstStep: 4999});
});
