import {runningDecay as decay} from '../training/running-mean.js';

/**
The standard error of the running mean: how far it may be off by chance. The losses it is made of count
the less the longer ago they were, as in the mean itself.
*/
export class RunningError {
	// The mean is that of DebiasedMean; two of these in here would make the fold of a run a fifth slower.
	/** What is left of the start, in the weights and in their squares. */
	#startWeight = 1;
	#startSquare = 1;
	#mean = 0;
	#square = 0;

	/**
	Takes another loss.

	@returns the error of the mean with it; undefined after the first, which has nothing to differ from.
	*/
	add(loss: number): number | undefined {
		this.#mean = (decay * this.#mean) + ((1 - decay) * loss);
		this.#square = (decay * this.#square) + ((1 - decay) * (loss ** 2));
		this.#startWeight *= decay;
		this.#startSquare *= decay ** 2;
		const whole = 1 - this.#startWeight;
		const mean = this.#mean / whole;
		const spread = (this.#square / whole) - (mean ** 2);
		// The sum of the squares of the weights: 1 over the number of losses that count.
		const share = (1 - decay) / (1 + decay) * (1 - this.#startSquare) / (whole ** 2);
		return share > 0.999999 ? undefined : Math.sqrt(Math.max(0, spread) * share / (1 - share));
	}

	copy(): RunningError {
		const copy = new RunningError();
		copy.#startWeight = this.#startWeight;
		copy.#startSquare = this.#startSquare;
		copy.#mean = this.#mean;
		copy.#square = this.#square;
		return copy;
	}
}
