import {type StepEvent, type TrainingEvent} from '../../training/events.js';
import {type EventLog} from './event-log.js';
import {isComplete, type OpenInterval, withStep} from './interval.js';

/** A record has about so many lines of steps at most, however long the run, and of evaluations. */
const mostLines = 100_000;
/** And at most about so many samples during training. */
const mostPreviews = 10_000;

export type RecordWriterOptions = {
	/** Of the whole run. */
	readonly steps: number;
	/** The steps that one line stands for, where not each has its own; without it, as many as fit. */
	readonly logEvery?: number | undefined;
	/** The running mean of the losses so far. */
	readonly runningMean: () => number | undefined;
};

/** What a record needs to go on as if it had never been left. */
export type RecordState = {
	/** The steps that have no line yet. */
	readonly interval?: OpenInterval;
	/** The steps of the last lines of what is not written every time. */
	readonly lastPreview?: number;
	readonly lastEvaluation?: number;
};

/**
Writes the events of a run down: each step while there are not too many, else one line for some of them.

A line of many steps is written when they are complete. What comes in their middle does not wait for it,
and so stands before it.
*/
export class RecordWriter {
	readonly #log: Pick<EventLog, 'add'>;
	readonly #options: RecordWriterOptions;
	/** Undefined if each step has a line of its own. */
	readonly #stepsPerLine: number | undefined;
	#interval: OpenInterval | undefined;
	#lastPreview: number | undefined;
	#lastEvaluation: number | undefined;

	constructor(log: Pick<EventLog, 'add'>, options: RecordWriterOptions, {interval, lastPreview, lastEvaluation}: RecordState = {}) {
		const {steps, logEvery = Math.ceil(steps / mostLines)} = options;
		this.#log = log;
		this.#options = options;
		this.#stepsPerLine = steps > mostLines ? logEvery : undefined;
		this.#interval = interval;
		this.#lastPreview = lastPreview;
		this.#lastEvaluation = lastEvaluation;
	}

	get state(): RecordState {
		return {
			...(this.#interval && {interval: this.#interval}),
			...(this.#lastPreview !== undefined && {lastPreview: this.#lastPreview}),
			...(this.#lastEvaluation !== undefined && {lastEvaluation: this.#lastEvaluation}),
		};
	}

	write(event: TrainingEvent): void {
		if (event.type === 'step') {
			this.#writeStep(event);
			return;
		}

		if (this.#isOneOfTooMany(event)) {
			return;
		}

		if (event.type === 'finish') {
			// No other steps will come: the last line stands for those that there are.
			this.#writeInterval();
		}

		this.#log.add(JSON.stringify(event));
	}

	#writeStep(event: StepEvent) {
		// What was begun before the length was changed is ended as it was begun.
		if (!this.#interval && this.#stepsPerLine === undefined) {
			this.#log.add(JSON.stringify(event));
			return;
		}

		this.#interval = withStep(this.#interval, event, this.#stepsPerLine ?? 1);
		if (isComplete(this.#interval)) {
			this.#writeInterval();
		}
	}

	#writeInterval() {
		if (!this.#interval) {
			return;
		}

		const runningMean = this.#options.runningMean();
		this.#log.add(JSON.stringify({...this.#interval.event, ...(runningMean !== undefined && {runningMean})}));
		this.#interval = undefined;
	}

	/** What is only for the moment leaves no trace; of what comes again and again, a long run keeps one now and then. */
	#isOneOfTooMany(event: TrainingEvent): boolean {
		const {steps} = this.#options;
		if (event.type === 'activity') {
			return true;
		}

		if (steps <= mostLines) {
			return false;
		}

		if (event.type === 'sample' && event.ordinal === undefined) {
			const isTooSoon = event.step < (this.#lastPreview ?? -Infinity) + (steps / mostPreviews);
			this.#lastPreview = isTooSoon ? this.#lastPreview : event.step;
			return isTooSoon;
		}

		if (event.type === 'eval') {
			const isTooSoon = event.step < (this.#lastEvaluation ?? -Infinity) + (steps / mostLines) && event.step !== steps;
			this.#lastEvaluation = isTooSoon ? this.#lastEvaluation : event.step;
			return isTooSoon;
		}

		return false;
	}
}
