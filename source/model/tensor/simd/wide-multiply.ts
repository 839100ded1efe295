import {LANES, multiplyAdd, SIZE, zero} from './real';

/** The rows of the tallest tile: as many as leave a register for what they are multiplied with. */
const TALLEST: i32 = SIZE == 8 ? 5 : 6;

/** So many steps of a strip of the right matrix fit into the first cache, beside the rows that they are multiplied with. */
const CHUNK: i32 = 256;

/** The columns of a strip: four vectors, which are two of twice the width. */
export const STRIP: i32 = 4 * LANES;

/** Where a chunk of a strip is laid out; 0: there is no room for one. */
let room: usize = 0;

/**
Makes large products in strips of four vectors. It pays where the machine's vectors are twice as wide as those of
WebAssembly and two of these become one of them: else there are not enough registers.

@param pointer - Room for `CHUNK` steps of a strip, 16 kB.
*/
export function widen(pointer: usize): void {
	room = pointer;
}

/** Whether a product is to be made in strips. Lower ones have too little to share a strip among. */
@inline
export function isForStrips(rows: i32, columns: i32, accumulate: i32): bool {
	return room != 0 && rows >= TALLEST && columns >= STRIP && !accumulate;
}

/** One strip of a product, see `multiply`. Each number is added up in the same order as there. */
export function multiplyStrip(out: usize, outStep: usize, a: usize, aRowStep: usize, aInnerStep: usize, b: usize, bStep: usize, rows: i32, inner: i32): void {
	clearStrip(out, outStep, rows);
	for (let first = 0; first < inner; first += CHUNK) {
		const steps = min(CHUNK, inner - first);
		layOut(room, b, bStep, steps);
		multiplyTiles(out, outStep, a, aRowStep, aInnerStep, rows, steps);
		a += <usize>steps * aInnerStep;
		b += <usize>steps * bStep;
	}
}

function clearStrip(out: usize, outStep: usize, rows: i32): void {
	for (let row = 0; row < rows; row++) {
		v128.store(out, zero());
		v128.store(out, zero(), 16);
		v128.store(out, zero(), 32);
		v128.store(out, zero(), 48);
		out += outStep;
	}
}

/** Lays the rows of a strip close together: far apart they would push each other out of the cache. */
function layOut(to: usize, b: usize, bStep: usize, steps: i32): void {
	for (let k = steps; k > 0; k--) {
		const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
		v128.store(to, b0);
		v128.store(to, b1, 16);
		v128.store(to, b2, 32);
		v128.store(to, b3, 48);
		to += 64;
		b += bStep;
	}
}

/** All rows of a strip, in tiles of about the same height. */
function multiplyTiles(out: usize, outStep: usize, a: usize, aRowStep: usize, aInnerStep: usize, rows: i32, steps: i32): void {
	let tilesLeft = (rows + TALLEST - 1) / TALLEST;
	while (rows > 0) {
		const height = (rows + tilesLeft - 1) / tilesLeft;
		if (height == 6) tile(6, out, outStep, a, aRowStep, aInnerStep, steps);
		else if (height == 5) tile(5, out, outStep, a, aRowStep, aInnerStep, steps);
		else if (height == 4) tile(4, out, outStep, a, aRowStep, aInnerStep, steps);
		else if (height == 3) tile(3, out, outStep, a, aRowStep, aInnerStep, steps);
		else tile(2, out, outStep, a, aRowStep, aInnerStep, steps);
		rows -= height;
		tilesLeft--;
		out += <usize>height * outStep;
		a += <usize>height * aRowStep;
	}
}

