import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	countUnused,
	isAblation,
	isPartOf,
	layersOf,
} from '../../source/model/ablations.js';
import {type Engine} from '../../source/model/engine.js';
import {type Ablation, type GptConfig, type ModelConfig} from '../../source/model/model-config.js';
import {
	countParameters,
	createParameters,
	type ParameterKey,
	parameterLayouts,
} from '../../source/model/parameters.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {openTensorEngine} from '../../source/model/tensor/tensor-engine.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {finiteDifferences} from '../helpers/finite-differences.js';
import {anyExample, mostDocuments} from '../helpers/random-models.js';
import {possibleAblations} from '../helpers/possible-ablations.js';

const gpt: GptConfig = {
	architecture: 'gpt', vocabSize: 5, nEmbd: 6, nHead: 3, nLayer: 2, blockSize: 4,
};
const bigram: ModelConfig = {
	architecture: 'bigram', vocabSize: 5, nEmbd: 3, blockSize: 4,
};
const without = (...names: Ablation[]): GptConfig => ({...gpt, without: names});

/** Each alone, and some together. */
const models: readonly ModelConfig[] = [
	{...bigram, without: ['position']},
	...possibleAblations(gpt).map(name => without(name)),
	without('residual', 'norm'),
	without('norm', 'position', 'head:0.1'),
	without('head:1.0', 'head:1.1', 'head:1.2'),
	without('residual', 'head:0.0', 'head:0.2', 'layer:1'),
	without('head:1.1', 'layer:0', 'layer:1', 'norm'),
	without('residual', 'norm', 'position', 'head:0.0', 'layer:1'),
];
const cases = models.map(model => [model.without!.join(', '), model] as const);

/** Each token in use, at each position. */
const batch = [[4, 0, 1, 2, 3], [4, 3, 2, 1, 0], [4, 1, 4, 2], [4, 2, 3, 4, 1]];

function numbersFor(model: ModelConfig, seed = 1): Float64Array {
	const random = new PythonRandom(seed);
	return Float64Array.from({length: countParameters(model)}, () => random.gauss(0, 0.4));
}

async function openBoth(model: ModelConfig, numbers = numbersFor(model)): Promise<readonly Engine[]> {
	const parameters = () => createParameters(model, Float64Array.from(numbers));
	return [
		new ScalarEngine(model, parameters()),
		...await Promise.all((['simd', 'plain'] as const).map(async kernels => openTensorEngine(model, parameters(), {precision: 'f64', batchSize: batch.length, kernels}))),
	];
}

/** The model with other numbers in some of its matrices. */
function withZeros(model: ModelConfig, isZero: (key: ParameterKey, column: number) => boolean): Float64Array {
	const parameters = createParameters(model, numbersFor(model));
	for (const {key, columns, data} of parameters.matrices) {
		for (let index = 0; index < data.length; index++) {
			data[index] = isZero(key, index % columns) ? 0 : data[index];
		}
	}

	return Float64Array.from(parameters.data);
}

describe.each(cases)('a model without %s', (_, model) => {
	it('has gradients that agree with finite differences, and exactly none where nothing is in use', async () => {
		const [, engine] = await openBoth(model);
		const point = [...engine.parameters.data];
		engine.computeGradients(batch);
		const gradients = [...engine.gradients.data];
		const expected = finiteDifferences(numbers => {
			engine.setParameters(numbers);
			return engine.computeLoss(batch);
		}, point);
		for (const [index, gradient] of gradients.entries()) {
			expect(Math.abs(gradient - expected[index]), `parameter ${index}`).toBeLessThan(1e-7);
		}

		expect(gradients.filter(gradient => gradient === 0).length).toBeGreaterThanOrEqual(countUnused(model));
	});

	it('has one loss and one gradient, whatever engine computes them', async () => {
		const [scalar, ...tensors] = await openBoth(model);
		const loss = scalar.computeGradients(batch);
		for (const tensor of tensors) {
			expect(Math.abs(tensor.computeGradients(batch) - loss)).toBeLessThan(1e-12);
			for (const [index, gradient] of scalar.gradients.data.entries()) {
				expect(Math.abs(tensor.gradients.data[index] - gradient)).toBeLessThan(1e-12);
				expect(tensor.gradients.data[index] === 0).toBe(gradient === 0);
			}
		}
	});

	it('has as many parameters as the whole one, drawn in the same order', () => {
		const {without: names, ...whole} = model;
		expect(parameterLayouts(model)).toEqual(parameterLayouts(whole));
	});
});

