import {exp} from './exp';
import {dot, LANES, multiplyAdd, SIZE, sumOf, zero} from './real';

// Small heads are one or two vectors wide, and then stay in registers: that is what `width` is for
// below, a constant for which only the branch that fits is compiled. At 0 a head has any size.

/**
Causal self-attention of some rows, each over the rows of its document up to itself.

@param weights - Of each row, one after the other: for each position so far the attention of all
heads, side by side and padded to whole vectors.
@param queriesKeysValues - All rows: queries, keys and values side by side, in each the heads.
@param starts - Of each row, the first row of its document.
*/
export function attend(out: usize, outStride: i32, weights: usize, weightsStride: i32, queriesKeysValues: usize, stride: i32, starts: usize, first: i32, rows: i32, nHead: i32, headSize: i32): void {
	const step = <usize>stride * SIZE;
	const valuesOffset = <usize>(2 * nHead * headSize) * SIZE;
	const headStep = <usize>headSize * SIZE;
	const weightStep = paddedHeads(nHead);
	const scale = <real>1 / sqrt<real>(<real>headSize);
	for (let row = first; row < first + rows; row++) {
		const start = load<i32>(starts + (<usize>row << 2));
		const count = row - start + 1;
		const query = queriesKeysValues + <usize>row * step;
		const past = queriesKeysValues + <usize>start * step;
		const keys = past + <usize>(nHead * headSize) * SIZE;
		const weightsOfRow = weights + <usize>(row * weightsStride) * SIZE;
		for (let head = 0; head < nHead; head++) {
			const offset = <usize>head * headStep;
			const scores = weightsOfRow + <usize>head * SIZE;
			if (headSize == LANES) dotProducts(1, scores, weightStep, query + offset, keys + offset, step, count, headSize, scale);
			else if (headSize == 2 * LANES) dotProducts(2, scores, weightStep, query + offset, keys + offset, step, count, headSize, scale);
			else dotProducts(0, scores, weightStep, query + offset, keys + offset, step, count, headSize, scale);
		}

		for (let offset: usize = 0; offset < weightStep; offset += 16) {
			softmax(weightsOfRow + offset, weightStep, count);
		}

		const outOfRow = out + <usize>(row * outStride) * SIZE;
		for (let head = 0; head < nHead; head++) {
			const offset = <usize>head * headStep;
			weightedSum(outOfRow + offset, weightsOfRow + <usize>head * SIZE, weightStep, past + valuesOffset + offset, step, count, headSize);
		}
	}
}

/**
The gradients of queries, keys and values; those of keys and values add up over the rows that look
at them.

@param scratch - Room for the gradients of the weights of one row.
@param first - The first of the rows, which begins a document; the last ends one.
*/
export function attendBackward(gradients: usize, outGradient: usize, outStride: i32, weights: usize, weightsStride: i32, scratch: usize, queriesKeysValues: usize, stride: i32, starts: usize, first: i32, rows: i32, nHead: i32, headSize: i32): void {
	const step = <usize>stride * SIZE;
	const keysOffset = <usize>(nHead * headSize) * SIZE;
	const valuesOffset = keysOffset + keysOffset;
	const headStep = <usize>headSize * SIZE;
	const weightStep = paddedHeads(nHead);
	const scale = <real>1 / sqrt<real>(<real>headSize);
	memory.fill(gradients + <usize>first * step, 0, <usize>rows * step);
	for (let row = first; row < first + rows; row++) {
		const start = load<i32>(starts + (<usize>row << 2));
		const count = row - start + 1;
		const query = queriesKeysValues + <usize>row * step;
		const past = queriesKeysValues + <usize>start * step;
		const queryGradient = gradients + <usize>row * step;
		const pastGradient = gradients + <usize>start * step;
		const weightsOfRow = weights + <usize>(row * weightsStride) * SIZE;
		const gradientOfRow = outGradient + <usize>(row * outStride) * SIZE;
		for (let head = 0; head < nHead; head++) {
			const offset = <usize>head * headStep;
			const lane = <usize>head * SIZE;
			// The weight of a position depends on nothing but that position's value.
			if (headSize == LANES) dotProducts(1, scratch + lane, weightStep, gradientOfRow + offset, past + valuesOffset + offset, step, count, headSize, 1);
			else if (headSize == 2 * LANES) dotProducts(2, scratch + lane, weightStep, gradientOfRow + offset, past + valuesOffset + offset, step, count, headSize, 1);
			else dotProducts(0, scratch + lane, weightStep, gradientOfRow + offset, past + valuesOffset + offset, step, count, headSize, 1);

			addOuterProduct(pastGradient + valuesOffset + offset, step, weightsOfRow + lane, weightStep, gradientOfRow + offset, count, headSize);
		}

		for (let offset: usize = 0; offset < weightStep; offset += 16) {
			softmaxBackward(scratch + offset, weightsOfRow + offset, weightStep, count, scale);
		}

		for (let head = 0; head < nHead; head++) {
			const offset = <usize>head * headStep;
			const lane = <usize>head * SIZE;
			weightedSum(queryGradient + offset, scratch + lane, weightStep, past + keysOffset + offset, step, count, headSize);
			addOuterProduct(pastGradient + keysOffset + offset, step, scratch + lane, weightStep, query + offset, count, headSize);
		}
	}
}

