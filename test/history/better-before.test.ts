import {expect, it} from 'vitest';
import {betterBefore} from '../../source/history/better-before.js';
import {exampleStart} from '../helpers/example-snapshot.js';

const start = {...exampleStart, dataset: {...exampleStart.dataset, validationDocumentCount: 100}, training: {...exampleStart.training, batchSize: 1, evalDocuments: 0}};

/** After a best at step 100; losses of documents that differ by so much, or nobody knows by how much. */
function after(last: number, deviation?: number, best = 2) {
	return betterBefore({
		start,
		evaluations: [{step: 100, loss: best}, {step: 200, loss: last}].map(({step, loss}) => ({
			type: 'eval', step, trainLoss: loss, validationLoss: loss,
		})),
		bestValidation: last < best ? {step: 200, loss: last} : {step: 100, loss: best},
		lastMean: {
			mean: last, count: 10, standardError: undefined, deviation,
		},
	});
}

it('is a best that lies more than the error of an evaluation below the last', () => {
	// 100 documents that are 0.5 apart have a mean that is good to 0.05.
	expect(after(2.04, 0.5)).toBeUndefined();
	expect(after(2.06, 0.5)).toEqual({best: {step: 100, loss: 2}, last: {step: 200, loss: 2.06}});
});

it('is one of 1% where the error is not known, and no less than two decimals show', () => {
	expect(after(2.019)).toBeUndefined();
	expect(after(2.021)).toBeDefined();
	expect(after(0.508, undefined, 0.5)).toBeUndefined();
	expect(after(2.009, 0.01)).toBeUndefined();
});

it('is none where the last is the best, or there is none', () => {
	expect(after(1.9)).toBeUndefined();
	expect(betterBefore({
		start, evaluations: [], bestValidation: undefined, lastMean: undefined,
	})).toBeUndefined();
});
