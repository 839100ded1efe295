import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type ModelConfig} from '../../source/model/model-config.js';
import {countParameters, createParameters, initialiseParameters} from '../../source/model/parameters.js';
import {type RandomSource} from '../../source/random/random-source.js';

const chapterModel: ModelConfig = {vocabSize: 27, nEmbd: 16, blockSize: 8};
const size = fc.integer({min: 1, max: 12});
const anyModel = fc.record<ModelConfig>({vocabSize: size, nEmbd: size, blockSize: size});

describe('the parameters', () => {
	it('are as many as in the chapter', () => {
		expect(countParameters(chapterModel)).toBe(992);
		expect(createParameters(chapterModel).data).toHaveLength(992);
	});

	it('stand in the order of the reference', () => {
		const shapes = createParameters(chapterModel).matrices.map(({key, rows, columns}) => [key, rows, columns]);
		expect(shapes).toEqual([['wte', 27, 16], ['wpe', 8, 16], ['lm_head', 27, 16]]);
	});

	it('are one array, which the matrices share without gap or overlap', () => {
		fc.assert(fc.property(anyModel, model => {
			const {data, matrices} = createParameters(model);
			expect(data).toHaveLength(countParameters(model));
			expect(data.every(value => value === 0)).toBe(true);
			for (const [index, matrix] of matrices.entries()) {
				expect(matrix.data).toHaveLength(matrix.rows * matrix.columns);
				matrix.data.fill(index + 1);
			}

			expect([...data]).toEqual(matrices.flatMap((matrix, index) => [...matrix.data].fill(index + 1)));
			data.fill(7);
			expect(matrices.flatMap(matrix => [...matrix.data])).toEqual([...data]);
		}));
	});

	it('begin as draws in their own order, each from the same distribution', () => {
		const draws: Array<readonly [number, number]> = [];
		const counting: RandomSource = {
			shuffle: items => [...items],
			gauss(mean, standardDeviation) {
				draws.push([mean, standardDeviation]);
				return draws.length;
			},
		};
		const {data} = initialiseParameters(chapterModel, counting);
		expect([...data]).toEqual(Array.from({length: 992}, (_, index) => index + 1));
		expect(draws).toHaveLength(992);
		expect(draws.every(([mean, standardDeviation]) => mean === 0 && standardDeviation === 0.08)).toBe(true);
	});
});
