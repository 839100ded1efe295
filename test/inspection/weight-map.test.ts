import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {shrinkMatrix} from '../../source/inspection/weight-map.js';

const matrix = (rows: number, columns: number) => ({
	key: 'wte', rows, columns, data: Float64Array.from({length: rows * columns}, (_, index) => index),
} as const);

describe('a weight map', () => {
	it('shows a matrix that has room as it is', () => {
		expect(shrinkMatrix(matrix(2, 3), {rows: 2, columns: 9})).toEqual({
			key: 'wte', rows: 2, columns: 3, largest: 5, cells: [[0, 1, 2], [3, 4, 5]],
		});
	});

	it('shows means of blocks where there is no room for each weight', () => {
		expect(shrinkMatrix(matrix(4, 4), {rows: 2, columns: 2}).cells).toEqual([[2.5, 4.5], [10.5, 12.5]]);
		expect(shrinkMatrix(matrix(3, 1), {rows: 2, columns: 1}).cells).toEqual([[0], [1.5]]);
	});

	it('knows the weight that is farthest from 0, also where means hide it', () => {
		const data = Float32Array.of(1, -7.5, 3, 3.5);
		expect(shrinkMatrix({
			key: 'wpe', rows: 2, columns: 2, data,
		}, {rows: 1, columns: 1})).toMatchObject({largest: 7.5, cells: [[0]]});
	});

	it('has at least a cell and at most what is asked for, each of as many weights as any other up to one row and column', () => {
		const any = fc.integer({min: 1, max: 40});
		fc.assert(fc.property(any, any, fc.integer({min: -1, max: 50}), fc.integer({min: 0, max: 50}), (rows, columns, mostRows, mostColumns) => {
			const ones = {...matrix(rows, columns), data: new Float64Array(rows * columns).fill(1)};
			const {cells} = shrinkMatrix(ones, {rows: mostRows, columns: mostColumns});
			expect(cells).toHaveLength(Math.max(1, Math.min(rows, mostRows)));
			expect(cells[0]).toHaveLength(Math.max(1, Math.min(columns, mostColumns)));
			expect(new Set(cells.flat())).toEqual(new Set([1]));
		}));
	});
});
