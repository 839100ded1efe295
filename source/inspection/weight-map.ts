import {type Matrix, type ParameterKey, type RealArray} from '../model/parameters.js';

/** A matrix of the model as a picture of at most some size. */
export type WeightMap = {
	readonly key: ParameterKey;
	readonly rows: number;
	readonly columns: number;
	/** The weight that is farthest from 0, without its sign. */
	readonly largest: number;
	/** Each the mean of a block of weights, or one weight if the matrix is small enough. */
	readonly cells: ReadonlyArray<readonly number[]>;
};

/** Shrinks a matrix to at most some rows and columns. */
export function shrinkMatrix({key, rows, columns, data}: Matrix, most: {readonly rows: number; readonly columns: number}): WeightMap {
	const height = Math.max(1, Math.min(rows, most.rows));
	const width = Math.max(1, Math.min(columns, most.columns));
	const start = (index: number, cells: number, count: number) => Math.floor(index * count / cells);
	const cells = Array.from({length: height}, (_, y) => Array.from({length: width}, (__, x) => {
		let [sum, count] = [0, 0];
		for (let row = start(y, height, rows); row < start(y + 1, height, rows); row++) {
			for (let column = start(x, width, columns); column < start(x + 1, width, columns); column++) {
				sum += data[(row * columns) + column];
				count++;
			}
		}

		return sum / count;
	}));
	return {
		key, rows, columns, largest: farthest(data), cells,
	};
}

function farthest(weights: RealArray): number {
	let most = 0;
	for (const weight of weights) {
		most = Math.max(most, Math.abs(weight));
	}

	return most;
}
