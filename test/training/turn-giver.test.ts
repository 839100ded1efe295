import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {TurnGiver} from '../../source/training/turn-giver.js';

describe('TurnGiver', () => {
	beforeEach(() => {
		vi.useFakeTimers({toFake: ['performance']});
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it('is due when its time is up, and not before', () => {
		const turns = new TurnGiver();
		expect(turns.isDue).toBe(false);
		vi.advanceTimersByTime(7);
		expect(turns.isDue).toBe(false);
		vi.advanceTimersByTime(1);
		expect(turns.isDue).toBe(true);
	});

	it('begins a new turn with each that it gives', async () => {
		const turns = new TurnGiver();
		vi.advanceTimersByTime(100);
		await turns.give();
		// Otherwise every step after the first few milliseconds would wait for the event loop.
		expect(turns.isDue).toBe(false);
		vi.advanceTimersByTime(8);
		expect(turns.isDue).toBe(true);
	});

	it('does not count the time that the others take', async () => {
		const turns = new TurnGiver();
		setImmediate(() => {
			vi.advanceTimersByTime(50);
		});
		await turns.give();
		expect(turns.isDue).toBe(false);
	});
});
