/**
A seeded stream of random draws, in the manner of one platform.

The references were written in C# and in Python, and each platform shuffles and draws normal
variates in its own way. To reproduce a run, the order and number of the draws count as much as
their values, so the contract offers whole operations and not merely uniform numbers.
*/
export type RandomSource = {
	/** Returns a new array with the items in random order. */
	shuffle: <Item>(items: readonly Item[]) => Item[];

	/** The same of the numbers from 0 up to but without `count`, with the same draws. */
	permutation: (count: number) => Uint32Array;

	/** Draws from a normal distribution. */
	gauss: (mean: number, standardDeviation: number) => number;

	/** Draws an index with a chance in proportion to its weight. */
	choose: (weights: ArrayLike<number>) => number;
};

/** A stream that can be left and resumed. */
export type ResumableRandom = RandomSource & {
	/** All that the next draws depend on. */
	readonly state: RandomState;

	/**
	Goes on where a stream of the same platform was.

	@throws CheckpointError for what is no state of this platform.
	*/
	restore: (state: RandomState) => void;

	/** Another stream with the same draws to come. */
	fork: () => ResumableRandom;
};

/** The inside of a generator; which number is what, its platform knows. */
export type RandomState = readonly number[];

/** Whether a state has that many numbers, all whole ones from the lowest to the highest. */
export function areWholeNumbers(numbers: RandomState, count: number, [lowest, highest]: readonly [number, number]): boolean {
	return numbers.length === count && numbers.every(number => Number.isSafeInteger(number) && number >= lowest && number <= highest);
}
