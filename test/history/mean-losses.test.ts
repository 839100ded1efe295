import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {judge} from '../../source/history/final-loss.js';
import {MeanLosses} from '../../source/history/mean-losses.js';
import {RunningError} from '../../source/history/running-error.js';
import {RunningMean} from '../../source/training/running-mean.js';
import {PythonRandom} from '../../source/random/python-random.js';

function meansOf(losses: readonly number[]): MeanLosses {
	const means = new MeanLosses();
	for (const [index, loss] of losses.entries()) {
		means.record({
			step: index + 1, mean: loss, count: 1, runningMean: loss,
		});
	}

	return means;
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const deviationOf = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + ((value - meanOf(values)) ** 2), 0) / (values.length - 1));
const scattered = (count: number, random: PythonRandom) => Array.from({length: count}, () => random.gauss(2.5, 0.45));

describe('the mean of the last losses', () => {
	it('is of a tenth of them, of 100 at least and of 1,000 at most', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: 15_000}), count => {
			const losses = scattered(count, new PythonRandom(count));
			const tenth = Math.round(count / 10);
			const expected = Math.min(count, Math.max(100, Math.min(1000, tenth)));
			const {mean, count: of} = meansOf(losses).last()!;
			expect(of).toBe(expected);
			expect(mean).toBeCloseTo(meanOf(losses.slice(-expected)), 9);
		}), {numRuns: 50});
	});

	it('has the standard error of that many losses', () => {
		const losses = scattered(3000, new PythonRandom(7));
		const last = losses.slice(-300);
		const {deviation, standardError} = meansOf(losses).last()!;
		expect(deviation).toBeCloseTo(deviationOf(last), 9);
		expect(standardError).toBeCloseTo(deviationOf(last) / Math.sqrt(300), 9);
	});

	it('has no error that could be told from a few losses, and is nothing before the first', () => {
		expect(meansOf([2, 3]).last()).toEqual({
			mean: 2.5, count: 2, deviation: undefined, standardError: undefined,
		});
		expect(new MeanLosses().last()).toBeUndefined();
	});

	it('knows as much of stretches of which only the means are known', () => {
		const random = new PythonRandom(3);
		const [errors, truth] = [[] as number[], [] as number[]];
		for (let run = 0; run < 200; run++) {
			const means = new MeanLosses();
			for (let step = 50; step <= 2000; step += 50) {
				means.record({
					step, mean: meanOf(scattered(50, random)), count: 50, runningMean: 2.5,
				});
			}

			const {mean, count, standardError} = means.last()!;
			// Ten stretches at least: of four, how unsteady they are could not be told.
			expect(count).toBe(500);
			errors.push(standardError!);
			truth.push(mean);
		}

		expect(meanOf(errors)).toBeGreaterThan(0.8 * deviationOf(truth));
		expect(meanOf(errors)).toBeLessThan(1.2 * deviationOf(truth));
	});

	it('counts a stretch as much as its losses', () => {
		const means = new MeanLosses();
		means.record({
			step: 300, mean: 3, count: 300, runningMean: 3,
		});
		means.record({
			step: 301, mean: 2, count: 1, runningMean: 3,
		});
		expect(means.last()).toMatchObject({mean: ((3 * 300) + 2) / 301, count: 301});
	});
});

it('remembers the lowest running mean, but none of the first 100 losses', () => {
	const means = new MeanLosses();
	const runningMeans = [1, ...Array.from({length: 149}, (_, index) => 3 - (index / 100))];
	for (const [index, runningMean] of [...runningMeans, 2.9, NaN].entries()) {
		means.record({
			step: index + 1, mean: 1, count: 1, runningMean,
		});
		expect(means.best).toEqual(index < 99 ? undefined : {step: Math.min(index + 1, 150), loss: runningMeans[Math.min(index, 149)]});
	}
});

describe('the standard error of the running mean', () => {
	it('is how far means of runs that differ by chance alone are from each other', () => {
		const random = new PythonRandom(5);
		for (const count of [20, 100, 1000]) {
			const [errors, means] = [[] as number[], [] as number[]];
			for (let run = 0; run < 300; run++) {
				const error = new RunningError();
				const losses = scattered(count, random);
				errors.push(losses.map(loss => error.add(loss)).at(-1)!);
				const mean = new RunningMean();
				means.push(losses.map(loss => mean.add(loss)).at(-1)!);
			}

			expect(meanOf(errors)).toBeGreaterThan(0.85 * deviationOf(means));
			expect(meanOf(errors)).toBeLessThan(1.15 * deviationOf(means));
		}
	});

	it('cannot be told from one loss, nor from losses that are too large for their squares', () => {
		const error = new RunningError();
		expect(error.add(3)).toBeUndefined();
		expect(error.add(3)).toBeCloseTo(0, 6);
		expect(error.add(1e200)).toBeNaN();
	});
});

describe('a verdict', () => {
	it.each([
		[2.4, 0.04, 2.5, 'below'],
		[2.6, 0.04, 2.5, 'above'],
		[2.43, 0.04, 2.5, 'about'],
		[2.57, 0.04, 2.5, 'about'],
		[2.515, 0, 2.5, 'about'],
		[2.525, 0, 2.5, 'above'],
		[2, undefined, 3, undefined],
		[2, NaN, 3, 'about'],
		[2, Infinity, 3, 'about'],
	] as const)('on %d with an error of %d against %d is %s', (loss, standardError, level, verdict) => {
		expect(judge({loss, standardError}, level)).toBe(verdict);
	});
});
