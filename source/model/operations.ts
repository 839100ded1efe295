import {type ParameterKey} from './parameters.js';

/**
The operations that a model is built from. Each engine implements them on values of its own; the
model in `forward.ts` is written once against this contract.

Operations belong to one pass, and it is they who know whether it trains: the model never asks. What only
training does, such as dropout, is an operation too, and in a pass that does not train it gives back the
rows that it was given.

@typeParam Rows - The engine's matrix with one row for each position: (positions, width).
@typeParam Indexes - The engine's list with one whole number for each position.
@typeParam Loss - The engine's scalar from which it can go backwards.
*/
export type Operations<Rows, Indexes, Loss> = {
	/** Looks up one row of a parameter matrix for each index: (positions, columns). */
	embed: (table: ParameterKey, indexes: Indexes) => Rows;

	/** The sum of two matrices of one shape, element by element. */
	add: (a: Rows, b: Rows) => Rows;

	/**
	Multiplies each row by a parameter matrix, without bias: (positions, rows of the weight). Of
	several weights the results lie side by side in the columns.
	*/
	linear: (x: Rows, ...weights: ParameterKey[]) => Rows;

	/** Divides each row by its root mean square: x · (mean(x²) + 1e-5)^−½, without gain. */
	rmsNorm: (x: Rows) => Rows;

	/** Turns pairs of columns of each of the first slices of a row by angles that grow with the position: rotary positions. The columns after them stay as they are. */
	rotateSlices: (x: Rows, positions: Indexes, count: number, columns: number) => Rows;

	/** Zero for what is negative. */
	relu: (x: Rows) => Rows;

	/** Zero for what is negative, the square of all else. */
	squaredRelu: (x: Rows) => Rows;

	/**
	Causal self-attention: for each head, softmax(q·k / √headSize) over the positions so far, times v.

	@param queriesKeysValues - Side by side in the columns, in each the heads: (positions, 3 · nEmbd).
	@returns (positions, nEmbd), the heads side by side.
	*/
	attention: (queriesKeysValues: Rows, nHead: number) => Rows;

	/** In the steps of a training, zeros for a share of the numbers, which others make up for: those are divided by 1 − rate. */
	dropout: (x: Rows, rate: number) => Rows;

	/** Zeros in some columns, and a gradient of 0 for what was there. */
	clear: (x: Rows, first: number, count: number) => Rows;

	/** The mean over the positions of −log softmax(logits)[target], in nats. */
	crossEntropy: (logits: Rows, targets: Indexes) => Loss;
};

/** The value under the root of `rmsNorm`, so that a row of zeros can be divided. */
export const rmsNormEpsilon = 1e-5;

/** The angle of a pair of columns at a position, for a slice of so many columns; the first turns fastest. */
export function rotaryAngle(position: number, pair: number, columns: number): number {
	return position * (10_000 ** (-2 * pair / columns));
}
