const decay = 0.99;

/**
The running mean of the losses as the course has it: it starts at the first loss, keeps 99% and
takes 1% of each new one.

@param mean - The mean before; undefined at the first loss.
*/
export function nextRunningMean(mean: number | undefined, loss: number): number {
	return mean === undefined ? loss : (decay * mean) + ((1 - decay) * loss);
}

/** The weight that the start of a running mean still has after so many losses. */
export function startWeightAfter(lossCount: number): number {
	return decay ** lossCount;
}

/** Where a running mean stands: what it has taken up, and what is left of its start. */
export type DebiasedMeanState = {readonly mean: number; readonly startWeight: number};

/**
The exponential mean of the losses without the pull of its start: as Adam does for its moments, it is
divided by the weights that went into it. The first losses count fully, from then on it follows as slowly.
*/
export class DebiasedMean {
	#mean = 0;
	/** What is left of the start. */
	#startWeight = 1;

	/** All that is needed to go on to the last bit. */
	get state(): DebiasedMeanState {
		return {mean: this.#mean, startWeight: this.#startWeight};
	}

	/** Undefined before the first loss. */
	get value(): number | undefined {
		return this.#startWeight === 1 ? undefined : this.#mean / (1 - this.#startWeight);
	}

	/** Takes another loss, and returns the mean with it. */
	add(loss: number): number {
		this.#mean = (decay * this.#mean) + ((1 - decay) * loss);
		this.#startWeight *= decay;
		return this.#mean / (1 - this.#startWeight);
	}

	copy(): DebiasedMean {
		const copy = new DebiasedMean();
		copy.restore(this.state);
		return copy;
	}

	restore({mean, startWeight}: DebiasedMeanState): void {
		this.#mean = mean;
		this.#startWeight = startWeight;
	}

	/** Goes on from a mean that is known after so many losses. */
	set(mean: number, lossCount: number): void {
		this.#startWeight = startWeightAfter(lossCount);
		this.#mean = mean * (1 - this.#startWeight);
	}
}