const anyAblated = anyExample.chain(example => fc.subarray(possibleAblations(example.model), {minLength: 1}).map(names => ({...example, model: {...example.model, without: names}})));

describe.each(['simd', 'plain'] as const)('the tensor engine with %s kernels, without any parts of any model', kernels => {
	it('computes, decodes and shows what the scalar engine does', async () => {
		await fc.assert(fc.asyncProperty(anyAblated, async ({model, parameters, batch: documents}) => {
			const numbers = Float64Array.from(parameters.data);
			const scalar = new ScalarEngine(model, createParameters(model, numbers));
			const tensor = await openTensorEngine(model, parameters, {precision: 'f64', batchSize: mostDocuments, kernels});
			// Without norms, numbers grow from layer to layer.
			const expectAlike = (actual: ArrayLike<number>, expected: ArrayLike<number>) => {
				const largest = Math.max(1, ...Array.from(expected, value => Math.abs(value)));
				expect(Math.max(0, ...Array.from(expected, (value, index) => Math.abs(value - actual[index])))).toBeLessThanOrEqual(1e-11 * largest);
			};

			const [loss, expected] = [tensor, scalar].map(engine => engine.computeGradients(documents));
			expectAlike([loss], [expected]);
			expectAlike(tensor.gradients.data, scalar.gradients.data);
			for (const document of documents) {
				const [inside, expectedInside] = [tensor, scalar].map(engine => engine.inspect(document));
				expectAlike(inside.logits.flat(), expectedInside.logits.flat());
				expect(inside.attention.map(heads => heads.length)).toEqual(expectedInside.attention.map(heads => heads.length));
				expectAlike(inside.attention.flat().flat().flat(), expectedInside.attention.flat().flat().flat());
			}
		}), {numRuns: 40});
	});
});

it.each([
	[[], 0],
	[['norm', 'residual'], 0],
	[['position'], 24],
	[['head:0.1'], 4 * 2 * 6],
	[['layer:1'], 12 * 36],
	[['layer:1', 'head:1.1'], 12 * 36],
	[['position', 'head:0.1', 'head:0.2', 'layer:1'], 24 + (2 * 48) + 432],
] as const)('without %j, %i parameters are not in use, and each other one is', async (names, expected) => {
	const model = without(...names);
	expect(countUnused(model)).toBe(expected);
	const used = new Set<number>();
	// Of several draws, for the ReLU closes some ways in each.
	for (let seed = 0; seed < 8; seed++) {
		const engine = new ScalarEngine(model, createParameters(model, numbersFor(model, seed)));
		engine.computeGradients(batch);
		for (const [index, gradient] of engine.gradients.data.entries()) {
			if (gradient !== 0) {
				used.add(index);
			}
		}
	}

	expect(countParameters(model) - used.size).toBe(expected);
});

