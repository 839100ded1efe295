import {SIZE} from './real';

// The constants stand in memory: a vector of one takes less time to load than to make.

/** The least power, the rounding number, 1 / ln 2, ln 2 in two parts; from 5 on 1 / n! from n = 2. */
const constants64 = memory.data<f64>([
	-300, 6755399441055744, 1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10,
	1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5040.0, 1 / 40320.0, 1 / 362880.0, 1 / 3628800.0, 1 / 39916800.0, 1 / 479001600.0, 1 / 6227020800.0,
	1,
]);
const constants32 = memory.data<f32>([
	-60, 12582912, 1.44269504, 0.693145752, 1.42860677e-6,
	1 / 2.0, 1 / 6.0, 1 / 24.0, 1 / 120.0, 1 / 720.0, 1 / 5040.0,
	1,
]);

/**
e to the power of each lane, for lanes that are not above 0: x = k·ln 2 + r, then 2^k times the
Taylor series of e^r, |r| ≤ ln 2 / 2. Good to about one unit in the last place. Powers below −300
(f32: −60) count as that: it adds nothing to a sum with 1 in it, and denormal numbers are slow.
*/
@inline
export function exp(x: v128): v128 {
	return SIZE == 8 ? exp64(x) : exp32(x);
}

@inline
function exp64(x: v128): v128 {
	const power = f64x2.pmax(x, constant64(0));
	// Adding 1.5 · 2^52 rounds to a whole number, which is then in the low bits.
	const shifted = f64x2.add(f64x2.mul(power, constant64(2)), constant64(1));
	const k = f64x2.sub(shifted, constant64(1));
	// ln 2 is in two parts, so that k times the first is exact.
	const r = f64x2.sub(f64x2.sub(power, f64x2.mul(k, constant64(3))), f64x2.mul(k, constant64(4)));
	// In pairs, so that they need not wait for each other.
	const r2 = f64x2.mul(r, r);
	const r4 = f64x2.mul(r2, r2);
	const low = f64x2.add(pair64(r, 5), f64x2.mul(r2, pair64(r, 7)));
	const middle = f64x2.add(pair64(r, 9), f64x2.mul(r2, pair64(r, 11)));
	const high = f64x2.add(pair64(r, 13), f64x2.mul(r2, pair64(r, 15)));
	const series = f64x2.add(low, f64x2.mul(r4, f64x2.add(middle, f64x2.mul(r4, high))));
	const result = f64x2.add(constant64(17), f64x2.add(r, f64x2.mul(r2, series)));
	return i64x2.add(result, i64x2.shl(shifted, 52));
}

/** Two terms of the series. */
@inline
function pair64(r: v128, index: usize): v128 {
	return f64x2.add(constant64(index), f64x2.mul(r, constant64(index + 1)));
}

@inline
function constant64(index: usize): v128 {
	return v128.load_splat<f64>(constants64 + index * 8);
}

@inline
function exp32(x: v128): v128 {
	const power = f32x4.pmax(x, constant32(0));
	const shifted = f32x4.add(f32x4.mul(power, constant32(2)), constant32(1));
	const k = f32x4.sub(shifted, constant32(1));
	const r = f32x4.sub(f32x4.sub(power, f32x4.mul(k, constant32(3))), f32x4.mul(k, constant32(4)));
	const r2 = f32x4.mul(r, r);
	const series = f32x4.add(pair32(r, 5), f32x4.mul(r2, f32x4.add(pair32(r, 7), f32x4.mul(r2, pair32(r, 9)))));
	const result = f32x4.add(constant32(11), f32x4.add(r, f32x4.mul(r2, series)));
	return i32x4.add(result, i32x4.shl(shifted, 23));
}

@inline
function pair32(r: v128, index: usize): v128 {
	return f32x4.add(constant32(index), f32x4.mul(r, constant32(index + 1)));
}

@inline
function constant32(index: usize): v128 {
	return v128.load_splat<f32>(constants32 + index * 4);
}
