import {dotProducts, paddedHeads, weightedSum} from './attention';
import {LANES, multiplyAdd, SIZE, zero} from './real';

/**
The gradients of queries, keys and values; those of keys and values add up over the rows that look
at them.

@param scratch - Room for the gradients of the weights of four rows.
@param first - The first of the rows, which begins a document; the last ends one.
*/
export function attendBackward(gradients: usize, outGradient: usize, outStride: i32, weights: usize, weightsStride: i32, scratch: usize, queriesKeysValues: usize, stride: i32, starts: usize, first: i32, rows: i32, nHead: i32, headSize: i32): void {
	const step = <usize>stride * SIZE;
	const outStep = <usize>outStride * SIZE;
	const keysOffset = <usize>(nHead * headSize) * SIZE;
	const valuesOffset = keysOffset + keysOffset;
	const headStep = <usize>headSize * SIZE;
	const weightStep = paddedHeads(nHead);
	const weightsStep = <usize>weightsStride * SIZE;
	const end = first + rows;
	memory.fill(gradients + <usize>first * step, 0, <usize>rows * step);
	for (let row = first; row < end;) {
		const start = load<i32>(starts + (<usize>row << 2));
		const height = rowsTogether(start, starts, row, end);
		const count = row - start + 1;
		const query = queriesKeysValues + <usize>row * step;
		const past = queriesKeysValues + <usize>start * step;
		const queryGradient = gradients + <usize>row * step;
		const pastGradient = gradients + <usize>start * step;
		const weightsOfRow = weights + <usize>row * weightsStep;
		const gradientOfRow = outGradient + <usize>row * outStep;
		for (let index = 0; index < height; index++) {
			const i = <usize>index;
			backThroughScores(scratch + i * weightsStep, queryGradient + i * step, gradientOfRow + i * outStep, weightsOfRow + i * weightsStep, past + keysOffset, past + valuesOffset, step, count + index, nHead, headSize);
		}

		for (let head = 0; head < nHead; head++) {
			const offset = <usize>head * headStep;
			const lane = <usize>head * SIZE;
			addOuterProducts(pastGradient + valuesOffset + offset, step, weightsOfRow + lane, weightsStep, weightStep, gradientOfRow + offset, outStep, count, height, headSize);
			addOuterProducts(pastGradient + keysOffset + offset, step, scratch + lane, weightsStep, weightStep, query + offset, step, count, height, headSize);
		}

		row += height;
	}
}

/** The rows from this one on whose gradients are passed on together: four, where the document has them and enough positions before. */
@inline
function rowsTogether(start: i32, starts: usize, row: i32, end: i32): i32 {
	return row - start >= 8 && row + 4 <= end && load<i32>(starts + (<usize>(row + 3) << 2)) == start ? 4 : 1;
}

/** Of one row, the gradients of its scores and of its query. */
@inline
function backThroughScores(scores: usize, queryGradient: usize, gradientOfRow: usize, weightsOfRow: usize, keys: usize, values: usize, step: usize, count: i32, nHead: i32, headSize: i32): void {
	const headStep = <usize>headSize * SIZE;
	const weightStep = paddedHeads(nHead);
	for (let head = 0; head < nHead; head++) {
		const offset = <usize>head * headStep;
		const lane = <usize>head * SIZE;
		// The weight of a position depends on nothing but that position's value.
		dotProducts(scores + lane, weightStep, gradientOfRow + offset, values + offset, step, count, headSize, 1);
	}

	const scale = <real>1 / sqrt<real>(<real>headSize);
	for (let offset: usize = 0; offset < weightStep; offset += 16) {
		softmaxBackward(scores + offset, weightsOfRow + offset, weightStep, count, scale);
	}

	for (let head = 0; head < nHead; head++) {
		const offset = <usize>head * headStep;
		weightedSum(queryGradient + offset, scores + <usize>head * SIZE, weightStep, keys + offset, step, count, headSize);
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

/**
For each position, out += factor · x, of one row after the other.

@param count - The positions that the first row looks at; each row after it looks at one more.
*/
@inline
function addOuterProducts(out: usize, outStep: usize, factors: usize, factorRowStep: usize, factorStep: usize, x: usize, xStep: usize, count: i32, rows: i32, headSize: i32): void {
	if (rows == 1) {
		addOuterProduct(out, outStep, factors, factorStep, x, count, headSize);
		return;
	}

	let column = 0;
	for (; column + 2 * LANES <= headSize; column += 2 * LANES) {
		const offset = <usize>column * SIZE;
		addFour(2, out + offset, outStep, factors, factorRowStep, factorStep, x + offset, xStep, count);
	}

	for (; column + LANES <= headSize; column += LANES) {
		const offset = <usize>column * SIZE;
		addFour(1, out + offset, outStep, factors, factorRowStep, factorStep, x + offset, xStep, count);
	}

	for (let row = 0; row < rows; row++) {
		const factorsOfRow = factors + <usize>row * factorRowStep;
		const xOfRow = x + <usize>row * xStep;
		const offset = <usize>column * SIZE;
		addOuterProduct(out + offset, outStep, factorsOfRow, factorStep, xOfRow + offset, count, headSize - column);
		const place = <usize>count;
		addOuterProduct(out + place * outStep, outStep, factorsOfRow + place * factorStep, factorStep, xOfRow, row, headSize);
	}
}

/** Some vectors of the outer products of four rows: what they are added to is loaded and stored once. */
@inline
function addFour(vectors: i32, out: usize, outStep: usize, factors: usize, factorRowStep: usize, factorStep: usize, x: usize, xStep: usize, count: i32): void {
	const x00 = v128.load(x), x01 = vectors > 1 ? v128.load(x, 16) : x00;
	x += xStep;
	const x10 = v128.load(x), x11 = vectors > 1 ? v128.load(x, 16) : x10;
	x += xStep;
	const x20 = v128.load(x), x21 = vectors > 1 ? v128.load(x, 16) : x20;
	x += xStep;
	const x30 = v128.load(x), x31 = vectors > 1 ? v128.load(x, 16) : x30;
	const factors1 = factors + factorRowStep;
	const factors2 = factors1 + factorRowStep;
	const factors3 = factors2 + factorRowStep;
	const end = <usize>count * factorStep;
	for (let offset: usize = 0; offset < end; offset += factorStep) {
		let sum0 = v128.load(out);
		let sum1 = vectors > 1 ? v128.load(out, 16) : sum0;
		let factor = v128.load_splat<real>(factors + offset);
		sum0 = multiplyAdd(factor, x00, sum0);
		if (vectors > 1) sum1 = multiplyAdd(factor, x01, sum1);
		factor = v128.load_splat<real>(factors1 + offset);
		sum0 = multiplyAdd(factor, x10, sum0);
		if (vectors > 1) sum1 = multiplyAdd(factor, x11, sum1);
		factor = v128.load_splat<real>(factors2 + offset);
		sum0 = multiplyAdd(factor, x20, sum0);
		if (vectors > 1) sum1 = multiplyAdd(factor, x21, sum1);
		factor = v128.load_splat<real>(factors3 + offset);
		sum0 = multiplyAdd(factor, x30, sum0);
		if (vectors > 1) sum1 = multiplyAdd(factor, x31, sum1);
		v128.store(out, sum0);
		if (vectors > 1) v128.store(out, sum1, 16);
		out += outStep;
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
