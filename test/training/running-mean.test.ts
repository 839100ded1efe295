import {describe, expect, it} from 'vitest';
import {DebiasedMean, nextRunningMean} from '../../source/training/running-mean.js';

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

/** Of the newest loss 1, of that before 0.99, then 0.99², and so on: the sum by its definition. */
function weightedMean(losses: readonly number[]): number {
	const weights = losses.map((_, index) => 0.99 ** (losses.length - 1 - index));
	const total = weights.reduce((sum, weight) => sum + weight);
	return losses.reduce((sum, loss, index) => sum + (loss * weights[index]), 0) / total;
}

const losses = Array.from({length: 500}, (_, index) => 2 + Math.sin(index * 3));

describe('the debiased running mean', () => {
	it('is unknown before the first loss', () => {
		expect(new DebiasedMean().value).toBeUndefined();
	});

	it('is the mean of all losses so far, each weighted 0.99 of the next', () => {
		const mean = new DebiasedMean();
		for (const [index, loss] of losses.entries()) {
			const told = mean.add(loss);
			expect(told).toBeCloseTo(weightedMean(losses.slice(0, index + 1)), 12);
			expect(mean.value).toBe(told);
		}
	});

	it('is the first loss itself, without the pull of the 0 that it starts from', () => {
		expect(new DebiasedMean().add(3)).toBeCloseTo(3, 14);
	});

	it('goes on from a mean that is known after so many losses', () => {
		for (const count of [1, 2, 100]) {
			const whole = new DebiasedMean();
			for (const loss of losses.slice(0, count)) {
				whole.add(loss);
			}

			const goneOn = new DebiasedMean();
			goneOn.set(weightedMean(losses.slice(0, count)), count);
			expect(goneOn.value).toBeCloseTo(weightedMean(losses.slice(0, count)), 12);
			for (const loss of losses.slice(count, count + 50)) {
				expect(goneOn.add(loss)).toBeCloseTo(whole.add(loss), 12);
			}
		}
	});

	it('goes on from its state to the last bit', () => {
		const whole = new DebiasedMean();
		const goneOn = new DebiasedMean();
		for (const loss of losses.slice(0, 7)) {
			whole.add(loss);
		}

		goneOn.restore(whole.state);
		expect(goneOn.value).toBe(whole.value);
		expect(losses.slice(7).map(loss => goneOn.add(loss))).toEqual(losses.slice(7).map(loss => whole.add(loss)));
	});
});
