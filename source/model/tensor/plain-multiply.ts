import {type RealArray} from '../parameters.js';
import {type Kernels} from './kernels.js';
import {addMultiple} from './plain-vectors.js';

/** Some rows of a product: places in `numbers`, and the distances of what is read one after the other. */
type Rows = {
	readonly out: number;
	readonly outStride: number;
	readonly a: number;
	readonly aRowStride: number;
	readonly aInnerStride: number;
	readonly b: number;
	readonly bStride: number;
	/** A multiple of 4. */
	readonly inner: number;
	readonly columns: number;
};

/** The product of the plain kernels, in blocks of 2 rows and 4 steps: nothing is read or written more often than it must. */
export function createPlainMultiply(numbers: RealArray): Kernels['multiply'] {
	const at = (pointer: number) => pointer / numbers.BYTES_PER_ELEMENT;

	return (out, outStride, a, aRowStride, aInnerStride, b, bStride, rows, inner, columns, accumulate) => {
		const blocks = inner - (inner % 4);
		for (let row = 0; row < rows; row += 2) {
			const block: Rows = {
				out: at(out) + (row * outStride), outStride, a: at(a) + (row * aRowStride), aRowStride, aInnerStride, b: at(b), bStride, inner: blocks, columns,
			};
			const height = Math.min(2, rows - row);
			if (accumulate === 0) {
				clear(numbers, block, height);
			}

			if (height === 2) {
				addTwoRows(numbers, block);
			} else {
				addOneRow(numbers, block);
			}

			for (let k = blocks; k < inner; k++) {
				for (let index = 0; index < height; index++) {
					addMultiple(numbers, block.out + (index * outStride), numbers[block.a + (index * aRowStride) + (k * aInnerStride)], at(b) + (k * bStride), columns);
				}
			}
		}
	};
}

function clear(numbers: RealArray, {out, outStride, columns}: Rows, height: number): void {
	for (let index = 0; index < height; index++) {
		numbers.fill(0, out + (index * outStride), out + (index * outStride) + columns);
	}
}

// No arrays in the loops below, not even such as are taken apart at once: with them it took twice as long.

function addTwoRows(numbers: RealArray, {out, outStride, a, aRowStride, aInnerStride, b, bStride, inner, columns}: Rows): void {
	const nextOut = out + outStride;
	for (let k = 0; k < inner; k += 4) {
		const place = a + (k * aInnerStride);
		const a0 = numbers[place];
		const a1 = numbers[place + aInnerStride];
		const a2 = numbers[place + (2 * aInnerStride)];
		const a3 = numbers[place + (3 * aInnerStride)];
		const next = place + aRowStride;
		const c0 = numbers[next];
		const c1 = numbers[next + aInnerStride];
		const c2 = numbers[next + (2 * aInnerStride)];
		const c3 = numbers[next + (3 * aInnerStride)];
		const row0 = b + (k * bStride);
		const row1 = row0 + bStride;
		const row2 = row1 + bStride;
		const row3 = row2 + bStride;
		for (let column = 0; column < columns; column++) {
			const b0 = numbers[row0 + column];
			const b1 = numbers[row1 + column];
			const b2 = numbers[row2 + column];
			const b3 = numbers[row3 + column];
			numbers[out + column] += (a0 * b0) + (a1 * b1) + (a2 * b2) + (a3 * b3);
			numbers[nextOut + column] += (c0 * b0) + (c1 * b1) + (c2 * b2) + (c3 * b3);
		}
	}
}

function addOneRow(numbers: RealArray, {out, a, aInnerStride, b, bStride, inner, columns}: Rows): void {
	for (let k = 0; k < inner; k += 4) {
		const place = a + (k * aInnerStride);
		const a0 = numbers[place];
		const a1 = numbers[place + aInnerStride];
		const a2 = numbers[place + (2 * aInnerStride)];
		const a3 = numbers[place + (3 * aInnerStride)];
		const row0 = b + (k * bStride);
		const row1 = row0 + bStride;
		const row2 = row1 + bStride;
		const row3 = row2 + bStride;
		for (let column = 0; column < columns; column++) {
			numbers[out + column] += (a0 * numbers[row0 + column]) + (a1 * numbers[row1 + column]) + (a2 * numbers[row2 + column]) + (a3 * numbers[row3 + column]);
		}
	}
}
