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

/** The losses of two runs at the same steps, which learn from the same documents, one less the other. */
export class PairedLosses {
	#count = 0;
	#firstStep = 0;
	#last = 0;
	#mean = 0;
	readonly #batches = new BatchMeans();

	/** Takes the losses of both at a step later than those before. A loss that is no finite number has no difference. */
	take(step: number, one: number, other: number): void {
		const difference = one - other;
		if (!Number.isFinite(difference)) {
			return;
		}

		this.#firstStep = this.#count === 0 ? step : this.#firstStep;
		this.#last = difference;
		this.#count++;
		this.#mean += (difference - this.#mean) / this.#count;
		this.#batches.add(difference);
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
}
