import {expect, it} from 'vitest';
import {stoppedNote} from '../../source/command-line/train-request.js';

it('is said of a run that is stopped while it is opened, which step it has not begun', () => {
	expect(stoppedNote({})).toBe('Stopped before the first step.');
	expect(stoppedNote({resumed: {info: {step: 0}}})).toBe('Stopped before the first step.');
	expect(stoppedNote({resumed: {info: {step: 369}}})).toBe('Stopped before the next step.');
	expect(stoppedNote({origin: {point: {step: 5}}})).toBe('Stopped before the next step.');
});
