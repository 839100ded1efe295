import {describe, expect, it} from 'vitest';
import {fromDebiased, nextRunningMean, RunningMean} from '../../source/training/running-mean.js';

describe('the running mean of the course', () => {
	it('starts at the first loss, and takes a hundredth of each new one', () => {
		const first = nextRunningMean(undefined, 3);
		expect(first).toBe(3);
		const second = nextRunningMean(first, 5);
		expect(second).toBeCloseTo(3.02, 14);
		expect(nextRunningMean(second, 5)).toBeCloseTo(3.0398, 14);
		// A mean of 0 is one.
		expect(nextRunningMean(0, 5)).toBeCloseTo(0.05, 14);
	});
});

/** Of the losses by their definition: the newest has its weight, those before it share the rest. */
function weightedMean(losses: readonly number[]): number {
	const own = losses.map((_, index) => Math.max(0.01, 4 / (index + 4)));
	const weights = own.map((weight, index) => own.slice(index + 1).reduce((rest, later) => rest * (1 - later), weight));
	expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
	return losses.reduce((sum, loss, index) => sum + (loss * weights[index]), 0);
}

const losses = Array.from({length: 500}, (_, index) => 2 + Math.sin(index * 3));

function meanAfter(someLosses: readonly number[]): RunningMean {
	const mean = new RunningMean();
	for (const loss of someLosses) {
		mean.add(loss);
	}

	return mean;
}

describe('the running mean', () => {
	it('is unknown before the first loss, and then that one', () => {
		expect(new RunningMean().value).toBeUndefined();
		expect(new RunningMean().add(3)).toBe(3);
	});

	it('gives each new loss a hundredth, and more at the start', () => {
		const mean = new RunningMean();
		for (const [index, loss] of losses.entries()) {
			const told = mean.add(loss);
			expect(told).toBeCloseTo(weightedMean(losses.slice(0, index + 1)), 12);
			expect(mean.value).toBe(told);
		}
	});

	it('follows losses that fall sooner than an even mean of all', () => {
		const falling = Array.from({length: 100}, (_, index) => 2.5 + (0.8 * Math.exp(-index / 50)));
		const last30 = falling.slice(-30).reduce((sum, loss) => sum + loss) / 30;
		const all = falling.reduce((sum, loss) => sum + loss) / 100;
		const {value} = meanAfter(falling);
		expect(Math.abs(value! - last30)).toBeLessThan(0.2 * (all - last30));
	});

	it('goes on from a mean that is known after so many losses', () => {
		for (const lossCount of [1, 2, 100, 450]) {
			const whole = meanAfter(losses.slice(0, lossCount));
			const goneOn = new RunningMean();
			goneOn.restore({mean: weightedMean(losses.slice(0, lossCount)), lossCount});
			for (const loss of losses.slice(lossCount)) {
				expect(goneOn.add(loss)).toBeCloseTo(whole.add(loss), 12);
			}
		}
	});

	it('goes on from its state to the last bit', () => {
		const whole = meanAfter(losses.slice(0, 7));
		const goneOn = new RunningMean();
		goneOn.restore(whole.state);
		expect(goneOn.value).toBe(whole.value);
		expect(losses.slice(7).map(loss => goneOn.add(loss))).toEqual(losses.slice(7).map(loss => whole.add(loss)));
	});

	it('goes its own way as a copy', () => {
		const mean = meanAfter(losses.slice(0, 7));
		const copy = mean.copy();
		copy.add(9);
		expect(mean.value).toBe(meanAfter(losses.slice(0, 7)).value);
		expect(copy.value).toBe(meanAfter([...losses.slice(0, 7), 9]).value);
	});

	it.each([0, 1, 7, 500, 100_000])('goes on from the state that was saved before, after %i losses', lossCount => {
		const startWeight = 0.99 ** lossCount;
		const state = fromDebiased({mean: 2.5 * (1 - startWeight), startWeight});
		expect(state.lossCount).toBe(Math.min(lossCount, 100_000));
		expect(state.mean).toBeCloseTo(lossCount === 0 ? 0 : 2.5, 12);
	});
});
