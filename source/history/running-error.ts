import {weightOf} from '../training/running-mean.js';

/**
The standard error of the running mean: how far it may be off by chance. The losses it is made of count
the less the longer ago they were, as in the mean itself.
*/
export class RunningError {
	// The mean is that of RunningMean; two of these in here would make the fold of a run a fifth slower.
	#lossCount = 0;
	#mean = 0;
	#square = 0;
	/** The sum of the squares of the weights: 1 over the number of losses that count. */
	#share = 0;

	/**
	Takes another loss.

	@returns the error of the mean with it; undefined after the first, which has nothing to differ from.
	*/
	add(loss: number): number | undefined {
		this.#lossCount++;
		const weight = weightOf(this.#lossCount);
		const rest = 1 - weight;
		this.#mean = (rest * this.#mean) + (weight * loss);
		this.#square = (rest * this.#square) + (weight * (loss ** 2));
		this.#share = ((rest ** 2) * this.#share) + (weight ** 2);
		const spread = this.#square - (this.#mean ** 2);
		return this.#lossCount === 1 ? undefined : Math.sqrt(Math.max(0, spread) * this.#share / (1 - this.#share));
	}

	copy(): RunningError {
		const copy = new RunningError();
		copy.#lossCount = this.#lossCount;
		copy.#mean = this.#mean;
		copy.#square = this.#square;
		copy.#share = this.#share;
		return copy;
	}
}
