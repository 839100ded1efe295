import {describe, expect, it} from 'vitest';
import {isStalled, noProgress, noteEvaluation} from '../../source/training/progress.js';

describe('the progress of a training', () => {
	it('counts the evaluations since the best, of which one that is only as good is none', () => {
		const progress = noProgress();
		const counts = [2, 2, 1.5, 1.7, 1.5, 1.4].map(loss => {
			noteEvaluation(progress, loss);
			return progress.evaluationsSinceBest;
		});
		expect(counts).toEqual([0, 1, 0, 1, 2, 0]);
		expect(progress.bestValidation).toBe(1.4);
	});

	it('is stalled after as many of them as one has patience for, and never without a patience', () => {
		const progress = {...noProgress(), evaluationsSinceBest: 3};
		expect([0, 2, 3, 4].map(patience => isStalled(progress, {patience}))).toEqual([false, true, true, false]);
		expect(isStalled(noProgress(), {patience: 1})).toBe(false);
	});
});
