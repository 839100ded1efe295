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

/** The weight of each loss in a running mean of many, and what the first ones count more. */
const steadyWeight = 1 - runningDecay;
const firstWeights = 4;

/** From so many losses on, each new one has the same weight. */
export const steadyFrom = Math.round(firstWeights / steadyWeight) - firstWeights + 1;

/**
The weight of a new loss in the running mean: all at the first, a hundredth from the 397th on, and between
them as much as lets the mean follow a loss that falls fast.

@param lossCount - How many losses there are with it.
*/
export function weightOf(lossCount: number): number {
	return Math.max(steadyWeight, firstWeights / (lossCount + firstWeights - 1));
}

/** After so many losses nothing is left of a start. */
const longAgo = 100_000;

/** Where a running mean stands: all that is needed to go on to the last bit. */
export type RunningMeanState = {readonly mean: number; readonly lossCount: number};

/** Reads the state of the mean that was kept before: the same one, whose weights were those of the course without its start. */
export function fromDebiased({mean, startWeight}: {readonly mean: number; readonly startWeight: number}): RunningMeanState {
	const exactCount = Math.abs(Math.log(startWeight) / Math.log(runningDecay));
	const lossCount = Math.min(Math.round(exactCount), longAgo);
	return {mean: lossCount === 0 ? 0 : mean / (1 - startWeight), lossCount};
}

/**
The running mean of the losses: an exponential mean that follows sooner at the start, where losses fall fast,
and has no pull of its own start.
*/
export class RunningMean {
	#mean = 0;
	#lossCount = 0;

	get state(): RunningMeanState {
		return {mean: this.#mean, lossCount: this.#lossCount};
	}

	/** Undefined before the first loss. */
	get value(): number | undefined {
		return this.#lossCount === 0 ? undefined : this.#mean;
	}

	/** Takes another loss, and returns the mean with it. */
	add(loss: number): number {
		this.#lossCount++;
		const weight = weightOf(this.#lossCount);
		this.#mean = ((1 - weight) * this.#mean) + (weight * loss);
		return this.#mean;
	}

	copy(): RunningMean {
		const copy = new RunningMean();
		copy.restore(this.state);
		return copy;
	}

	/** Goes on from a mean that is known after so many losses. */
	restore({mean, lossCount}: RunningMeanState): void {
		this.#mean = mean;
		this.#lossCount = lossCount;
	}
}

/** Losses as they are told: one, or many of which the mean is known. */
type ToldLosses =
	| {readonly type: 'step'; readonly step: number; readonly loss: number}
	| {readonly type: 'interval'; readonly firstStep: number; readonly step: number; readonly meanLoss: number};

/** Losses of which only their mean is known. */
type LossStretch = {readonly mean: number; readonly lossCount: number};

/**
The running mean of the losses as the course has it, which begins with the first loss, over steps that are told one
by one or many at once.
*/
export class CourseMean {
	/** Undefined before the first loss. */
	value: number | undefined;
	/** The running mean of the dashboard after the same losses. */
	#followed: number | undefined;

	/** That of a run that goes back, as far as its losses are remembered. */
	static from(remembered: readonly LossStretch[], runningMean: number | undefined): CourseMean {
		const mean = new CourseMean();
		for (const stretch of remembered) {
			mean.#fold(stretch);
		}

		mean.#followed = runningMean;
		return mean;
	}

	/**
	Takes the next losses.

	@param runningMean - That of the dashboard, after them.
	*/
	take(event: ToldLosses, runningMean: number): void {
		if (event.type === 'step') {
			this.value = nextRunningMean(this.value, event.loss);
		} else {
			this.#takeMany(event, runningMean);
		}

		this.#followed = runningMean;
	}

	copy(): CourseMean {
		const copy = new CourseMean();
		copy.value = this.value;
		copy.#followed = this.#followed;
		return copy;
	}

	#takeMany({firstStep, step, meanLoss}: ToldLosses & {readonly type: 'interval'}, runningMean: number) {
		const lossCount = step - firstStep + 1;
		if (firstStep >= steadyFrom && this.value !== undefined && this.#followed !== undefined) {
			// Both give a new loss the same weight: what is between them shrinks with each, whatever it is.
			this.value = runningMean + ((this.value - this.#followed) * (runningDecay ** lossCount));
		} else {
			// Of a long stretch, the mean of the dashboard knows the end.
			this.#fold({mean: lossCount < steadyFrom ? meanLoss : runningMean, lossCount});
		}
	}

	/** As if each of the losses were their mean. */
	#fold({mean, lossCount}: LossStretch) {
		const kept = this.value === undefined ? 0 : runningDecay ** lossCount;
		this.value = (kept * (this.value ?? 0)) + ((1 - kept) * mean);
	}
}
