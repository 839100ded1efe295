import {LANES, multiplyAdd, SIZE, zero} from './real';
import {isForStrips, multiplyStrip, STRIP} from './wide-multiply';

/**
A product of matrices: out[r, c] = Σ_k a[r, k] · b[k, c], added to what is there if `accumulate`.

The steps say how far apart the rows of `a` are and how far its entries along k, so that `a` can be
read transposed as well. Tiles of up to 5 rows and 2 vectors stay in registers over all of k.
*/
export function multiply(out: usize, outStride: i32, a: usize, aRowStride: i32, aInnerStride: i32, b: usize, bStride: i32, rows: i32, inner: i32, columns: i32, accumulate: i32): void {
	const outStep = <usize>outStride * SIZE;
	const aRowStep = <usize>aRowStride * SIZE;
	const aInnerStep = <usize>aInnerStride * SIZE;
	const bStep = <usize>bStride * SIZE;
	let column = 0;
	if (isForStrips(rows, columns, accumulate)) {
		for (; column + STRIP <= columns; column += STRIP) {
			multiplyStrip(out, outStep, a, aRowStep, aInnerStep, b, bStep, rows, inner);
			out += 64;
			b += 64;
		}
	} else if (rows == 1) {
		for (; column + 8 * LANES <= columns; column += 8 * LANES) {
			wideRow(out, a, aInnerStep, b, bStep, inner, accumulate);
			out += 128;
			b += 128;
		}
	}

	for (; column + 2 * LANES <= columns; column += 2 * LANES) {
		multiplyColumns(2, out, outStep, a, aRowStep, aInnerStep, b, bStep, rows, inner, accumulate);
		out += 32;
		b += 32;
	}

	for (; column + LANES <= columns; column += LANES) {
		multiplyColumns(1, out, outStep, a, aRowStep, aInnerStep, b, bStep, rows, inner, accumulate);
		out += 16;
		b += 16;
	}

	for (; column < columns; column++) {
		multiplyColumn(out, outStep, a, aRowStep, aInnerStep, b, bStep, rows, inner, accumulate);
		out += SIZE;
		b += SIZE;
	}
}

/** All rows of one or two vectors of columns, in tiles of about the same height. */
@inline
function multiplyColumns(vectors: i32, out: usize, outStep: usize, a: usize, aRowStep: usize, aInnerStep: usize, b: usize, bStep: usize, rows: i32, inner: i32, accumulate: i32): void {
	let tilesLeft = (rows + 4) / 5;
	while (rows > 0) {
		const height = (rows + tilesLeft - 1) / tilesLeft;
		if (height == 5) tile(5, vectors, out, outStep, a, aRowStep, aInnerStep, b, bStep, inner, accumulate);
		else if (height == 4) tile(4, vectors, out, outStep, a, aRowStep, aInnerStep, b, bStep, inner, accumulate);
		else if (height == 3) tile(3, vectors, out, outStep, a, aRowStep, aInnerStep, b, bStep, inner, accumulate);
		else if (height == 2) tile(2, vectors, out, outStep, a, aRowStep, aInnerStep, b, bStep, inner, accumulate);
		else tile(1, vectors, out, outStep, a, aRowStep, aInnerStep, b, bStep, inner, accumulate);
		rows -= height;
		tilesLeft--;
		out += <usize>height * outStep;
		a += <usize>height * aRowStep;
	}
}

