/** A place in the memory of an engine, in bytes. */
export type Pointer = number;

/** What one thread takes to lay a strip of a product out, in bytes. */
export const stripBytes = 16_384;

/** The gradients of the weights of so many rows of an attention are kept until they are passed on together. */
export const attentionScratchRows = 4;

/**
The arithmetic of the tensor engine: each function reads and writes matrices in one linear memory.
There are two sets of them that compute the same, SIMD (`simd/`, compiled to WebAssembly) and plain
(`plain-kernels.ts`).

A matrix is a pointer to its first number and a stride, the distance of its rows in numbers. The
rows of activations are padded to whole vectors; counts of numbers are in numbers and not in bytes.
*/
export type Kernels = {
	/** Copies: out = x. */
	copy: (out: Pointer, x: Pointer, count: number) => void;
	/** Adds: out = a + b. */
	add: (out: Pointer, a: Pointer, b: Pointer, count: number) => void;
	/** Writes zeros into a block of a matrix. */
	clear: (out: Pointer, outStride: number, rows: number, columns: number) => void;
	/** The ReLU: out = max(0, x). */
	relu: (out: Pointer, x: Pointer, count: number) => void;
	/** The gradient goes on where the output y of `relu` is above 0. */
	reluBackward: (xGradient: Pointer, yGradient: Pointer, y: Pointer, count: number) => void;
	/** The ReLU, squared: out = max(0, x)². */
	squaredRelu: (out: Pointer, x: Pointer, count: number) => void;
	/** The way back of `squaredRelu`: dx = dy · 2 · max(0, x). */
	squaredReluBackward: (xGradient: Pointer, yGradient: Pointer, x: Pointer, count: number) => void;
	/** Of the rows from 0, leaves numbers out (0) by a key and their places, and multiplies the others by the scale. */
	dropout: (out: Pointer, x: Pointer, stride: number, rows: number, columns: number, key: number, threshold: number, scale: number) => void;
	/** The sum of the squares. */
	squaredNorm: (x: Pointer, count: number) => number;
	/** Changes rows and columns over: out[c, r] = x[r, c]. The rows of x lie close together. */
	transpose: (out: Pointer, outStride: number, x: Pointer, rows: number, columns: number) => void;
	/** Copies one row of a table for each index; the rows of the table lie close together. */
	embed: (out: Pointer, outStride: number, table: Pointer, columns: number, indexes: Pointer, rows: number) => void;
	/** The gradient of the table: that of each row added to the row that it came from; 0 elsewhere, or what is there if `accumulate` is 1. */
	embedBackward: (
		tableGradient: Pointer, tableRows: number, columns: number, outGradient: Pointer, outStride: number, indexes: Pointer, rows: number,
		accumulate: number,
	) => void;
	/**
	Multiplies: out[r, c] = Σ_k a[r, k] · b[k, c], added to what is there if `accumulate` is 1. With the strides of
	`a` along its rows and along k, it can be read transposed.
	*/
	multiply: (
		out: Pointer, outStride: number, a: Pointer, aRowStride: number, aInnerStride: number, b: Pointer, bStride: number,
		rows: number, inner: number, columns: number, accumulate: number,
	) => void;
	/** Divides each row by its root mean square: y = x · scale with scale = (mean(x²) + epsilon)^−½ ; the scales are kept. */
	rmsNorm: (y: Pointer, scales: Pointer, x: Pointer, stride: number, rows: number, columns: number, epsilon: number) => void;
	/** The way back of `rmsNorm`: dx = scale · (dy − y · mean(dy · y)) of each row, added to what is there if `accumulate` is 1. */
	rmsNormBackward: (xGradient: Pointer, yGradient: Pointer, y: Pointer, scales: Pointer, stride: number, rows: number, columns: number, accumulate: number) => void;
	/**
	Turns pairs of columns of slices of each row, in each slice those of the first half with those of the second; copies the columns after them.

	@param turns - For each position the cosines of the pairs, then the sines.
	@param direction - 1, or −1 for the way back.
	*/
	rotateSlices: (
		out: Pointer, x: Pointer, stride: number, rows: number, positions: Pointer, turns: Pointer, slices: number, columns: number, rest: number, direction: number,
	) => void;
	/**
	Causal self-attention of the rows from `first` on, each over the rows from its start up to itself.

	@param weights - Of each row, for each position so far the attention of all heads, side by side and
	padded to whole vectors of 16 bytes.
	@param queriesKeysValues - Of all rows; queries, keys and values side by side, in each the heads.
	@param starts - Of each row, the first row of its document.
	*/
	attend: (
		out: Pointer, outStride: number, weights: Pointer, weightsStride: number, queriesKeysValues: Pointer, stride: number, starts: Pointer,
		first: number, rows: number, nHead: number, headSize: number,
	) => void;
	/**
	The way back of `attend`: writes the gradients of queries, keys and values.

	@param scratch - Room for the weights of `attentionScratchRows` rows.
	@param first - The first of the rows, which begins a document; the last ends one.
	*/
	attendBackward: (
		gradients: Pointer, outGradient: Pointer, outStride: number, weights: Pointer, weightsStride: number, scratch: Pointer,
		queriesKeysValues: Pointer, stride: number, starts: Pointer, first: number, rows: number, nHead: number, headSize: number,
	) => void;
	/**
	The cross-entropy of each row is (largest − logit) + log(total): writes the first parts and the totals
	of the exponentials, and leaves the logarithm to the caller. Writes the gradients of the mean over all
	rows too, of which these may be some.
	*/
	crossEntropy: (
		gradients: Pointer, firstParts: Pointer, totals: Pointer, logits: Pointer, stride: number, targets: Pointer, rows: number, columns: number,
		allRows: number,
	) => void;
	/**
	An update by Adam, see `updateWithAdam`.

	@param rate - The learning rate over the correction of the first moment.
	@param oneMinusBeta1 - 1 − β1, and so `oneMinusBeta2`.
	@param secondScale - One over the correction of the second moment.
	@param kept - What weight decay leaves of a parameter.
	*/
	adam: (
		parameters: Pointer, gradients: Pointer, firstMoments: Pointer, secondMoments: Pointer, count: number,
		rate: number, beta1: number, oneMinusBeta1: number, beta2: number, oneMinusBeta2: number, secondScale: number, epsilon: number, gradientScale: number, kept: number,
	) => void;
};
