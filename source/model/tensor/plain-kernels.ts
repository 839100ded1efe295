import {type Precision} from '../engine.js';
import {type Kernels} from './kernels.js';

/** Attention weights of one position fill whole vectors of so many bytes. */
const vectorBytes = 16;

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

	const dot = (a: number, aStep: number, b: number, bStep: number, count: number) => {
		let sum = 0;
		for (let index = 0; index < count; index++) {
			sum += numbers[a + (index * aStep)] * numbers[b + (index * bStep)];
		}

		return sum;
	};

	const addMultiple = (out: number, factor: number, x: number, count: number) => {
		for (let index = 0; index < count; index++) {
			numbers[out + index] += factor * numbers[x + index];
		}
	};

	return {
		clear(out, count) {
			numbers.fill(0, at(out), at(out) + count);
		},

		copy(out, x, count) {
			numbers.copyWithin(at(out), at(x), at(x) + count);
		},

		add(out, a, b, count) {
			const [outAt, aAt, bAt] = [at(out), at(a), at(b)];
			for (let index = 0; index < count; index++) {
				numbers[outAt + index] = numbers[aAt + index] + numbers[bAt + index];
			}
		},

		rectify(out, x, count) {
			const [outAt, xAt] = [at(out), at(x)];
			for (let index = 0; index < count; index++) {
				numbers[outAt + index] = Math.max(0, numbers[xAt + index]);
			}
		},

		rectifyBackward(xGradient, yGradient, y, count) {
			const [xAt, gradientAt, yAt] = [at(xGradient), at(yGradient), at(y)];
			for (let index = 0; index < count; index++) {
				numbers[xAt + index] = numbers[yAt + index] > 0 ? numbers[gradientAt + index] : 0;
			}
		},

		squaredNorm: (x, count) => dot(at(x), 1, at(x), 1, count),

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

		embedBackward(tableGradient, columns, outGradient, outStride, indexes, rows) {
			for (let row = 0; row < rows; row++) {
				const to = at(tableGradient) + (whole[(indexes / 4) + row] * columns);
				addMultiple(to, 1, at(outGradient) + (row * outStride), columns);
			}
		},

		multiply(out, outStride, a, aRowStride, aInnerStride, b, bStride, rows, inner, columns, accumulate) {
			for (let row = 0; row < rows; row++) {
				const outAt = at(out) + (row * outStride);
				const aAt = at(a) + (row * aRowStride);
				if (accumulate === 0) {
					numbers.fill(0, outAt, outAt + columns);
				}

				let k = 0;
				// Four rows at a time, so that the result is read and written a quarter as often.
				for (; k + 4 <= inner; k += 4) {
					const place = aAt + (k * aInnerStride);
					const [a0, a1] = [numbers[place], numbers[place + aInnerStride]];
					const [a2, a3] = [numbers[place + (2 * aInnerStride)], numbers[place + (3 * aInnerStride)]];
					const b0 = at(b) + (k * bStride);
					const [b1, b2, b3] = [b0 + bStride, b0 + (2 * bStride), b0 + (3 * bStride)];
					for (let column = 0; column < columns; column++) {
						numbers[outAt + column] += (a0 * numbers[b0 + column]) + (a1 * numbers[b1 + column]) + (a2 * numbers[b2 + column]) + (a3 * numbers[b3 + column]);
					}
				}

				for (; k < inner; k++) {
					addMultiple(outAt, numbers[aAt + (k * aInnerStride)], at(b) + (k * bStride), columns);
				}
			}
		},

		rmsNorm(y, scales, x, stride, rows, columns, epsilon) {
			for (let row = 0; row < rows; row++) {
				const [yAt, xAt] = [at(y) + (row * stride), at(x) + (row * stride)];
				const scale = 1 / Math.sqrt((dot(xAt, 1, xAt, 1, columns) / columns) + epsilon);
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
				const mean = dot(gradientAt, 1, yAt, 1, columns) / columns;
				for (let column = 0; column < columns; column++) {
					const gradient = scale * (numbers[gradientAt + column] - (numbers[yAt + column] * mean));
					numbers[xAt + column] = accumulate === 0 ? gradient : numbers[xAt + column] + gradient;
				}
			}
		},

		attend(out, outStride, weights, weightsStride, queriesKeysValues, stride, starts, first, rows, nHead, headSize) {
			const width = nHead * headSize;
			const heads = paddedHeads(nHead, bytes);
			for (let row = first; row < first + rows; row++) {
				const start = whole[(starts / 4) + row];
				const count = row - start + 1;
				for (let head = 0; head < nHead; head++) {
					const query = at(queriesKeysValues) + (row * stride) + (head * headSize);
					const key = at(queriesKeysValues) + (start * stride) + width + (head * headSize);
					const weight = at(weights) + (row * weightsStride) + head;
					for (let position = 0; position < count; position++) {
						numbers[weight + (position * heads)] = dot(query, 1, key + (position * stride), 1, headSize) / Math.sqrt(headSize);
					}

					softmax(numbers, weight, heads, count);
					for (let column = 0; column < headSize; column++) {
						numbers[at(out) + (row * outStride) + (head * headSize) + column] = dot(weight, heads, key + width + column, stride, count);
					}
				}
			}
		},

		attendBackward(gradients, outGradient, outStride, weights, weightsStride, scratch, queriesKeysValues, stride, starts, rows, nHead, headSize) {
			const width = nHead * headSize;
			const heads = paddedHeads(nHead, bytes);
			const scores = at(scratch);
			for (let row = 0; row < rows; row++) {
				const start = whole[(starts / 4) + row];
				const count = row - start + 1;
				for (let head = 0; head < nHead; head++) {
					const query = (row * stride) + (head * headSize);
					const key = (start * stride) + width + (head * headSize);
					const [x, dx] = [at(queriesKeysValues), at(gradients)];
					const weight = at(weights) + (row * weightsStride) + head;
					const gradient = at(outGradient) + (row * outStride) + (head * headSize);
					let total = 0;
					for (let position = 0; position < count; position++) {
						const value = key + width + (position * stride);
						numbers[scores + position] = dot(gradient, 1, x + value, 1, headSize);
						addMultiple(dx + value, numbers[weight + (position * heads)], gradient, headSize);
						total += numbers[weight + (position * heads)] * numbers[scores + position];
					}

					numbers.fill(0, dx + query, dx + query + headSize);
					for (let position = 0; position < count; position++) {
						const score = numbers[weight + (position * heads)] * (numbers[scores + position] - total) / Math.sqrt(headSize);
						addMultiple(dx + query, score, x + key + (position * stride), headSize);
						addMultiple(dx + key + (position * stride), score, x + query, headSize);
					}
				}
			}
		},

		crossEntropy(gradients, totals, logits, stride, targets, rows, columns) {
			let sum = 0;
			for (let row = 0; row < rows; row++) {
				const [gradientAt, logitAt] = [at(gradients) + (row * stride), at(logits) + (row * stride)];
				const target = whole[(targets / 4) + row];
				numbers.copyWithin(gradientAt, logitAt, logitAt + columns);
				const {largest, total} = softmax(numbers, gradientAt, 1, columns);
				for (let column = 0; column < columns; column++) {
					numbers[gradientAt + column] = (numbers[gradientAt + column] - (column === target ? 1 : 0)) / rows;
				}

				numbers[at(totals) + row] = total;
				sum += largest - numbers[logitAt + target];
			}

			return sum;
		},

		adam(parameters, gradients, firstMoments, secondMoments, count, rate, beta1, beta2, secondScale, epsilon, gradientScale, kept) {
			for (let index = 0; index < count; index++) {
				const gradient = numbers[at(gradients) + index] * gradientScale;
				const mean = (beta1 * numbers[at(firstMoments) + index]) + ((1 - beta1) * gradient);
				const square = (beta2 * numbers[at(secondMoments) + index]) + ((1 - beta2) * (gradient * gradient));
				numbers[at(firstMoments) + index] = mean;
				numbers[at(secondMoments) + index] = square;
				numbers[at(parameters) + index] = (kept * numbers[at(parameters) + index]) - (rate * mean / (Math.sqrt(square * secondScale) + epsilon));
			}
		},
	};
}

/** The room that the attention of all heads to one position takes, in numbers. */
function paddedHeads(nHead: number, bytesPerNumber: number): number {
	const lanes = vectorBytes / bytesPerNumber;
	return Math.ceil(nHead / lanes) * lanes;
}

/** Softmax in place, over numbers that lie a step apart. */
function softmax(numbers: Float64Array | Float32Array, start: number, step: number, count: number): {largest: number; total: number} {
	const end = start + (count * step);
	let largest = -Infinity;
	for (let place = start; place < end; place += step) {
		largest = Math.max(largest, numbers[place]);
	}

	let total = 0;
	for (let place = start; place < end; place += step) {
		numbers[place] = Math.exp(numbers[place] - largest);
		total += numbers[place];
	}

	for (let place = start; place < end; place += step) {
		numbers[place] /= total;
	}

	return {largest, total};
}
