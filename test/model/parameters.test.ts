import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type BigramConfig, type GptConfig, type ModelConfig} from '../../source/model/model-config.js';
import {
	countParameters,
	createParameters,
	initialiseParameters,
	type InitialSpread,
	isSizeFelt,
} from '../../source/model/parameters.js';
import {PythonRandom} from '../../source/random/python-random.js';
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
			permutation: count => Uint32Array.from({length: count}, (_, place) => place),
			choose: () => 0,
			gauss(mean, standardDeviation) {
				draws.push([mean, standardDeviation]);
				return draws.length;
			},
		};
		const {data} = initialiseParameters(model, counting);
		expect([...data]).toEqual(Array.from({length: countParameters(model)}, (_, index) => index + 1));
		// As in both references.
		expect(draws).toEqual([...data].map(() => [0, 0.08]));
	});

	it('begin as the same draws in other sizes, the smaller the more are added up', () => {
		const model = {...gptModel, nEmbd: 400, nLayer: 4};
		const alike = initialiseParameters(model, new PythonRandom(1));
		const {matrices} = initialiseParameters(model, new PythonRandom(1), 'bySize');
		const deviations: Readonly<Record<string, number>> = {
			wte: 0.08, wpe: 0.08, lm_head: 0.05, attn_wq: 0.05, attn_wk: 0.05, attn_wv: 0.05, attn_wo: 0.025, mlp_fc1: 0.05, mlp_fc2: 0.0125,
		};
		for (const [index, {key, data}] of matrices.entries()) {
			const factor = deviations[key.split('.').at(-1)!] / 0.08;
			const worst = [...data].reduce((most, number, place) => Math.max(most, Math.abs(number - (factor * alike.matrices[index].data[place]))), 0);
			expect([key, worst]).toEqual([key, expect.closeTo(0, 14)]);
		}
	});

	it('begin as those of the references in their sizes, to the last bit', () => {
		const drawn = (spread?: InitialSpread) => [...initialiseParameters(gptModel, new PythonRandom(1), spread).data];
		expect(drawn('bySize')).toEqual(drawn());
		expect(drawn(0.08)).toEqual(drawn());
		expect([{nEmbd: 16, nLayer: 1}, {nEmbd: 39, nLayer: 1}, {nEmbd: 40, nLayer: 1}, {nEmbd: 16, nLayer: 2}].map(sizes => isSizeFelt(sizes))).toEqual([false, false, true, true]);
	});

	it('have the standard deviation that somebody wants', () => {
		const drawn = (spread?: InitialSpread) => [...initialiseParameters(gptModel, new PythonRandom(1), spread).data];
		expect(drawn(0.02)).toEqual(drawn().map(number => expect.closeTo(number / 4, 14) as number));
	});
});
