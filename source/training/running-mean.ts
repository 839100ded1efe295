/** What is left of a loss in a running mean when the next one comes. */
export const runningDecay = 0.99;

/**
The running mean of the losses as the course has it: it starts at the first loss, keeps 99% and
takes 1% of each new one.

@param mean - The mean before; undefined at the first loss.
*/
export function nextRunningMean(mean: number | undefined, loss: number): number {
	return mean === undefined ? loss : (runningDecay * mean) + ((1 - runningDecay) * loss);
}

/** The weight that the start of a running mean still has after so many losses. */
function startWeightAfter(lossCount: number): number {
	return runningDecay ** lossCount;
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
		this.#mean = (runningDecay * this.#mean) + ((1 - runningDecay) * loss);
		this.#startWeight *= runningDecay;
		return this.#mean / (1 - this.#startWeight);
	}

	copy(): DebiasedMean {
		const copy = new DebiasedMean();
		copy.#mean = this.#mean;
		copy.#startWeight = this.#startWeight;
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

/** Losses as they are told: one, or many of which the mean is known. */
type ToldLosses =
	| {readonly type: 'step'; readonly step: number; readonly loss: number}
	| {readonly type: 'interval'; readonly step: number; readonly meanLoss: number};

/**
The running mean of the losses as the course has it, which begins with the first loss, over steps that are told one
by one or many at once.
*/
export class CourseMean {
	/** Undefined before the first loss. */
	value: number | undefined;
	#firstLoss: number | undefined;

	/**
	Takes the next losses.

	@param debiasedMean - The running mean without the pull of its start, after them.
	*/
	take(event: ToldLosses, debiasedMean: number): void {
		if (event.type === 'interval') {
			this.#firstLoss ??= event.meanLoss;
			this.lookUp(event.step, debiasedMean);
		} else {
			this.#firstLoss ??= event.loss;
			this.value = nextRunningMean(this.value, event.loss);
		}
	}

	/** Goes on from a step: what the debiased mean leaves out of this one is the weight of the first loss. */
	lookUp(step: number, debiasedMean: number | undefined): void {
		const weight = startWeightAfter(step);
		this.value = debiasedMean === undefined || this.#firstLoss === undefined ? undefined : ((1 - weight) * debiasedMean) + (weight * this.#firstLoss);
	}

	copy(): CourseMean {
		const copy = new CourseMean();
		copy.value = this.value;
		copy.#firstLoss = this.#firstLoss;
		return copy;
	}
}
