import {expect, it} from 'vitest';
import {pull} from '../../source/coach/coach-message.js';
import {coachText} from '../../source/ui/coach-text.js';

const message = {step: 9, wordings: [`the loss rose: ${pull('lowerLearningRate')} lowers the rate, ${pull('restart')} starts again`, `${pull('lowerLearningRate')} lowers the rate`, 'the loss rose']};

it('is the fullest wording that fits, with the keys that do what it advises', () => {
	expect(coachText(message, 80)).toBe('the loss rose: < lowers the rate, r starts again');
	expect(coachText(message, 48)).toBe(coachText(message, 80));
	expect(coachText(message, 47)).toBe('< lowers the rate');
	expect(coachText(message, 16)).toBe('the loss rose');
	expect(coachText(message, 8)).toBe('the loss');
	// What only looks like a lever is text.
	expect(coachText({step: 1, wordings: ['the file {x} is odd']}, 80)).toBe('the file {x} is odd');
});
