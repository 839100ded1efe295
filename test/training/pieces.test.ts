import {setImmediate} from 'node:timers/promises';
import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {inTurns, type Pieces} from '../../source/training/pieces.js';

beforeEach(() => {
	vi.useFakeTimers({toFake: ['performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

/**
Ten pieces of 5 ms each.

@yields Their numbers.
*/
function * tenPieces(done: number[]): Pieces<string> {
	for (let piece = 1; piece <= 10; piece++) {
		vi.advanceTimersByTime(5);
		done.push(piece);
		yield piece;
	}

	return 'all';
}

describe('work in turns', () => {
	it('is done whole, and lets others in between its pieces', async () => {
		const done: number[] = [];
		let doneWhenItCame = 0;
		const other = setImmediate().then(() => {
			doneWhenItCame = done.length;
		});
		expect(await inTurns(tenPieces(done), () => false)).toBe('all');
		await other;
		expect(done).toHaveLength(10);
		// A turn of theirs is 8 ms.
		expect(doneWhenItCame).toBe(2);
	});

	it('is left where it is when it is called off', async () => {
		const done: number[] = [];
		let isCalledOff = false;
		void setImmediate().then(() => {
			isCalledOff = true;
		});
		expect(await inTurns(tenPieces(done), () => isCalledOff)).toBeUndefined();
		expect(done).toEqual([1, 2]);
	});
});
