import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {LossHistory} from '../../source/history/loss-history.js';

const losses = fc.array(fc.double({min: 0, max: 100, noNaN: true}), {minLength: 1, maxLength: 6000, size: 'max'});

function historyOf(values: readonly number[]): LossHistory {
	const history = new LossHistory();
	for (const [index, loss] of values.entries()) {
		history.record(index + 1, loss);
	}

	return history;
}

describe('LossHistory', () => {
	it('covers every step once, in at most 1,024 points, and keeps the extremes', () => {
		fc.assert(fc.property(losses, values => {
			const curve = historyOf(values).curve();
			expect(curve.length).toBeLessThanOrEqual(1024);
			let nextStep = 1;
			for (const {firstStep, lastStep, minimum, maximum, mean} of curve) {
				expect(firstStep).toBe(nextStep);
				const stretch = values.slice(firstStep - 1, lastStep);
				expect(minimum).toBe(Math.min(...stretch));
				expect(maximum).toBe(Math.max(...stretch));
				expect(mean).toBeCloseTo(stretch.reduce((sum, loss) => sum + loss) / stretch.length, 9);
				nextStep = lastStep + 1;
			}

			expect(nextStep).toBe(values.length + 1);
		}), {numRuns: 30});
	});

	it('stays bounded over a million steps and still shows a single spike', () => {
		const history = new LossHistory();
		for (let step = 1; step <= 1_000_000; step++) {
			history.record(step, step === 123_456 ? 9 : 2);
		}

		const curve = history.curve();
		expect(curve.length).toBeLessThanOrEqual(1024);
		expect(curve.filter(({maximum}) => maximum === 9)).toHaveLength(1);
	});

	it('starts its running mean at the first loss, follows soon and then slowly', () => {
		expect(historyOf([3.3]).runningMean).toBe(3.3);
		expect(historyOf([2, 2, 2, 2]).runningMean).toBeCloseTo(2, 12);
		expect(historyOf([1, 3]).runningMean).toBeCloseTo(0.2 + (0.8 * 3), 12);
		const calm = Array.from({length: 500}, () => 2);
		expect(historyOf([...calm, 3]).runningMean).toBeCloseTo(2.01, 12);
	});

	it('knows nothing before the first loss', () => {
		const history = new LossHistory();
		expect([history.runningMean, history.curve(), history.recentCurve()]).toEqual([undefined, [], []]);
	});
});
