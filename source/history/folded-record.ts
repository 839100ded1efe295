import {type ToldEvent} from '../training/told-events.js';
import {TurnGiver} from '../training/turn-giver.js';
import {RunRecord} from './run-record.js';

/** From one kept state to the next, in events: so many are folded in some milliseconds, and a state takes about 50 kB. */
const spacing = 4096;

/** What a run had come to after the first events. */
type KeptState = {
	readonly record: RunRecord;
	/** The last step that any of these events is about. */
	readonly lastStep: number;
};

/**
What a recorded run had come to at any place, without going through all that was before: states are
kept along the way, and from the nearest one the rest is folded.
*/
export class FoldedRecord {
	readonly #events: readonly ToldEvent[];
	/** State n is that after n times the spacing. */
	readonly #states: KeptState[] = [{record: new RunRecord(), lastStep: 0}];

	/**
	Nothing is folded yet.

	@param events - Of one run, in their order.
	*/
	constructor(events: readonly ToldEvent[]) {
		this.#events = events;
	}

	/** Folds the whole record, and lets others have their turn meanwhile. */
	async prepare(signal?: AbortSignal): Promise<void> {
		const turns = new TurnGiver();
		for (let index = 1; index * spacing <= this.#events.length && signal?.aborted !== true; index++) {
			this.#stateBefore(index * spacing);
			if (turns.isDue) {
				await turns.give();
			}
		}
	}

	/** What the run had come to after so many events; whoever asks may go on with it. */
	at(position: number): RunRecord {
		const index = Math.floor(position / spacing);
		const record = this.#stateBefore(position).record.copy();
		for (let place = index * spacing; place < position; place++) {
			record.record(this.#events[place]);
		}

		return record;
	}

	/**
	Finds the first event that something is true of.

	@param step - It is true of no event up to this step.
	@returns its place, or −1.
	*/
	findAfter(step: number, isIt: (event: ToldEvent) => boolean): number {
		const known = this.#states.findLastIndex(({lastStep}) => lastStep <= step);
		for (let place = known * spacing; place < this.#events.length; place++) {
			if (isIt(this.#events[place])) {
				return place;
			}
		}

		return -1;
	}

	/** The nearest state that is kept, made where it is not there yet. */
	#stateBefore(position: number): KeptState {
		const index = Math.floor(Math.min(position, this.#events.length) / spacing);
		while (this.#states.length <= index) {
			const from = (this.#states.length - 1) * spacing;
			const {record: before, lastStep: stepBefore} = this.#states.at(-1)!;
			const record = before.copy();
			let lastStep = stepBefore;
			for (const event of this.#events.slice(from, from + spacing)) {
				record.record(event);
				lastStep = 'step' in event ? Math.max(lastStep, event.step) : lastStep;
			}

			this.#states.push({record, lastStep});
		}

		return this.#states[index];
	}
}
