import {exp} from './exp';
import {LANES, lanesBelow, SIZE, sumOf, zero} from './real';

/**
The parts of the cross-entropy of each row, −log softmax(logits)[target] = (largest − logit) +
log(total): writes the first parts and the totals. The logarithm is the caller's.

Also writes the gradients of the mean over all rows, of which these may be some: (softmax − one-hot) / allRows.
*/
export function crossEntropy(gradients: usize, firstParts: usize, totals: usize, logits: usize, stride: i32, targets: usize, rows: i32, columns: i32, allRows: i32): void {
	const share = <real>1 / <real>allRows;
	const end = ((<usize>columns * SIZE) + 15) & ~15;
	const last = end - 16;
	const inLast = lanesBelow(columns - <i32>(last / SIZE));
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
		store<real>(firstParts + <usize>row * SIZE, largest - load<real>(logits + target));
		logits += <usize>stride * SIZE;
		gradients += <usize>stride * SIZE;
	}
}

@inline
function largestOf(x: usize, bytes: usize): real {
	// Four at a time: one alone waits for the comparison before it.
	let largest = v128.load(x);
	let offset: usize = 0;
	if (bytes >= 64) {
		let second = v128.load(x + 16), third = v128.load(x + 32), fourth = v128.load(x + 48);
		for (offset = 64; offset + 64 <= bytes; offset += 64) {
			largest = v128.pmax<real>(largest, v128.load(x + offset));
			second = v128.pmax<real>(second, v128.load(x + offset + 16));
			third = v128.pmax<real>(third, v128.load(x + offset + 32));
			fourth = v128.pmax<real>(fourth, v128.load(x + offset + 48));
		}

		largest = v128.pmax<real>(v128.pmax<real>(largest, second), v128.pmax<real>(third, fourth));
	}

	for (; offset < bytes; offset += 16) {
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