describe('what is taken out', () => {
	const lossOf = (model: ModelConfig, numbers: Float64Array) => new ScalarEngine(model, createParameters(model, numbers)).computeLoss(batch);

	it.each<[Ablation, (key: ParameterKey, column: number) => boolean]>([
		['position', key => key === 'wpe'],
		['head:1.2', (key, column) => key === 'layer1.attn_wo' && column >= 4],
		['head:0.0', (key, column) => key === 'layer0.attn_wo' && column < 2],
		['layer:0', key => key === 'layer0.attn_wo' || key === 'layer0.mlp_fc2'],
		['layer:1', key => key === 'layer1.attn_wo' || key === 'layer1.mlp_fc2'],
	])('as %s leaves the model with zeros there', (name, isZero) => {
		const loss = lossOf(without(name), numbersFor(gpt));
		expect(loss).toBeCloseTo(lossOf(gpt, withZeros(gpt, isZero)), 13);
		const whole = lossOf(gpt, numbersFor(gpt));
		expect(Math.abs(loss - whole)).toBeGreaterThan(1e-4);
	});

	it.each<[readonly Ablation[]]>([[[]], [['residual']], [['norm']], [['residual', 'norm']]])('as %j leaves the formulas of a single token', names => {
		const model = without(...names);
		const parameters = createParameters(model, numbersFor(model));
		const matrixOf = (key: ParameterKey) => parameters.matrices.find(matrix => matrix.key === key)!;
		const rowOf = (key: ParameterKey, row: number) => {
			const {columns, data} = matrixOf(key);
			return [...data.subarray(row * columns, (row + 1) * columns)];
		};

		const dot = (weights: readonly number[], x: readonly number[]) => weights.reduce((sum, weight, column) => sum + (weight * x[column]), 0);
		const product = (key: ParameterKey, x: readonly number[]): readonly number[] => Array.from({length: matrixOf(key).rows}, (_, row) => dot(rowOf(key, row), x));
		const norm = (x: readonly number[]) => {
			const scale = names.includes('norm') ? 1 : ((x.reduce((sum, value) => sum + (value ** 2), 0) / x.length) + 1e-5) ** -0.5;
			return x.map(value => value * scale);
		};

		const residual = (x: readonly number[], past: readonly number[]) => names.includes('residual') ? x : x.map((value, index) => value + past[index]);
		let x: readonly number[] = norm(rowOf('wte', 2).map((value, index) => value + rowOf('wpe', 0)[index]));
		for (const layer of [0, 1]) {
			const prefix = `layer${layer}` as const;
			// A single token can only look at itself.
			const attended = product(`${prefix}.attn_wv`, norm(x));
			x = residual(product(`${prefix}.attn_wo`, attended), x);
			const hidden = product(`${prefix}.mlp_fc1`, norm(x)).map(value => Math.max(0, value));
			x = residual(product(`${prefix}.mlp_fc2`, hidden), x);
		}

		const logits = product('lm_head', x);
		const engine = new ScalarEngine(model, parameters);
		expect(engine.inspect([2, 0]).logits[0]).toEqual(logits.map(logit => expect.closeTo(logit, 12) as number));
	});

	it('leaves the weights of a head that is off to be looked at, and none of a layer', async () => {
		for (const engine of await openBoth(without('head:1.1', 'layer:0'))) {
			const {attention} = engine.inspect(batch[0]);
			expect(attention.map(heads => heads.length)).toEqual([0, 3]);
			for (const row of attention[1].flat()) {
				expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
			}
		}
	});
});

it('is what a model has, by its names', () => {
	fc.assert(fc.property(fc.integer({min: 1, max: 12}), fc.integer({min: 1, max: 12}), (nLayer, nHead) => {
		const model = {
			...gpt, nLayer, nHead, nEmbd: nHead,
		};
		const possible = possibleAblations(model);
		expect(possible.every(name => isAblation(name) && isPartOf(model, name))).toBe(true);
		expect(layersOf({nLayer, without: possible})).toEqual([]);
		expect(isPartOf(model, `layer:${nLayer}`) || isPartOf(model, `head:${nLayer}.0`) || isPartOf(model, `head:0.${nHead}`)).toBe(false);
	}));
	expect(possibleAblations(gpt).filter(name => isPartOf(bigram, name))).toEqual(['position']);
	expect(['', 'head', 'head:1', 'head:1.', 'head:-1.0', 'layer:', 'layer:1.0', 'Norm', 'norm '].filter(name => isAblation(name))).toEqual([]);
});
