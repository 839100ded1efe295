import {type RealArray} from '../parameters.js';
import {type Kernels} from './kernels.js';
import {addMultiple, dot, softmax} from './plain-vectors.js';

/** Attention weights of one position fill whole vectors of so many bytes. */
const vectorBytes = 16;

/** The attention of the plain kernels, head by head. */
export function createPlainAttention(numbers: RealArray, whole: Int32Array): Pick<Kernels, 'attend' | 'attendBackward'> {
	const bytes = numbers.BYTES_PER_ELEMENT;
	const at = (pointer: number) => pointer / bytes;

	return {
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
						numbers[weight + (position * heads)] = dot(numbers, query, 1, key + (position * stride), 1, headSize) / Math.sqrt(headSize);
					}

					softmax(numbers, weight, heads, count);
					for (let column = 0; column < headSize; column++) {
						numbers[at(out) + (row * outStride) + (head * headSize) + column] = dot(numbers, weight, heads, key + width + column, stride, count);
					}
				}
			}
		},

		attendBackward(gradients, outGradient, outStride, weights, weightsStride, scratch, queriesKeysValues, stride, starts, first, rows, nHead, headSize) {
			const width = nHead * headSize;
			const heads = paddedHeads(nHead, bytes);
			const scores = at(scratch);
			// Those of keys and values add up over the rows that look at them.
			numbers.fill(0, at(gradients) + (first * stride), at(gradients) + ((first + rows) * stride));
			for (let row = first; row < first + rows; row++) {
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
						numbers[scores + position] = dot(numbers, gradient, 1, x + value, 1, headSize);
						addMultiple(numbers, dx + value, numbers[weight + (position * heads)], gradient, headSize);
						total += numbers[weight + (position * heads)] * numbers[scores + position];
					}

					for (let position = 0; position < count; position++) {
						const score = numbers[weight + (position * heads)] * (numbers[scores + position] - total) / Math.sqrt(headSize);
						addMultiple(numbers, dx + query, score, x + key + (position * stride), headSize);
						addMultiple(numbers, dx + key + (position * stride), score, x + query, headSize);
					}
				}
			}
		},
	};
}

/** The room that the attention of all heads to one position takes, in numbers. */
function paddedHeads(nHead: number, bytesPerNumber: number): number {
	const lanes = vectorBytes / bytesPerNumber;
	return Math.ceil(nHead / lanes) * lanes;
}
