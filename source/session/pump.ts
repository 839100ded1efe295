import {type RunRecord} from '../history/run-record.js';
import {type Lead} from '../run/burst-queue.js';
import {Sleep} from '../run/sleep.js';
import {type ToldEvent} from '../training/told-events.js';
import {type Pace} from './pace.js';

export type PumpOptions = {
	readonly events: AsyncGenerator<ToldEvent, void, undefined>;
	readonly lead: Lead | undefined;
	readonly pace: Pace;
	/** What has been told so far. */
	readonly record: () => RunRecord;
	/** Whether more may come after the end of the run that was told. */
	readonly mayGoOn: () => boolean;
	/** Gets every event once, in order; the next is asked for when it is done with. */
	readonly take: (event: ToldEvent) => Promise<void> | void;
	/** Called before a run is ended that was told to stop, which waits for it. */
	readonly beforeEnd: () => Promise<void> | void;
	/** Called when the run has failed, before its end is told. */
	readonly onFailure: (failure: Error) => void;
};

/** Asks for one event after the other, as the pace says: the one place that asks for the next step. */
export class Pump {
	readonly #options: PumpOptions;
	readonly #sleep = new Sleep();
	#isStopRequested = false;

	constructor(options: PumpOptions) {
		this.#options = options;
	}

	get isStopRequested(): boolean {
		return this.#isStopRequested;
	}

	/** What has been begun still comes; then the run is ended. */
	stop(): void {
		this.#isStopRequested = true;
		this.#options.lead?.wrapUp();
	}

	/** What says when the next event is due has changed. */
	wake(): void {
		this.#sleep.wake();
	}

	/** Takes all events; settles when the last has been taken. */
	async run(): Promise<void> {
		const {record, mayGoOn, onFailure} = this.#options;
		try {
			while (!record().finish || (mayGoOn() && !this.#isStopRequested)) {
				await this.#takeNext();
			}

			await this.#close();
		} catch (error) {
			onFailure(error instanceof Error ? error : new Error(`The training failed: ${String(error)}`));
			await this.#endFailedRun();
		}
	}

	async #takeNext() {
		const {events, lead, record, take, beforeEnd} = this.#options;
		const delayMs = this.#delayMs();
		// A training that is ahead is stopped when all that it has made is told.
		if (this.#isStopRequested && !lead?.isAhead) {
			await beforeEnd();
			await this.#close();
			await take(record().finishHere('stopped'));
		} else if (delayMs > 0) {
			await this.#sleep.for(delayMs);
		} else {
			const {value, done} = await events.next();
			if (value) {
				await take(value);
			} else if (done && !this.#isStopRequested) {
				throw new Error('The training ended without a finish event.');
			}
		}
	}

	/** Wants no more events. What went wrong meanwhile on the other side is told by nobody else. */
	async #close() {
		const {events, lead} = this.#options;
		await events.return();
		if (lead?.failure) {
			throw lead.failure;
		}
	}

	/** Cleans up and tells the end; what fails now as well has a cause that is known already. */
	async #endFailedRun() {
		const {events, record, take} = this.#options;
		try {
			await events.return();
			if (!record().finish) {
				await take(record().finishHere('failed'));
			}
		} catch {
			record().finish ??= record().finishHere('failed');
		}
	}

	/** How long to wait before the next event; Infinity while paused. */
	#delayMs(): number {
		const {record, pace} = this.#options;
		const isDue = !record().start || record().isLastStepDone || this.#isStopRequested;
		return isDue ? 0 : pace.delayMs();
	}
}
