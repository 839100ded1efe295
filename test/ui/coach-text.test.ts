import {expect, it} from 'vitest';
import {pull} from '../../source/coach/coach-message.js';
import {coachText} from '../../source/ui/coach-text.js';
import {exampleLanes} from '../helpers/example-lanes.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';
import {aloneOnScreen} from '../helpers/frame.js';

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

it('names no key that could not do what it advises, as long as there is something else to say', () => {
	const snapshot = exampleSnapshot(1000, {status: 'finished', nextPreset: 'microgpt'});
	const several = exampleLanes([{name: 'a', snapshot}, {name: 'b', snapshot}]);
	const outcome = {step: 1000, wordings: [`close to bigram; ${pull('next')} trains microgpt`, 'close to bigram']};
	expect(coachText(outcome, 80, {...snapshot, shown: aloneOnScreen})).toBe('close to bigram; n trains microgpt');
	expect(coachText(outcome, 80, {...snapshot, shown: several})).toBe('close to bigram');
	expect(coachText({step: 1, wordings: [`${pull('restart')} starts again`]}, 80, {...snapshot, shown: several})).toBe('r starts again');
});
