import {expect, it} from 'vitest';
import {betterBefore} from '../../source/history/better-before.js';

/** After a best at step 100. */
function after(last: number, best = 2) {
	return betterBefore({
		evaluations: [{step: 100, loss: best}, {step: 200, loss: last}].map(({step, loss}) => ({
			type: 'eval', step, trainLoss: loss, validationLoss: loss,
		})),
		bestValidation: last < best ? {step: 200, loss: last} : {step: 100, loss: best},
	});
}

it('is a best that lies more than 1% below the last, and no less than two decimals show', () => {
	expect(after(2.019)).toBeUndefined();
	expect(after(2.021)).toEqual({best: {step: 100, loss: 2}, last: {step: 200, loss: 2.021}});
	expect(after(0.508, 0.5)).toBeUndefined();
	expect(after(0.511, 0.5)).toBeDefined();
});

it('is none where the last is the best, or there is none', () => {
	expect(after(1.9)).toBeUndefined();
	expect(betterBefore({evaluations: [], bestValidation: undefined})).toBeUndefined();
});
