import {BatchMeans} from './batch-means.js';

/** How one run compares with another on the same documents. */
export type LossComparison = {
	/** How many steps of both are known. */
	readonly count: number;
	/** The first of them. */
	readonly firstStep: number;
	/** The difference at the last step of both. */
	readonly last: number;
	/** The mean of the differences, in nats: below 0, the one is better than the other. */
	readonly mean: number;
	/** How far that may be from where it would be with other documents, see `BatchMeans`: differences of neighbouring steps resemble each other. Undefined where it cannot be told, as of fewer than 160 steps. */
	readonly standardError: number | undefined;
};

/** What waits longer for its counterpart does not get it any more. */
const mostWaiting = 4096;

/** The losses of two runs at the same steps, which learn from the same documents, one less the other. */
export class PairedLosses {
	#count = 0;
	#firstStep = 0;
	#lastStep = 0;
	#last = 0;
	#mean = 0;
	readonly #batches = new BatchMeans();
	/** Losses whose counterpart has not come yet, by their steps. */
	readonly #waiting = {one: new Map<number, number>(), other: new Map<number, number>()};

	/** Takes the loss of a step of one of them. A loss that is no finite number has no difference. */
	take(side: 'one' | 'other', step: number, loss: number): void {
		const counterparts = this.#waiting[side === 'one' ? 'other' : 'one'];
		const counterpart = counterparts.get(step);
		if (counterpart === undefined) {
			const waiting = this.#waiting[side];
			waiting.set(step, loss);
			if (waiting.size > mostWaiting) {
				waiting.delete(waiting.keys().next().value!);
			}

			return;
		}

		counterparts.delete(step);
		const difference = side === 'one' ? loss - counterpart : counterpart - loss;
		if (Number.isFinite(difference)) {
			this.#add(step, difference);
		}
	}

	/** Undefined before the first pair. */
	get comparison(): LossComparison | undefined {
		const count = this.#count;
		if (count === 0) {
			return undefined;
		}

		return {
			count,
			firstStep: this.#firstStep,
			last: this.#last,
			mean: this.#mean,
			standardError: this.#batches.standardError,
		};
	}

	#add(step: number, difference: number) {
		this.#firstStep = this.#count === 0 ? step : Math.min(step, this.#firstStep);
		if (step >= this.#lastStep) {
			this.#lastStep = step;
			this.#last = difference;
		}

		this.#count++;
		this.#mean += (difference - this.#mean) / this.#count;
		this.#batches.add(difference);
	}
}
