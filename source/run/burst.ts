import {type StepEvent, type TrainingEvent} from '../training/events.js';

type OtherEvent = Exclude<TrainingEvent, StepEvent>;

/**
Some events in a form that is cheap to send to another thread: the steps, which are many, as one
array of numbers, and the others each with the number of steps before it.
*/
export type Burst = {
	readonly steps: Float64Array<ArrayBuffer>;
	readonly others: ReadonlyArray<{readonly stepsBefore: number; readonly event: OtherEvent}>;
};

/** The place of each figure in a packed step. */
const places: Readonly<Record<Exclude<keyof StepEvent, 'type'>, number>> = {
	step: 0, loss: 1, learningRate: 2, tokenCount: 3, gradientNorm: 4, elapsedMs: 5,
};
const numbersPerStep = Object.keys(places).length;

/** Collects events into a burst. */
export class BurstWriter {
	readonly #numbers: number[] = [];
	readonly #others: Array<Burst['others'][number]> = [];

	add(event: TrainingEvent): void {
		if (event.type !== 'step') {
			this.#others.push({stepsBefore: this.#numbers.length / numbersPerStep, event});
			return;
		}

		const {step, loss, learningRate, tokenCount, gradientNorm, elapsedMs} = event;
		this.#numbers.push(step, loss, learningRate, tokenCount, gradientNorm, elapsedMs);
	}

	finish(): Burst {
		return {steps: new Float64Array(this.#numbers), others: this.#others};
	}
}

/** Takes a burst apart again, in the order in which the events were made. */
export class BurstReader {
	readonly #burst: Burst;
	#step = 0;
	#other = 0;

	constructor(burst: Burst) {
		this.#burst = burst;
	}

	get isEmpty(): boolean {
		const {steps, others} = this.#burst;
		return this.#step * numbersPerStep === steps.length && this.#other === others.length;
	}

	/** The next event; there must be one. */
	next(): TrainingEvent {
		const {steps, others} = this.#burst;
		if (this.#other < others.length && others[this.#other].stepsBefore === this.#step) {
			return others[this.#other++].event;
		}

		const start = numbersPerStep * this.#step++;
		return {
			type: 'step',
			step: steps[start + places.step],
			loss: steps[start + places.loss],
			learningRate: steps[start + places.learningRate],
			tokenCount: steps[start + places.tokenCount],
			gradientNorm: steps[start + places.gradientNorm],
			elapsedMs: steps[start + places.elapsedMs],
		};
	}
}
