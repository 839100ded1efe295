import fc from 'fast-check';
import {expect, it} from 'vitest';
import {mergeColumns} from '../../../source/report/export/curve-columns.js';
import {LossHistory} from '../../../source/history/loss-history.js';

const anyRun = fc.record({steps: fc.integer({min: 1, max: 5000}), most: fc.integer({min: 1, max: 900})});
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value) / values.length;

it('merges a curve into columns that know the extremes and the mean of their steps', () => {
	fc.assert(fc.property(anyRun, ({steps, most}) => {
		const losses = Array.from({length: steps}, (_, index) => 2 + Math.sin(index * 3));
		const history = new LossHistory();
		for (const [index, loss] of losses.entries()) {
			history.record(index + 1, loss);
		}

		const columns = mergeColumns(history.curve(), most);
		const stretches = columns.map(({firstStep, lastStep}) => losses.slice(firstStep - 1, lastStep));
		expect(columns.length).toBeLessThanOrEqual(most);
		// No more are merged than have to be: a column has the steps of two of what would be too many.
		expect(2 * columns.length).toBeGreaterThanOrEqual(Math.min(most, history.curve().length));
		expect(stretches.flat()).toEqual(losses);
		for (const [index, {minimum, maximum, mean}] of columns.entries()) {
			expect(minimum).toBe(Math.min(...stretches[index]));
			expect(maximum).toBe(Math.max(...stretches[index]));
			expect(mean).toBeCloseTo(meanOf(stretches[index]), 9);
		}

		expect(columns.at(-1)!.runningMean).toBe(history.runningMean);
	}), {numRuns: 50});
});