/** A tile of the result; `height` and `vectors` are constants, and what they rule out is not compiled. */
@inline
function tile(height: i32, vectors: i32, out: usize, outStep: usize, a: usize, aRowStep: usize, aInnerStep: usize, b: usize, bStep: usize, inner: i32, accumulate: i32): void {
	let sum00 = zero(), sum01 = zero();
	let sum10 = zero(), sum11 = zero();
	let sum20 = zero(), sum21 = zero();
	let sum30 = zero(), sum31 = zero();
	let sum40 = zero(), sum41 = zero();
	let a0 = a;
	let a1 = a + aRowStep;
	let a2 = a1 + aRowStep;
	let a3 = a2 + aRowStep;
	let a4 = a3 + aRowStep;
	for (let k = inner; k > 0; k--) {
		const b0 = v128.load(b);
		const b1 = vectors > 1 ? v128.load(b, 16) : b0;
		let factor = v128.load_splat<real>(a0);
		sum00 = multiplyAdd(factor, b0, sum00);
		if (vectors > 1) sum01 = multiplyAdd(factor, b1, sum01);
		a0 += aInnerStep;
		if (height > 1) {
			factor = v128.load_splat<real>(a1);
			sum10 = multiplyAdd(factor, b0, sum10);
			if (vectors > 1) sum11 = multiplyAdd(factor, b1, sum11);
			a1 += aInnerStep;
		}

		if (height > 2) {
			factor = v128.load_splat<real>(a2);
			sum20 = multiplyAdd(factor, b0, sum20);
			if (vectors > 1) sum21 = multiplyAdd(factor, b1, sum21);
			a2 += aInnerStep;
		}

		if (height > 3) {
			factor = v128.load_splat<real>(a3);
			sum30 = multiplyAdd(factor, b0, sum30);
			if (vectors > 1) sum31 = multiplyAdd(factor, b1, sum31);
			a3 += aInnerStep;
		}

		if (height > 4) {
			factor = v128.load_splat<real>(a4);
			sum40 = multiplyAdd(factor, b0, sum40);
			if (vectors > 1) sum41 = multiplyAdd(factor, b1, sum41);
			a4 += aInnerStep;
		}

		b += bStep;
	}

	writeRow(vectors, out, sum00, sum01, accumulate);
	if (height > 1) writeRow(vectors, out + outStep, sum10, sum11, accumulate);
	if (height > 2) writeRow(vectors, out + 2 * outStep, sum20, sum21, accumulate);
	if (height > 3) writeRow(vectors, out + 3 * outStep, sum30, sum31, accumulate);
	if (height > 4) writeRow(vectors, out + 4 * outStep, sum40, sum41, accumulate);
}

/**
Eight vectors of a single row. Each number of `b` is read for this row alone, and so the memory decides how long that takes:
two whole cache lines at a time, it takes half as long as in tiles. Each sum is added up in the same order as there.
*/
function wideRow(out: usize, a: usize, aInnerStep: usize, b: usize, bStep: usize, inner: i32, accumulate: i32): void {
	let sum0 = zero(), sum1 = zero(), sum2 = zero(), sum3 = zero();
	let sum4 = zero(), sum5 = zero(), sum6 = zero(), sum7 = zero();
	for (let k = inner; k > 0; k--) {
		const factor = v128.load_splat<real>(a);
		sum0 = multiplyAdd(factor, v128.load(b), sum0);
		sum1 = multiplyAdd(factor, v128.load(b, 16), sum1);
		sum2 = multiplyAdd(factor, v128.load(b, 32), sum2);
		sum3 = multiplyAdd(factor, v128.load(b, 48), sum3);
		sum4 = multiplyAdd(factor, v128.load(b, 64), sum4);
		sum5 = multiplyAdd(factor, v128.load(b, 80), sum5);
		sum6 = multiplyAdd(factor, v128.load(b, 96), sum6);
		sum7 = multiplyAdd(factor, v128.load(b, 112), sum7);
		a += aInnerStep;
		b += bStep;
	}

	writeRow(2, out, sum0, sum1, accumulate);
	writeRow(2, out + 32, sum2, sum3, accumulate);
	writeRow(2, out + 64, sum4, sum5, accumulate);
	writeRow(2, out + 96, sum6, sum7, accumulate);
}

@inline
function writeRow(vectors: i32, out: usize, sum0: v128, sum1: v128, accumulate: i32): void {
	if (accumulate) {
		v128.store(out, v128.add<real>(v128.load(out), sum0));
		if (vectors > 1) v128.store(out, v128.add<real>(v128.load(out, 16), sum1), 16);
	} else {
		v128.store(out, sum0);
		if (vectors > 1) v128.store(out, sum1, 16);
	}
}

/** One column that does not fill a vector. */
function multiplyColumn(out: usize, outStep: usize, a: usize, aRowStep: usize, aInnerStep: usize, b: usize, bStep: usize, rows: i32, inner: i32, accumulate: i32): void {
	for (let row = 0; row < rows; row++) {
		let sum: real = 0;
		let left = a;
		let right = b;
		for (let k = inner; k > 0; k--) {
			sum += load<real>(left) * load<real>(right);
			left += aInnerStep;
			right += bStep;
		}

		store<real>(out, accumulate ? load<real>(out) + sum : sum);
		out += outStep;
		a += aRowStep;
	}
}
