// The kernels are compiled several times: `real` is f64 or f32 (see build-kernels.js).

/** The bytes of a number. */
export const SIZE: usize = sizeof<real>();

/** The numbers in a vector. */
export const LANES: i32 = 16 / <i32>SIZE;

@inline
export function zero(): v128 {
	return v128.splat<real>(0);
}

/** a · b + c; in the relaxed module in one instruction, which rounds once where the machine can. */
@inline
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
	return ASC_FEATURE_RELAXED_SIMD ? v128.relaxed_madd<real>(a, b, c) : v128.add<real>(c, v128.mul<real>(a, b));
}

/** The sum of the lanes of a vector. */
@inline
export function sumOf(x: v128): real {
	if (SIZE == 8) {
		return <real>(v128.extract_lane<f64>(x, 0) + v128.extract_lane<f64>(x, 1));
	}

	const pairs = v128.add<f32>(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
	return <real>(v128.extract_lane<f32>(pairs, 0) + v128.extract_lane<f32>(pairs, 1));
}

/** The product of two stretches of numbers. */
@inline
export function dot(a: usize, b: usize, count: i32): real {
	let sums = zero();
	let index = 0;
	for (; index + LANES <= count; index += LANES) {
		sums = multiplyAdd(v128.load(a), v128.load(b), sums);
		a += 16;
		b += 16;
	}

	let sum = sumOf(sums);
	for (; index < count; index++) {
		sum += load<real>(a) * load<real>(b);
		a += SIZE;
		b += SIZE;
	}

	return sum;
}

/** A mask of the first lanes of a vector. */
export function lanesBelow(count: i32): v128 {
	const lanes = SIZE == 8 ? f64x2(0, 1) : f32x4(0, 1, 2, 3);
	return v128.lt<real>(lanes, v128.splat<real>(<real>count));
}
