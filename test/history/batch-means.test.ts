import fc from 'fast-check';
import {expect, it} from 'vitest';
import {BatchMeans} from '../../source/history/batch-means.js';
import {PythonRandom} from '../../source/random/python-random.js';

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const varianceOf = (values: readonly number[]) => values.reduce((sum, value) => sum + ((value - meanOf(values)) ** 2), 0) / (values.length - 1);

function errorOf(values: readonly number[]): number | undefined {
	const batches = new BatchMeans();
	for (const value of values) {
		batches.add(value);
	}

	return batches.standardError;
}

/** Values each of which keeps a share of the one before it. */
function resembling(count: number, share: number, random: PythonRandom): number[] {
	const values: number[] = [];
	let value = random.gauss(0, 1 / Math.sqrt(1 - (share ** 2)));
	for (let index = 0; index < count; index++) {
		value = (share * value) + random.gauss(0, 1);
		values.push(value);
	}

	return values;
}

it('is that of the means of all whole batches, of the smallest size of which there are fewer than 32', () => {
	fc.assert(fc.property(fc.integer({min: 0, max: 5000}), count => {
		const values = resembling(count, 0.5, new PythonRandom(count));
		let size = 16;
		while (Math.floor(count / size) >= 32) {
			size *= 2;
		}

		const means = Array.from({length: Math.floor(count / size)}, (_, index) => meanOf(values.slice(index * size, (index + 1) * size)));
		if (means.length < 10) {
			expect(errorOf(values)).toBeUndefined();
		} else {
			expect(errorOf(values)).toBeCloseTo(Math.sqrt(varianceOf(means) * size / count), 9);
		}
	}), {numRuns: 60});
});

it.each([0, 0.5, 0.9])('is how far means really are from each other, of values that keep %d of the one before', share => {
	const random = new PythonRandom(5);
	const series = Array.from({length: 200}, () => resembling(2000, share, random));
	const truth = Math.sqrt(varianceOf(series.map(values => meanOf(values))));
	const error = meanOf(series.map(values => errorOf(values)!));
	expect(error).toBeGreaterThan(0.8 * truth);
	expect(error).toBeLessThan(1.2 * truth);
});

it('is undefined where it is too large for a number', () => {
	expect(errorOf(Array.from({length: 400}, (_, index) => Math.floor(index / 16) % 2 === 0 ? 1e300 : -1e300))).toBeUndefined();
});
