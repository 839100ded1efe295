import fc from 'fast-check';
import {expect, it} from 'vitest';
import {NoveltyHistory} from '../../source/history/novelty-history.js';
import {type Novelty} from '../../source/training/events.js';

const novelty = fc.constantFrom<Novelty[]>('copied', 'held-out', 'new');
const anySamples = fc.array(fc.record({stepsLater: fc.integer({min: 0, max: 50}), novelty}), {maxLength: 1500, size: 'max'});

function historyOf(samples: ReadonlyArray<{stepsLater: number; novelty: Novelty}>) {
	const history = new NoveltyHistory();
	let step = 1;
	for (const sample of samples) {
		step += sample.stepsLater;
		history.record(step, sample.novelty);
	}

	return {shares: history.shares(), lastStep: step};
}

it('loses no sample, keeps their order and takes little room', () => {
	fc.assert(fc.property(anySamples, samples => {
		const {shares, lastStep} = historyOf(samples);
		expect(shares.reduce((sum, {total}) => sum + total, 0)).toBe(samples.length);
		expect(shares.reduce((sum, {copied}) => sum + copied, 0)).toBe(samples.filter(sample => sample.novelty === 'copied').length);
		expect(shares.length).toBeLessThanOrEqual(64);
		expect(shares.at(-1)?.lastStep).toBe(samples.length === 0 ? undefined : lastStep);
		for (const [index, {firstStep, lastStep: last, copied, total}] of shares.entries()) {
			expect(firstStep).toBeLessThanOrEqual(last);
			expect(firstStep).toBeGreaterThanOrEqual(shares[index - 1]?.lastStep ?? 0);
			expect(copied).toBeLessThanOrEqual(total);
		}
	}), {numRuns: 50});
});

it('joins only stretches of one length, and fills the last before it begins another', () => {
	fc.assert(fc.property(anySamples, samples => {
		const totals = historyOf(samples).shares.map(({total}) => total);
		expect(new Set(totals.slice(0, -1)).size).toBeLessThanOrEqual(1);
		expect(totals.at(-1) ?? 0).toBeLessThanOrEqual(totals[0] ?? 0);
	}), {numRuns: 50});
});

it('stays in order when a sample is told a little late', () => {
	const history = new NoveltyHistory();
	for (const step of [100, 90, 110]) {
		history.record(step, 'new');
	}

	expect(history.shares().map(({firstStep, lastStep}) => [firstStep, lastStep])).toEqual([[100, 100], [100, 100], [110, 110]]);
});

it('leaves what it has given out as it was', () => {
	const history = new NoveltyHistory();
	history.record(1, 'copied');
	const before = history.shares();
	history.record(2, 'new');
	expect(before).toEqual([{
		firstStep: 1, lastStep: 1, copied: 1, total: 1,
	}]);
});