/** The bytes of the heads of one position, in whole vectors. */
@inline
function paddedHeads(nHead: i32): usize {
	return (<usize>nHead * SIZE + 15) & ~15;
}

/** Softmax over the positions, in place, of as many heads at once as a vector has lanes. */
@inline
function softmax(scores: usize, step: usize, count: i32): void {
	const end = scores + <usize>count * step;
	let largest = v128.load(scores);
	for (let place = scores + step; place < end; place += step) {
		largest = v128.pmax<real>(largest, v128.load(place));
	}

	let total = zero();
	for (let place = scores; place < end; place += step) {
		const exponential = exp(v128.sub<real>(v128.load(place), largest));
		total = v128.add<real>(total, exponential);
		v128.store(place, exponential);
	}

	const factor = v128.div<real>(v128.splat<real>(1), total);
	for (let place = scores; place < end; place += step) {
		v128.store(place, v128.mul<real>(v128.load(place), factor));
	}
}

/** From the gradients of the weights to those of the scores before the scaling, in place. */
@inline
function softmaxBackward(gradients: usize, weights: usize, step: usize, count: i32, scale: real): void {
	const length = <usize>count * step;
	let total = zero();
	for (let offset: usize = 0; offset < length; offset += step) {
		total = v128.add<real>(total, v128.mul<real>(v128.load(weights + offset), v128.load(gradients + offset)));
	}

	const factor = v128.splat<real>(scale);
	for (let offset: usize = 0; offset < length; offset += step) {
		const gradient = v128.sub<real>(v128.load(gradients + offset), total);
		v128.store(gradients + offset, v128.mul<real>(factor, v128.mul<real>(v128.load(weights + offset), gradient)));
	}
}

/** For each position, out = scale · Σ a · x: how much a head of one row is like that head of each position. */
@inline
function dotProducts(width: i32, out: usize, outStep: usize, a: usize, x: usize, xStep: usize, count: i32, headSize: i32, scale: real): void {
	const a0 = width > 0 ? v128.load(a) : zero();
	const a1 = width > 1 ? v128.load(a, 16) : zero();
	for (let position = count; position > 0; position--) {
		if (width == 0) {
			store<real>(out, dot(a, x, headSize) * scale);
		} else {
			let product = v128.mul<real>(a0, v128.load(x));
			if (width > 1) product = multiplyAdd(a1, v128.load(x, 16), product);
			store<real>(out, sumOf(product) * scale);
		}

		out += outStep;
		x += xStep;
	}
}

/** For each position, out += factor · x. */
@inline
function addOuterProduct(out: usize, outStep: usize, factors: usize, factorStep: usize, x: usize, count: i32, headSize: i32): void {
	let column = 0;
	for (; column + LANES <= headSize; column += LANES) {
		const vector = v128.load(x);
		let to = out;
		let factor = factors;
		for (let position = count; position > 0; position--) {
			v128.store(to, multiplyAdd(v128.load_splat<real>(factor), vector, v128.load(to)));
			to += outStep;
			factor += factorStep;
		}

		out += 16;
		x += 16;
	}

	for (; column < headSize; column++) {
		for (let position = 0; position < count; position++) {
			const to = out + <usize>position * outStep;
			store<real>(to, load<real>(to) + load<real>(factors + <usize>position * factorStep) * load<real>(x));
		}

		out += SIZE;
		x += SIZE;
	}
}

/** out = Σ over the positions of factor · x, along one head. */
@inline
function weightedSum(out: usize, factors: usize, factorStep: usize, x: usize, xStep: usize, count: i32, headSize: i32): void {
	let column = 0;
	for (; column + LANES <= headSize; column += LANES) {
		let sum = zero();
		let factor = factors;
		let from = x;
		for (let position = 0; position < count; position++) {
			sum = multiplyAdd(v128.load_splat<real>(factor), v128.load(from), sum);
			factor += factorStep;
			from += xStep;
		}

		v128.store(out, sum);
		out += 16;
		x += 16;
	}

	for (; column < headSize; column++) {
		let sum: real = 0;
		for (let position = 0; position < count; position++) {
			sum += load<real>(factors + <usize>position * factorStep) * load<real>(x + <usize>position * xStep);
		}

		store<real>(out, sum);
		out += SIZE;
		x += SIZE;
	}
}
