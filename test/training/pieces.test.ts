import {setImmediate} from 'node:timers/promises';
import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {inTurns, type Pieces, tellingProgress} from '../../source/training/pieces.js';
import {TurnGiver} from '../../source/training/turn-giver.js';

beforeEach(() => {
	vi.useFakeTimers({toFake: ['performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

/**
Pieces of 5 ms each.

@yields Their numbers.
*/
function * pieces(done: number[], count = 10): Pieces<string> {
	for (let piece = 1; piece <= count; piece++) {
		vi.advanceTimersByTime(5);
		done.push(piece);
		yield piece;
	}

	return 'all';
}

/** How many pieces are done when others have their first turn. */
async function countWhenOthersCome(done: readonly number[]): Promise<number> {
	await setImmediate();
	return done.length;
}

describe('work in turns', () => {
	it('is done whole, and lets others in between its pieces', async () => {
		const done: number[] = [];
		const doneWhenOthersCame = countWhenOthersCome(done);
		expect(await inTurns(pieces(done), () => false)).toBe('all');
		expect(done).toHaveLength(10);
		// A turn of theirs is 8 ms.
		expect(await doneWhenOthersCame).toBe(2);
	});

	it('is left where it is when it is called off', async () => {
		const done: number[] = [];
		let isCalledOff = false;
		void setImmediate().then(() => {
			isCalledOff = true;
		});
		expect(await inTurns(pieces(done), () => isCalledOff)).toBeUndefined();
		expect(done).toEqual([1, 2]);
	});
});

describe('work between two steps', () => {
	it('is told each tenth of a second, and lets others in meanwhile', async () => {
		const done: number[] = [];
		const doneWhenOthersCame = countWhenOthersCome(done);
		const told = tellingProgress(pieces(done, 50), {step: 7, activity: 'evaluating', total: 50}, new TurnGiver());
		const events: unknown[] = [];
		let result = await told.next();
		while (!result.done) {
			events.push(result.value);
			result = await told.next();
		}

		expect(result.value).toBe('all');
		expect(events).toEqual([20, 40].map(count => ({
			type: 'activity', step: 7, activity: 'evaluating', total: 50, done: count,
		})));
		expect(await doneWhenOthersCame).toBe(2);
	});
});
