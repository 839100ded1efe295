/** So many batches are gathered, then two and two become one: the memory stays the same, and the batches grow with what has come. */
const mostBatches = 32;
/** From fewer, how unsteady they are cannot be told. */
const leastBatches = 10;
const leastSize = 16;

/**
The standard error of the mean of values that come one after the other and need not be independent: how one is, the next
may be. It is told by the means of whole batches of neighbours, which vary as the values do and as what neighbours have in
common does; to divide the variance of single values by their number would leave that out, and the error would be too small.

It assumes that batches are independent of each other, which is nearly so if values resemble each other only over much less
than a batch, a thirty-second to a sixteenth of them all; and that all values have the same expectation. Where that drifts,
as the difference of two runs does in their first steps, the drift counts as unsteadiness, and the error is rather too large.
*/
export class BatchMeans {
	/** Of whole batches, in their order; all of one size. */
	readonly #means: number[] = [];
	#size = leastSize;
	#count = 0;
	/** Of the batch that is not whole yet. */
	#mean = 0;
	#length = 0;

	/** Takes the next value, which is finite. */
	add(value: number): void {
		this.#count++;
		this.#length++;
		this.#mean += (value - this.#mean) / this.#length;
		if (this.#length < this.#size) {
			return;
		}

		this.#means.push(this.#mean);
		this.#mean = 0;
		this.#length = 0;
		if (this.#means.length === mostBatches) {
			this.#mergePairs();
		}
	}

	/** That of the mean of all values so far, in their unit; undefined while there are too few to tell. */
	get standardError(): number | undefined {
		const {length} = this.#means;
		if (length < leastBatches) {
			return undefined;
		}

		const mean = this.#means.reduce((sum, each) => sum + each, 0) / length;
		const variance = this.#means.reduce((sum, each) => sum + ((each - mean) ** 2), 0) / (length - 1);
		// What is in no whole batch yet counts in the mean, so it does here.
		const error = Math.sqrt(variance * this.#size / this.#count);
		return Number.isFinite(error) ? error : undefined;
	}

	#mergePairs() {
		for (let index = 0; index < mostBatches / 2; index++) {
			this.#means[index] = (this.#means[2 * index] + this.#means[(2 * index) + 1]) / 2;
		}

		this.#means.length = mostBatches / 2;
		this.#size *= 2;
	}
}
