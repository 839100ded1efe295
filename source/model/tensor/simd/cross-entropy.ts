import {exp} from './exp';
import {LANES, lanesBelow, SIZE, sumOf, zero} from './real';

/**
The parts of the cross-entropy of each row, −log softmax(logits)[target] = (largest − logit) +
log(total): writes the totals and returns the sum of the first parts. The logarithm is the caller's.

Also writes the gradients of the mean over the rows: (softmax − one-hot) / rows.
*/
export function crossEntropy(gradients: usize, totals: usize, logits: usize, stride: i32, targets: usize, rows: i32, columns: i32): f64 {
	const share = <real>1 / <real>rows;
	const end = ((<usize>columns * SIZE) + 15) & ~15;
	const last = end - 16;
	const inLast = lanesBelow(columns - <i32>(last / SIZE));
	let sum: f64 = 0;
	for (let row = 0; row < rows; row++) {
		// What fills up the last vector must not count.
		v128.store(logits + last, v128.bitselect(v128.load(logits + last), v128.splat<real>(<real>-Infinity), inLast));
		const largest = largestOf(logits, end);
		const shift = v128.splat<real>(largest);
		let totalOfLanes = zero();
		for (let offset: usize = 0; offset < end; offset += 16) {
			const exponential = exp(v128.sub<real>(v128.load(logits + offset), shift));
			totalOfLanes = v128.add<real>(totalOfLanes, exponential);
			v128.store(gradients + offset, exponential);
		}

		const total = sumOf(totalOfLanes);
		const factor = v128.splat<real>(share / total);
		for (let offset: usize = 0; offset < end; offset += 16) {
			v128.store(gradients + offset, v128.mul<real>(factor, v128.load(gradients + offset)));
		}

		const target = <usize>load<i32>(targets + (<usize>row << 2)) * SIZE;
		store<real>(gradients + target, load<real>(gradients + target) - share);
		store<real>(totals + <usize>row * SIZE, total);
		sum += <f64>(largest - load<real>(logits + target));
		logits += <usize>stride * SIZE;
		gradients += <usize>stride * SIZE;
	}

	return sum;
}

@inline
function largestOf(x: usize, bytes: usize): real {
	let largest = v128.load(x);
	for (let offset: usize = 16; offset < bytes; offset += 16) {
		largest = v128.pmax<real>(largest, v128.load(x + offset));
	}

	let result = v128.extract_lane<real>(largest, 0);
	result = max<real>(result, v128.extract_lane<real>(largest, 1));
	if (LANES > 2) {
		result = max<real>(result, v128.extract_lane<real>(largest, <u8>(LANES - 2)));
		result = max<real>(result, v128.extract_lane<real>(largest, <u8>(LANES - 1)));
	}

	return result;
}
