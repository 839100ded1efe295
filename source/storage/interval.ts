import {type IntervalEvent, type StepEvent} from '../training/events.js';

/** Makes one event of many steps. */
export class Interval {
	readonly #stepsPerEvent: number;
	#first: StepEvent | undefined;
	#last: StepEvent | undefined;
	#count = 0;
	#sum = 0;
	#tokenCount = 0;
	#minimum = {step: 0, loss: Infinity};
	#maximum = -Infinity;

	constructor(stepsPerEvent: number) {
		this.#stepsPerEvent = stepsPerEvent;
	}

	get isFull(): boolean {
		return this.#count >= this.#stepsPerEvent;
	}

	add(event: StepEvent): void {
		this.#first ??= event;
		this.#last = event;
		this.#count++;
		this.#sum += event.loss;
		this.#tokenCount += event.tokenCount;
		this.#maximum = Math.max(this.#maximum, event.loss);
		if (event.loss < this.#minimum.loss) {
			this.#minimum = {step: event.step, loss: event.loss};
		}
	}

	/**
	The steps since the last time; undefined if there are none.

	@param runningMean - That of the losses at the last step.
	*/
	take(runningMean: number | undefined): IntervalEvent | undefined {
		const first = this.#first;
		const last = this.#last;
		if (!first || !last) {
			return undefined;
		}

		const event: IntervalEvent = {
			...last,
			type: 'interval',
			firstStep: first.step,
			tokenCount: this.#tokenCount,
			meanLoss: this.#sum / this.#count,
			minimumLoss: this.#minimum.loss,
			minimumStep: this.#minimum.step,
			maximumLoss: this.#maximum,
			...(runningMean !== undefined && {runningMean}),
		};
		this.#first = undefined;
		this.#last = undefined;
		this.#count = 0;
		this.#sum = 0;
		this.#tokenCount = 0;
		this.#minimum = {step: 0, loss: Infinity};
		this.#maximum = -Infinity;
		return event;
	}
}
