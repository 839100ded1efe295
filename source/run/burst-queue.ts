import {type TrainingEvent} from '../training/events.js';
import {type Burst, BurstReader, BurstWriter} from './burst.js';
import {Sleep} from './sleep.js';

/** A training that works ahead of what it is asked for, as far as it is allowed to. */
export type Lead = {
	/** Milliseconds of work that may be done at a time; 0: one event, and only when it is asked for. */
	burstMs: number;
	/** Whether events have been made, or are being made, that nobody has taken yet. */
	readonly isAhead: boolean;
	/** Why no more events came, if something went wrong: also where nobody asked for more of them. */
	readonly failure: Error | undefined;
	/** Lets nothing new begin: what has been begun still comes, unless it takes long and is not saved anyway. */
	wrapUp: () => void;
};

export type BurstQueueOptions = {
	/** The first event, which is there already. */
	readonly first: TrainingEvent;
	/** Asks the other side for a burst; `receive`, `end` or `fail` is the answer. */
	readonly ask: (burstMs: number) => void;
	/** Called when the last event has been taken, or when no more are wanted. */
	readonly close?: () => Promise<void>;
	/** Called when nothing new is to begin. */
	readonly wrapUp?: () => void;
	/** Whether a step that is being computed when the run is stopped is waited for, however long it takes: it is to be saved. */
	readonly hasToFinish?: boolean;
	/** Called when it is given up: there will be no answer. */
	readonly giveUp?: () => void;
};

/** Longer than a burst; after that, a step that is still being computed and will not be saved is given up. */
const wrapUpMs = 50;

/**
The events of a training in another thread or process, which sends them in bursts, each on demand.

At full speed the next burst is asked for when the first event of the last one is taken: the other
side never waits, and is never more than one burst ahead.
*/
export class BurstQueue implements Lead {
	burstMs = 0;
	readonly #options: BurstQueueOptions;
	readonly #arrival = new Sleep();
	/** The burst that is being handed out. */
	#current: BurstReader;
	#arrived: Burst | undefined;
	#isAwaited = false;
	#isClosed = false;
	#isWrappingUp = false;
	#failure: Error | undefined;

	constructor(options: BurstQueueOptions) {
		const writer = new BurstWriter();
		writer.add(options.first);
		this.#current = new BurstReader(writer.finish());
		this.#options = options;
	}

	get isAhead(): boolean {
		return this.#isAwaited || this.#arrived !== undefined || !this.#current.isEmpty;
	}

	get failure(): Error | undefined {
		return this.#failure;
	}

	/**
	Takes a burst that was asked for.

	@param isLast - Whether the training is over with it.
	*/
	receive(burst: Burst, isLast: boolean): void {
		if (this.#isClosed) {
			return;
		}

		this.#arrived = burst;
		this.#isClosed = isLast;
		this.#answered();
	}

	/** There will be no more: what has arrived is still handed out, then the events end. */
	end(): void {
		this.#isClosed = true;
		this.#answered();
	}

	/** The same, but the events end with an error. */
	fail(error: Error): void {
		if (this.#isClosed) {
			return;
		}

		this.#failure = error;
		this.end();
	}

	wrapUp(): void {
		this.#isWrappingUp = true;
		const {wrapUp, hasToFinish = false, giveUp} = this.#options;
		wrapUp?.();
		if (!this.#isAwaited || hasToFinish) {
			return;
		}

		setTimeout(() => {
			if (!this.#isAwaited) {
				return;
			}

			giveUp?.();
			this.end();
		}, wrapUpMs);
	}

	/**
	Hands the events out.

	@yields Every event once, in order.
	*/
	async * events(): AsyncGenerator<TrainingEvent, void, undefined> {
		try {
			do {
				if (this.burstMs > 0) {
					this.#request();
				}

				while (!this.#current.isEmpty) {
					yield this.#current.next();
				}
			} while (await this.#hasNextBurst());

			if (this.#failure) {
				throw this.#failure;
			}
		} finally {
			await this.#options.close?.();
		}
	}

	/** Waits for the next burst and takes it up, if there is one. */
	async #hasNextBurst(): Promise<boolean> {
		if (this.#arrived === undefined) {
			this.#request();
		}

		while (this.#isAwaited) {
			await this.#arrival.for(Infinity);
		}

		if (this.#arrived === undefined) {
			return false;
		}

		this.#current = new BurstReader(this.#arrived);
		this.#arrived = undefined;
		return true;
	}

	#request() {
		if (this.#isAwaited || this.#isClosed || this.#isWrappingUp) {
			return;
		}

		this.#isAwaited = true;
		this.#options.ask(this.burstMs);
	}

	#answered() {
		this.#isAwaited = false;
		this.#arrival.wake();
	}
}
