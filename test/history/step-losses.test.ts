import fc from 'fast-check';
import {expect, it} from 'vitest';
import {StepLosses} from '../../source/history/step-losses.js';
import {exampleStep} from '../helpers/example-events.js';

const lossOf = (step: number, round: number) => step + (round / 100);
const take = (losses: StepLosses, step: number, round: number) => {
	losses.take({...exampleStep(step), loss: lossOf(step, round)});
};

const rounds = fc.array(fc.record({
	copied: fc.nat(10), back: fc.nat(3000), count: fc.integer({min: 1, max: 3000}), hasGap: fc.boolean(),
}), {minLength: 1, maxLength: 8});

it('knows each loss that was told last of its step, back to the last gap, and copies that go on go their own ways', () => {
	fc.assert(fc.property(rounds, all => {
		const kept = [{losses: new StepLosses(), known: new Map<number, number>(), next: 1}];
		for (const [round, {copied, back, count, hasGap}] of all.entries()) {
			const {losses: before, known: knownBefore, next} = kept[copied % kept.length];
			const losses = before.copy();
			const from = hasGap ? next + 2 : Math.max(1, next - back);
			const known = new Map(hasGap ? [] : [...knownBefore].filter(([step]) => step < from));
			for (let step = from; step < from + count; step++) {
				take(losses, step, round);
				known.set(step, lossOf(step, round));
			}

			kept.push({losses, known, next: from + count});
		}

		for (const {losses, known, next} of kept) {
			for (let step = 0; step <= next + 1; step++) {
				if (losses.at(step) !== known.get(step)) {
					expect(losses.at(step), `step ${step}`).toBe(known.get(step));
				}
			}
		}
	}), {numRuns: 50});
});

it('remembers the last million', () => {
	const losses = new StepLosses();
	for (let step = 1; step <= 1_200_000; step++) {
		take(losses, step, 0);
	}

	expect(losses.at(100_000)).toBeUndefined();
	expect([200_000, 1_200_000].map(step => losses.at(step))).toEqual([200_000, 1_200_000]);
	expect(losses.at(1_200_001)).toBeUndefined();
});
