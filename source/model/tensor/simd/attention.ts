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
		if (headSize == LANES) dotProducts(1, scores + lane, weightStep, gradientOfRow + offset, values + offset, step, count, headSize, 1);
		else if (headSize == 2 * LANES) dotProducts(2, scores + lane, weightStep, gradientOfRow + offset, values + offset, step, count, headSize, 1);
		else dotProducts(0, scores + lane, weightStep, gradientOfRow + offset, values + offset, step, count, headSize, 1);
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
	let position = count;
	if (width == 0 && headSize % LANES == 0) {
		for (; position >= 4; position -= 4) {
			fourDotProducts(out, outStep, a, x, xStep, headSize, scale);
			out += 4 * outStep;
			x += 4 * xStep;
		}
	}

	for (; position > 0; position--) {
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

/** Of four positions at a time: one sum alone would wait for each of its additions. */
@inline
function fourDotProducts(out: usize, outStep: usize, a: usize, x: usize, xStep: usize, headSize: i32, scale: real): void {
	const x1 = x + xStep;
	const x2 = x1 + xStep;
	const x3 = x2 + xStep;
	const end = <usize>headSize * SIZE;
	let sum0 = zero(), sum1 = zero(), sum2 = zero(), sum3 = zero();
	for (let offset: usize = 0; offset < end; offset += 16) {
		const factor = v128.load(a + offset);
		sum0 = multiplyAdd(factor, v128.load(x + offset), sum0);
		sum1 = multiplyAdd(factor, v128.load(x1 + offset), sum1);
		sum2 = multiplyAdd(factor, v128.load(x2 + offset), sum2);
		sum3 = multiplyAdd(factor, v128.load(x3 + offset), sum3);
	}

	store<real>(out, sumOf(sum0) * scale);
	store<real>(out + outStep, sumOf(sum1) * scale);
	store<real>(out + 2 * outStep, sumOf(sum2) * scale);
	store<real>(out + 3 * outStep, sumOf(sum3) * scale);
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

/** out = Σ over the positions of factor · x, along one head. */
@inline
function weightedSum(out: usize, factors: usize, factorStep: usize, x: usize, xStep: usize, count: i32, headSize: i32): void {
	if (headSize == LANES) {
		sumVectors(1, out, factors, factorStep, x, xStep, count);
		return;
	}

	let column = 0;
	for (; column + 8 * LANES <= headSize; column += 8 * LANES) {
		const offset = <usize>column * SIZE;
		sumVectors(8, out + offset, factors, factorStep, x + offset, xStep, count);
	}

	for (; column + 2 * LANES <= headSize; column += 2 * LANES) {
		const offset = <usize>column * SIZE;
		sumVectors(2, out + offset, factors, factorStep, x + offset, xStep, count);
	}

	for (; column + LANES <= headSize; column += LANES) {
		const offset = <usize>column * SIZE;
		sumVectors(1, out + offset, factors, factorStep, x + offset, xStep, count);
	}

	for (; column < headSize; column++) {
		const offset = <usize>column * SIZE;
		let sum: real = 0;
		for (let position = 0; position < count; position++) {
			sum += load<real>(factors + <usize>position * factorStep) * load<real>(x + offset + <usize>position * xStep);
		}

		store<real>(out + offset, sum);
	}
}

/** Some vectors of a weighted sum, side by side: each waits for its own additions, and all see a factor that is loaded once. */
@inline
function sumVectors(vectors: i32, out: usize, factors: usize, factorStep: usize, x: usize, xStep: usize, count: i32): void {
	let sum0 = zero(), sum1 = zero(), sum2 = zero(), sum3 = zero();
	let sum4 = zero(), sum5 = zero(), sum6 = zero(), sum7 = zero();
	for (let position = count; position > 0; position--) {
		const factor = v128.load_splat<real>(factors);
		sum0 = multiplyAdd(factor, v128.load(x), sum0);
		if (vectors > 1) sum1 = multiplyAdd(factor, v128.load(x, 16), sum1);
		if (vectors > 2) {
			sum2 = multiplyAdd(factor, v128.load(x, 32), sum2);
			sum3 = multiplyAdd(factor, v128.load(x, 48), sum3);
			sum4 = multiplyAdd(factor, v128.load(x, 64), sum4);
			sum5 = multiplyAdd(factor, v128.load(x, 80), sum5);
			sum6 = multiplyAdd(factor, v128.load(x, 96), sum6);
			sum7 = multiplyAdd(factor, v128.load(x, 112), sum7);
		}

		factors += factorStep;
		x += xStep;
	}

	v128.store(out, sum0);
	if (vectors > 1) v128.store(out, sum1, 16);
	if (vectors > 2) {
		v128.store(out, sum2, 32);
		v128.store(out, sum3, 48);
		v128.store(out, sum4, 64);
		v128.store(out, sum5, 80);
		v128.store(out, sum6, 96);
		v128.store(out, sum7, 112);
	}
}