/**
A tile of a strip, added to what is there; `height` is a constant, and what it rules out is not compiled. Four vectors of a row are
always dealt with one after the other, and all are loaded before any is stored: only then are they seen to be two of twice the
width.
*/
@inline
function tile(height: i32, out: usize, outStep: usize, a: usize, aRowStep: usize, aInnerStep: usize, steps: i32): void {
	let b = room;
	const out0 = out;
	const out1 = out0 + outStep;
	const out2 = out1 + outStep;
	const out3 = out2 + outStep;
	const out4 = out3 + outStep;
	const out5 = out4 + outStep;
	let a0 = a;
	let a1 = a0 + aRowStep;
	let a2 = a1 + aRowStep;
	let a3 = a2 + aRowStep;
	let a4 = a3 + aRowStep;
	let a5 = a4 + aRowStep;
	let sum00 = v128.load(out0), sum01 = v128.load(out0, 16), sum02 = v128.load(out0, 32), sum03 = v128.load(out0, 48);
	let sum10 = height > 1 ? v128.load(out1) : zero(), sum11 = height > 1 ? v128.load(out1, 16) : zero(), sum12 = height > 1 ? v128.load(out1, 32) : zero(), sum13 = height > 1 ? v128.load(out1, 48) : zero();
	let sum20 = height > 2 ? v128.load(out2) : zero(), sum21 = height > 2 ? v128.load(out2, 16) : zero(), sum22 = height > 2 ? v128.load(out2, 32) : zero(), sum23 = height > 2 ? v128.load(out2, 48) : zero();
	let sum30 = height > 3 ? v128.load(out3) : zero(), sum31 = height > 3 ? v128.load(out3, 16) : zero(), sum32 = height > 3 ? v128.load(out3, 32) : zero(), sum33 = height > 3 ? v128.load(out3, 48) : zero();
	let sum40 = height > 4 ? v128.load(out4) : zero(), sum41 = height > 4 ? v128.load(out4, 16) : zero(), sum42 = height > 4 ? v128.load(out4, 32) : zero(), sum43 = height > 4 ? v128.load(out4, 48) : zero();
	let sum50 = height > 5 ? v128.load(out5) : zero(), sum51 = height > 5 ? v128.load(out5, 16) : zero(), sum52 = height > 5 ? v128.load(out5, 32) : zero(), sum53 = height > 5 ? v128.load(out5, 48) : zero();
	for (let k = steps; k > 0; k--) {
		const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
		let factor = v128.load_splat<real>(a0);
		sum00 = multiplyAdd(factor, b0, sum00);
		sum01 = multiplyAdd(factor, b1, sum01);
		sum02 = multiplyAdd(factor, b2, sum02);
		sum03 = multiplyAdd(factor, b3, sum03);
		a0 += aInnerStep;
		if (height > 1) {
			factor = v128.load_splat<real>(a1);
			sum10 = multiplyAdd(factor, b0, sum10);
			sum11 = multiplyAdd(factor, b1, sum11);
			sum12 = multiplyAdd(factor, b2, sum12);
			sum13 = multiplyAdd(factor, b3, sum13);
			a1 += aInnerStep;
		}

		if (height > 2) {
			factor = v128.load_splat<real>(a2);
			sum20 = multiplyAdd(factor, b0, sum20);
			sum21 = multiplyAdd(factor, b1, sum21);
			sum22 = multiplyAdd(factor, b2, sum22);
			sum23 = multiplyAdd(factor, b3, sum23);
			a2 += aInnerStep;
		}

		if (height > 3) {
			factor = v128.load_splat<real>(a3);
			sum30 = multiplyAdd(factor, b0, sum30);
			sum31 = multiplyAdd(factor, b1, sum31);
			sum32 = multiplyAdd(factor, b2, sum32);
			sum33 = multiplyAdd(factor, b3, sum33);
			a3 += aInnerStep;
		}

		if (height > 4) {
			factor = v128.load_splat<real>(a4);
			sum40 = multiplyAdd(factor, b0, sum40);
			sum41 = multiplyAdd(factor, b1, sum41);
			sum42 = multiplyAdd(factor, b2, sum42);
			sum43 = multiplyAdd(factor, b3, sum43);
			a4 += aInnerStep;
		}

		if (height > 5) {
			factor = v128.load_splat<real>(a5);
			sum50 = multiplyAdd(factor, b0, sum50);
			sum51 = multiplyAdd(factor, b1, sum51);
			sum52 = multiplyAdd(factor, b2, sum52);
			sum53 = multiplyAdd(factor, b3, sum53);
			a5 += aInnerStep;
		}

		b += 64;
	}

	storeStrip(out0, sum00, sum01, sum02, sum03);
	if (height > 1) storeStrip(out1, sum10, sum11, sum12, sum13);
	if (height > 2) storeStrip(out2, sum20, sum21, sum22, sum23);
	if (height > 3) storeStrip(out3, sum30, sum31, sum32, sum33);
	if (height > 4) storeStrip(out4, sum40, sum41, sum42, sum43);
	if (height > 5) storeStrip(out5, sum50, sum51, sum52, sum53);
}

@inline
function storeStrip(out: usize, sum0: v128, sum1: v128, sum2: v128, sum3: v128): void {
	v128.store(out, sum0);
	v128.store(out, sum1, 16);
	v128.store(out, sum2, 32);
	v128.store(out, sum3, 48);
}
