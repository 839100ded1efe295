import {setImmediate} from 'node:timers/promises';

/** How long work may hold the event loop: keys, signals and timers wait at most this long. */
const longestTurnMs = 8;

/**
Keeps long work from starving the event loop: `await turns.give()` between two pieces of work lets
timers, keys and signals in whenever the time is up. By time and not by count, for a piece may take
microseconds or a second.
*/
export class TurnGiver {
	#turnStart = performance.now();

	/** Whether the turn is over; ask first, for an `await` that is not needed costs time too. */
	get isDue(): boolean {
		return performance.now() - this.#turnStart >= longestTurnMs;
	}

	async give(): Promise<void> {
		await setImmediate();
		this.#turnStart = performance.now();
	}
}
