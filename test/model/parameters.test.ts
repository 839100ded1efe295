import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type BigramConfig, type GptConfig, type ModelConfig} from '../../source/model/model-config.js';
import {
	countParameters,
	createParameters,
	initialiseParameters,
	parameterLayouts,
} from '../../source/model/parameters.js';
import {type RandomSource} from '../../source/random/random-source.js';

const chapterModel: ModelConfig = {
	architecture: 'bigram', vocabSize: 27, nEmbd: 16, blockSize: 8,
};
const gptModel: ModelConfig = {
	...chapterModel, architecture: 'gpt', nLayer: 1, nHead: 4, blockSize: 16,
};
const size = fc.integer({min: 1, max: 12});
const anyModel: fc.Arbitrary<ModelConfig> = fc.oneof(
	fc.record<BigramConfig>({
		architecture: fc.constant('bigram'), vocabSize: size, nEmbd: size, blockSize: size,
	}),
	fc.record<GptConfig>({
		architecture: fc.constant('gpt'), vocabSize: size, nEmbd: size, blockSize: size, nHead: fc.constant(1), nLayer: fc.integer({min: 1, max: 3}),
	}),
);

describe('the parameters', () => {
	it('are as many as in the chapter', () => {
		expect(countParameters(chapterModel)).toBe(992);
		expect(createParameters(chapterModel).data).toHaveLength(992);
	});

	it('are as many as in microgpt.py', () => {
		expect(countParameters(gptModel)).toBe(4192);
		expect(countParameters({...gptModel, nLayer: 3})).toBe(4192 + (2 * 3072));
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

	it.each([chapterModel, gptModel])('begin as draws in their own order, each as its matrix says: $architecture', model => {
		const draws: Array<readonly [number, number]> = [];
		const counting: RandomSource = {
			shuffle: items => [...items],
			choose: () => 0,
			gauss(mean, standardDeviation) {
				draws.push([mean, standardDeviation]);
				return draws.length;
			},
		};
		const {data} = initialiseParameters(model, counting);
		expect([...data]).toEqual(Array.from({length: countParameters(model)}, (_, index) => index + 1));
		expect(draws).toEqual(parameterLayouts(model).flatMap(({rows, columns, standardDeviation}) => Array.from({length: rows * columns}, () => [0, standardDeviation])));
		// As in both references.
		expect(draws.every(([mean, standardDeviation]) => mean === 0 && standardDeviation === 0.08)).toBe(true);
	});
});
