/**
A seeded stream of random draws, in the manner of one platform.

The references were written in C# and in Python, and each platform shuffles and draws normal
variates in its own way. To reproduce a run, the order and number of the draws count as much as
their values, so the contract offers whole operations and not merely uniform numbers.
*/
export type RandomSource = {
	/** Returns a new array with the items in random order. */
	shuffle: <Item>(items: readonly Item[]) => Item[];

	/** Draws from a normal distribution. */
	gauss: (mean: number, standardDeviation: number) => number;

	/** Draws an index with a chance in proportion to its weight. */
	choose: (weights: ArrayLike<number>) => number;
};
