import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {LossHistory} from '../../source/history/loss-history.js';

/** Runs long enough for the curve to merge its points several times over. */
const longRun = fc.record({steps: fc.integer({min: 1, max: 20_000}), seed: fc.integer({min: 1, max: 1_000_000})});

/** Losses that look like those of a run, with a spike now and then. */
function lossesOf({steps, seed}: {readonly steps: number; readonly seed: number}): number[] {
	return Array.from({length: steps}, (_, index) => {
		const noise = Math.abs(Math.sin((index + 1) * seed));
		return 2 + noise + (noise > 0.999 ? 5 : 0);
	});
}

function historyOf(losses: readonly number[]): LossHistory {
	const history = new LossHistory();
	for (const [index, loss] of losses.entries()) {
		history.record(index + 1, loss);
	}

	return history;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value) / values.length;

describe('the loss curve of a long run', () => {
	it('covers every step once, in at most 1,024 points that know their extremes and mean', () => {
		fc.assert(fc.property(longRun, run => {
			const losses = lossesOf(run);
			const curve = historyOf(losses).curve();
			const stretches = curve.map(({firstStep, lastStep}) => losses.slice(firstStep - 1, lastStep));
			expect(curve.length).toBeLessThanOrEqual(1024);
			expect(stretches.flat()).toEqual(losses);
			expect(curve.map(({minimum}) => minimum)).toEqual(stretches.map(stretch => Math.min(...stretch)));
			expect(curve.map(({maximum}) => maximum)).toEqual(stretches.map(stretch => Math.max(...stretch)));
			const differences = stretches.map((stretch, index) => Math.abs(curve[index].mean - meanOf(stretch)));
			expect(Math.max(...differences)).toBeLessThanOrEqual(1e-9);
		}), {numRuns: 40});
	});

	it('keeps some losses of each point, evenly spread over it, or all where they are few', () => {
		fc.assert(fc.property(longRun, run => {
			const losses = lossesOf(run);
			for (const {firstStep, lastStep, losses: kept = []} of historyOf(losses).curve()) {
				const all = losses.slice(firstStep - 1, lastStep);
				const stride = 2 ** Math.max(0, Math.ceil(Math.log2(all.length / 16)));
				expect(kept.length).toBeLessThanOrEqual(16);
				expect(kept).toEqual(all.filter((_, index) => index % stride === 0));
			}
		}), {numRuns: 20});
	});

	it('has points of one size, the last one aside, and never fewer than half of what it may have', () => {
		fc.assert(fc.property(longRun, run => {
			const curve = historyOf(lossesOf(run)).curve();
			const sizes = curve.map(({firstStep, lastStep}) => lastStep - firstStep + 1);
			expect(new Set(sizes.slice(0, -1)).size).toBeLessThanOrEqual(1);
			expect(sizes.at(-1)).toBeLessThanOrEqual(sizes[0]);
			expect(curve.length).toBeGreaterThanOrEqual(Math.min(run.steps, 512));
		}), {numRuns: 40});
	});

	it('knows the running mean at the end of each of its points', () => {
		fc.assert(fc.property(longRun, run => {
			const losses = lossesOf(run);
			const history = historyOf(losses);
			const expected = new Map<number, number>();
			let mean = 0;
			for (const [index, loss] of losses.entries()) {
				mean += Math.max(0.01, 4 / (index + 4)) * (loss - mean);
				expected.set(index + 1, mean);
			}

			const differences = history.curve().map(({lastStep, runningMean}) => Math.abs(runningMean - expected.get(lastStep)!));
			expect(Math.max(...differences)).toBeLessThanOrEqual(1e-9);
			expect(history.runningMean).toBeCloseTo(expected.get(losses.length)!, 9);
		}), {numRuns: 20});
	});

	it('leaves what it has given out as it was', () => {
		const history = historyOf([3, 2]);
		const before = history.curve();
		history.record(3, 1);
		expect(before.map(({lastStep}) => lastStep)).toEqual([1, 2]);
	});
});
