import {type Engine} from '../model/engine.js';
import {type RealArray} from '../model/parameters.js';

/** How alike the embeddings of some tokens are: the cosines between them, (tokens, tokens). */
export function embeddingCosines({parameters}: Pick<Engine, 'parameters'>, tokens: readonly number[]): number[][] {
	const {data, columns} = parameters.matrices.find(({key}) => key === 'wte')!;
	const rows = tokens.map(token => normalised(data.subarray(token * columns, (token + 1) * columns)));
	return rows.map(a => rows.map(b => dot(a, b)));
}

function normalised(row: RealArray): number[] {
	const numbers = Array.from(row, Number);
	const norm = Math.hypot(...numbers);
	return norm === 0 ? numbers : numbers.map(number => number / norm);
}

function dot(a: readonly number[], b: readonly number[]): number {
	return a.reduce((sum, value, index) => sum + (value * b[index]), 0);
}
