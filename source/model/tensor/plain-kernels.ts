import {type Precision} from '../engine.js';
import {isDropped} from '../dropout.js';
import {type Kernels} from './kernels.js';
import {createPlainAttention} from './plain-attention.js';
import {createPlainMultiply} from './plain-multiply.js';
import {addMultiple, dot, softmax} from './plain-vectors.js';

/**
The kernels in plain TypeScript: to read, to test the others against, and for where there is no
WebAssembly. Sums are taken in double precision and stored in that of the memory.
*/
export function createPlainKernels(memory: ArrayBufferLike, precision: Precision): Kernels {
	const numbers = precision === 'f64' ? new Float64Array(memory) : new Float32Array(memory);
	const whole = new Int32Array(memory);
	const bytes = numbers.BYTES_PER_ELEMENT;
	/** The index in `numbers` of a place in memory. */
	const at = (pointer: number) => pointer / bytes;

	return {
		copy(out, x, count) {
			numbers.copyWithin(at(out), at(x), at(x) + count);
		},

		add(out, a, b, count) {
			const [outAt, aAt, bAt] = [at(out), at(a), at(b)];
			for (let index = 0; index < count; index++) {
				numbers[outAt + index] = numbers[aAt + index] + numbers[bAt + index];
			}
		},

		clear(out, outStride, rows, columns) {
			for (let row = 0; row < rows; row++) {
				const start = at(out) + (row * outStride);
				numbers.fill(0, start, start + columns);
			}
		},

		relu(out, x, count) {
			const [outAt, xAt] = [at(out), at(x)];
			for (let index = 0; index < count; index++) {
				numbers[outAt + index] = Math.max(0, numbers[xAt + index]);
			}
		},

		reluBackward(xGradient, yGradient, y, count) {
			const [xAt, gradientAt, yAt] = [at(xGradient), at(yGradient), at(y)];
			for (let index = 0; index < count; index++) {
				numbers[xAt + index] = numbers[yAt + index] > 0 ? numbers[gradientAt + index] : 0;
			}
		},

		squaredRelu(out, x, count) {
			const [outAt, xAt] = [at(out), at(x)];
			for (let index = 0; index < count; index++) {
				numbers[outAt + index] = Math.max(0, numbers[xAt + index]) ** 2;
			}
		},

		squaredReluBackward(xGradient, yGradient, x, count) {
			const [gradientAt, outAt, xAt] = [at(xGradient), at(yGradient), at(x)];
			for (let index = 0; index < count; index++) {
				numbers[gradientAt + index] = numbers[outAt + index] * 2 * Math.max(0, numbers[xAt + index]);
			}
		},

		dropout(out, x, stride, rows, columns, key, threshold, scale) {
			for (let row = 0; row < rows; row++) {
				for (let column = 0; column < columns; column++) {
					const place = (row * stride) + column;
					numbers[at(out) + place] = isDropped(key, row, column, threshold) ? 0 : numbers[at(x) + place] * scale;
				}
			}
		},

		squaredNorm: (x, count) => dot(numbers, at(x), 1, at(x), 1, count),

		transpose(out, outStride, x, rows, columns) {
			const [outAt, xAt] = [at(out), at(x)];
			for (let row = 0; row < rows; row++) {
				for (let column = 0; column < columns; column++) {
					numbers[outAt + (column * outStride) + row] = numbers[xAt + (row * columns) + column];
				}
			}
		},

		embed(out, outStride, table, columns, indexes, rows) {
			for (let row = 0; row < rows; row++) {
				const from = at(table) + (whole[(indexes / 4) + row] * columns);
				numbers.copyWithin(at(out) + (row * outStride), from, from + columns);
			}
		},

		embedBackward(tableGradient, tableRows, columns, outGradient, outStride, indexes, rows, accumulate) {
			if (accumulate === 0) {
				numbers.fill(0, at(tableGradient), at(tableGradient) + (tableRows * columns));
			}

			for (let row = 0; row < rows; row++) {
				const to = at(tableGradient) + (whole[(indexes / 4) + row] * columns);
				addMultiple(numbers, to, 1, at(outGradient) + (row * outStride), columns);
			}
		},

		multiply: createPlainMultiply(numbers),

		rmsNorm(y, scales, x, stride, rows, columns, epsilon) {
			for (let row = 0; row < rows; row++) {
				const [yAt, xAt] = [at(y) + (row * stride), at(x) + (row * stride)];
				const scale = 1 / Math.sqrt((dot(numbers, xAt, 1, xAt, 1, columns) / columns) + epsilon);
				numbers[at(scales) + row] = scale;
				for (let column = 0; column < columns; column++) {
					numbers[yAt + column] = numbers[xAt + column] * scale;
				}
			}
		},

		rmsNormBackward(xGradient, yGradient, y, scales, stride, rows, columns, accumulate) {
			for (let row = 0; row < rows; row++) {
				const [xAt, gradientAt, yAt] = [xGradient, yGradient, y].map(pointer => at(pointer) + (row * stride));
				const scale = numbers[at(scales) + row];
				const mean = dot(numbers, gradientAt, 1, yAt, 1, columns) / columns;
				for (let column = 0; column < columns; column++) {
					const gradient = scale * (numbers[gradientAt + column] - (numbers[yAt + column] * mean));
					numbers[xAt + column] = accumulate === 0 ? gradient : numbers[xAt + column] + gradient;
				}
			}
		},

		rotateSlices(out, x, stride, rows, positions, turns, slices, columns, rest, direction) {
			const half = columns / 2;
			for (let row = 0; row < rows; row++) {
				const cosines = at(turns) + (whole[(positions / 4) + row] * columns);
				const [outAt, xAt] = [at(out) + (row * stride), at(x) + (row * stride)];
				for (let slice = 0; slice < slices; slice++) {
					for (let pair = 0; pair < half; pair++) {
						const first = (slice * columns) + pair;
						const [a, b] = [numbers[xAt + first], numbers[xAt + first + half]];
						const [cosine, sine] = [numbers[cosines + pair], direction * numbers[cosines + half + pair]];
						numbers[outAt + first] = (a * cosine) - (b * sine);
						numbers[outAt + first + half] = (a * sine) + (b * cosine);
					}
				}

				const restAt = xAt + (slices * columns);
				numbers.copyWithin(outAt + (slices * columns), restAt, restAt + rest);
			}
		},

		...createPlainAttention(numbers, whole),

		crossEntropy(gradients, firstParts, totals, logits, stride, targets, rows, columns, allRows) {
			for (let row = 0; row < rows; row++) {
				const [gradientAt, logitAt] = [at(gradients) + (row * stride), at(logits) + (row * stride)];
				const target = whole[(targets / 4) + row];
				numbers.copyWithin(gradientAt, logitAt, logitAt + columns);
				const {largest, total} = softmax(numbers, gradientAt, 1, columns);
				for (let column = 0; column < columns; column++) {
					numbers[gradientAt + column] = (numbers[gradientAt + column] - (column === target ? 1 : 0)) / allRows;
				}

				numbers[at(totals) + row] = total;
				numbers[at(firstParts) + row] = largest - numbers[logitAt + target];
			}
		},

		adam(parameters, gradients, firstMoments, secondMoments, count, rate, beta1, oneMinusBeta1, beta2, oneMinusBeta2, secondScale, epsilon, gradientScale, kept) {
			for (let index = 0; index < count; index++) {
				const gradient = numbers[at(gradients) + index] * gradientScale;
				const mean = (beta1 * numbers[at(firstMoments) + index]) + (oneMinusBeta1 * gradient);
				const square = (beta2 * numbers[at(secondMoments) + index]) + (oneMinusBeta2 * (gradient * gradient));
				numbers[at(firstMoments) + index] = mean;
				numbers[at(secondMoments) + index] = square;
				numbers[at(parameters) + index] = (kept * numbers[at(parameters) + index]) - (rate * mean / (Math.sqrt(square * secondScale) + epsilon));
			}
		},
	};
}
