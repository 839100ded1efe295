import {LANES, multiplyAdd, SIZE, sumOf, zero} from './real';

/** Copies whole rows. */
export function copy(out: usize, x: usize, count: i32): void {
	memory.copy(out, x, <usize>count * SIZE);
}

/** out = a + b. Like all elementwise kernels it works on whole vectors: rows are padded to them. */
export function add(out: usize, a: usize, b: usize, count: i32): void {
	const end = out + <usize>count * SIZE;
	for (; out < end; out += 16) {
		v128.store(out, v128.add<real>(v128.load(a), v128.load(b)));
		a += 16;
		b += 16;
	}
}

/** Zeros in a block of a matrix. */
export function clear(out: usize, outStride: i32, rows: i32, columns: i32): void {
	for (let row = 0; row < rows; row++) {
		memory.fill(out, 0, <usize>columns * SIZE);
		out += <usize>outStride * SIZE;
	}
}

/** out = max(0, x). */
export function relu(out: usize, x: usize, count: i32): void {
	const end = out + <usize>count * SIZE;
	for (; out < end; out += 16) {
		v128.store(out, v128.pmax<real>(v128.load(x), zero()));
		x += 16;
	}
}

/** Where the output y of `relu` is above 0, its gradient goes on; elsewhere 0 does. */
export function reluBackward(xGradient: usize, yGradient: usize, y: usize, count: i32): void {
	const end = y + <usize>count * SIZE;
	for (; y < end; y += 16) {
		v128.store(xGradient, v128.and(v128.load(yGradient), v128.gt<real>(v128.load(y), zero())));
		xGradient += 16;
		yGradient += 16;
	}
}

/** out = max(0, x)². */
export function squaredRelu(out: usize, x: usize, count: i32): void {
	const end = out + <usize>count * SIZE;
	for (; out < end; out += 16) {
		const positive = v128.pmax<real>(v128.load(x), zero());
		v128.store(out, v128.mul<real>(positive, positive));
		x += 16;
	}
}

/** dx = dy · 2 · max(0, x). */
export function squaredReluBackward(xGradient: usize, yGradient: usize, x: usize, count: i32): void {
	const end = x + <usize>count * SIZE;
	for (; x < end; x += 16) {
		const positive = v128.pmax<real>(v128.load(x), zero());
		v128.store(xGradient, v128.mul<real>(v128.load(yGradient), v128.add<real>(positive, positive)));
		xGradient += 16;
		yGradient += 16;
	}
}

/** The sum of the squares. */
export function squaredNorm(x: usize, count: i32): f64 {
	const start = x;
	// Eight sums, so that additions need not wait for each other.
	let sum0 = zero(), sum1 = zero(), sum2 = zero(), sum3 = zero();
	let sum4 = zero(), sum5 = zero(), sum6 = zero(), sum7 = zero();
	const end = x + <usize>count * SIZE;
	for (; x + 128 <= end; x += 128) {
		sum0 = addSquare(sum0, v128.load(x));
		sum1 = addSquare(sum1, v128.load(x, 16));
		sum2 = addSquare(sum2, v128.load(x, 32));
		sum3 = addSquare(sum3, v128.load(x, 48));
		sum4 = addSquare(sum4, v128.load(x, 64));
		sum5 = addSquare(sum5, v128.load(x, 80));
		sum6 = addSquare(sum6, v128.load(x, 96));
		sum7 = addSquare(sum7, v128.load(x, 112));
	}

	const sums = v128.add<real>(v128.add<real>(v128.add<real>(sum0, sum1), v128.add<real>(sum2, sum3)), v128.add<real>(v128.add<real>(sum4, sum5), v128.add<real>(sum6, sum7)));
	let sum = sumOf(sums);
	for (; x < end; x += SIZE) {
		sum += load<real>(x) * load<real>(x);
	}

	if (SIZE == 8 || isFinite<real>(sum)) {
		return sum;
	}

	// Too large for a single, but perhaps not for a double.
	let doubleSum: f64 = 0;
	for (x = start; x < end; x += SIZE) {
		doubleSum += <f64>load<real>(x) * <f64>load<real>(x);
	}

	return doubleSum;
}

@inline
function addSquare(sum: v128, x: v128): v128 {
	return multiplyAdd(x, x, sum);
}

/** out[c, r] = x[r, c]; the rows of `x` lie close together. */
export function transpose(out: usize, outStride: i32, x: usize, rows: i32, columns: i32): void {
	const outStep = <usize>outStride * SIZE;
	const xStep = <usize>columns * SIZE;
	let row = 0;
	for (; row + LANES <= rows; row += LANES) {
		let to = out + <usize>row * SIZE;
		let from = x + <usize>row * xStep;
		let column = 0;
		for (; column + LANES <= columns; column += LANES) {
			transposeBlock(to, outStep, from, xStep);
			to += <usize>LANES * outStep;
			from += 16;
		}

		for (; column < columns; column++) {
			for (let lane = 0; lane < LANES; lane++) {
				store<real>(to + <usize>lane * SIZE, load<real>(from + <usize>lane * xStep));
			}

			to += outStep;
			from += SIZE;
		}
	}

	for (; row < rows; row++) {
		for (let column = 0; column < columns; column++) {
			store<real>(out + <usize>column * outStep + <usize>row * SIZE, load<real>(x + <usize>row * xStep + <usize>column * SIZE));
		}
	}
}

/** Transposes as many rows of a vector each as a vector has lanes. */
@inline
function transposeBlock(out: usize, outStep: usize, x: usize, xStep: usize): void {
	if (SIZE == 8) {
		const x0 = v128.load(x), x1 = v128.load(x + xStep);
		v128.store(out, v128.shuffle<f64>(x0, x1, 0, 2));
		v128.store(out + outStep, v128.shuffle<f64>(x0, x1, 1, 3));
	} else {
		const x0 = v128.load(x), x1 = v128.load(x + xStep), x2 = v128.load(x + 2 * xStep), x3 = v128.load(x + 3 * xStep);
		const low01 = v128.shuffle<f32>(x0, x1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(x0, x1, 2, 6, 3, 7);
		const low23 = v128.shuffle<f32>(x2, x3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(x2, x3, 2, 6, 3, 7);
		v128.store(out, v128.shuffle<f32>(low01, low23, 0, 1, 4, 5));
		v128.store(out + outStep, v128.shuffle<f32>(low01, low23, 2, 3, 6, 7));
		v128.store(out + 2 * outStep, v128.shuffle<f32>(high01, high23, 0, 1, 4, 5));
		v128.store(out + 3 * outStep, v128.shuffle<f32>(high01, high23, 2, 3, 6, 7));
	}
}
