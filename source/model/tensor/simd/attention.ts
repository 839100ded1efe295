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
			dotProducts(scores, weightStep, query + offset, keys + offset, step, count, headSize, scale);
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

/** The bytes of the heads of one position, in whole vectors. */
@inline
export function paddedHeads(nHead: i32): usize {
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

/** For each position, out = scale · Σ a · x: how much a head of one row is like that head of each position. */
@inline
export function dotProducts(out: usize, outStep: usize, a: usize, x: usize, xStep: usize, count: i32, headSize: i32, scale: real): void {
	if (headSize == LANES) dotProductsOf(1, out, outStep, a, x, xStep, count, headSize, scale);
	else if (headSize == 2 * LANES) dotProductsOf(2, out, outStep, a, x, xStep, count, headSize, scale);
	else dotProductsOf(0, out, outStep, a, x, xStep, count, headSize, scale);
}

@inline
function dotProductsOf(width: i32, out: usize, outStep: usize, a: usize, x: usize, xStep: usize, count: i32, headSize: i32, scale: real): void {
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

/** out = Σ over the positions of factor · x, along one head. */
@inline
export function weightedSum(out: usize, factors: usize, factorStep: usize, x: usize, xStep: usize, count: i32, headSize: i32): void {
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
