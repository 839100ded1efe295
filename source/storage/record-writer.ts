import {type StepEvent, type TrainingEvent} from '../training/events.js';
import {type EventLog} from './event-log.js';
import {Interval} from './interval.js';

/** A record has about so many lines at most, however long the run. */
const mostLines = 100_000;
/** And at most about so many of what is made up on the way. */
const mostPreviews = 10_000;

export type RecordWriterOptions = {
	/** Of the whole run. */
	readonly steps: number;
	/** The steps that one line stands for, where not each has its own; without it, as many as fit. */
	readonly logEvery?: number | undefined;
	/** The running mean of the losses so far. */
	readonly runningMean: () => number | undefined;
};

/** Writes the events of a run down: each step while there are not too many, else one line for some of them. */
export class RecordWriter {
	readonly #log: EventLog;
	readonly #options: RecordWriterOptions;
	readonly #interval: Interval | undefined;
	readonly #stepsBetweenPreviews: number;
	#lastPreview = -Infinity;

	constructor(log: EventLog, options: RecordWriterOptions) {
		const {steps, logEvery = Math.ceil(steps / mostLines)} = options;
		this.#log = log;
		this.#options = options;
		this.#interval = steps > mostLines ? new Interval(logEvery) : undefined;
		this.#stepsBetweenPreviews = steps > mostLines ? steps / mostPreviews : 0;
	}

	write(event: TrainingEvent): void {
		if (event.type === 'step') {
			this.#writeStep(event);
			return;
		}

		if (event.type === 'activity') {
			return;
		}

		if (event.type === 'sample' && event.ordinal === undefined) {
			if (event.step < this.#lastPreview + this.#stepsBetweenPreviews) {
				return;
			}

			this.#lastPreview = event.step;
		}

		this.closeInterval();
		this.#log.add(JSON.stringify(event));
	}

	/** Writes the steps that are waiting for others: from here on the record can be gone on with. */
	closeInterval(): void {
		const event = this.#interval?.take(this.#options.runningMean());
		if (event) {
			this.#log.add(JSON.stringify(event));
		}
	}

	#writeStep(event: StepEvent) {
		if (!this.#interval) {
			this.#log.add(JSON.stringify(event));
			return;
		}

		this.#interval.add(event);
		if (this.#interval.isFull) {
			this.closeInterval();
		}
	}
}
