import {LANES, SIZE} from './real';

/**
Leaves numbers out (0) by a key and their places, and multiplies the others by the scale. Like all elementwise kernels it works
on whole vectors: rows are padded to them.
*/
export function dropout(out: usize, x: usize, stride: i32, rows: i32, columns: i32, key: i32, threshold: u32, scale: real): void {
	const factors = v128.splat<real>(scale);
	const limits = v128.splat<u32>(threshold);
	const step = <usize>stride * SIZE;
	for (let row = 0; row < rows; row++) {
		let places = v128.add<i32>(v128.splat<i32>(mixed(key + row)), i32x4(0, 1, 2, 3));
		for (let column = 0; column < columns; column += LANES) {
			const offset = <usize>column * SIZE;
			const kept = inLanes(v128.ge<u32>(mixedLanes(places), limits));
			v128.store(out + offset, v128.and(kept, v128.mul<real>(factors, v128.load(x + offset))));
			places = v128.add<i32>(places, v128.splat<i32>(LANES));
		}

		out += step;
		x += step;
	}
}

/** Of masks of 32 bits, as many as there are numbers in a vector, each as wide as a number. */
@inline
function inLanes(masks: v128): v128 {
	return LANES == 4 ? masks : i64x2.extend_low_i32x4_s(masks);
}

@inline
function mixed(number: i32): i32 {
	let bits = (number ^ (number >>> 16)) * 0x85EBCA6B;
	bits = (bits ^ (bits >>> 13)) * 0xC2B2AE35;
	return bits ^ (bits >>> 16);
}

/** The same of four numbers. */
@inline
function mixedLanes(numbers: v128): v128 {
	let bits = v128.mul<i32>(v128.xor(numbers, v128.shr<u32>(numbers, 16)), v128.splat<i32>(0x85EBCA6B));
	bits = v128.mul<i32>(v128.xor(bits, v128.shr<u32>(bits, 13)), v128.splat<i32>(0xC2B2AE35));
	return v128.xor(bits, v128.shr<u32>(bits, 16));
}
