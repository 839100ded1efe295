import {describe, expect, it} from 'vitest';
import {type ModelInput} from '../../../source/model/forward.js';
import {type Operations} from '../../../source/model/operations.js';
import {initialiseParameters} from '../../../source/model/parameters.js';
import {microgpt} from '../../../source/settings/presets.js';
import {ScalarOperations} from '../../../source/model/scalar/scalar-operations.js';
import {Value} from '../../../source/model/scalar/value.js';
import {loadKernels} from '../../../source/model/tensor/load-kernels.js';
import {MemoryPlan} from '../../../source/model/tensor/memory-plan.js';
import {TensorOperations} from '../../../source/model/tensor/tensor-operations.js';
import {Weights} from '../../../source/model/tensor/weights.js';
import {PythonRandom} from '../../../source/random/python-random.js';

function operations(): TensorOperations {
	const plan = new MemoryPlan('f64');
	return new TensorOperations({
		plan, weights: new Weights(plan, {...microgpt.model, vocabSize: 27}), capacity: 16, blockSize: 16, range: {first: 0, count: 0}, starts: 0,
	});
}

it('refuses rows of another shape, and says which', () => {
	const model = operations();
	const x = model.embed('wte', 0);
	const queriesKeysValues = model.linear(x, 'layer0.attn_wq', 'layer0.attn_wk', 'layer0.attn_wv');
	expect(() => model.linear(queriesKeysValues, 'lm_head')).toThrow('Expected rows for linear of lm_head of the shape (positions, 16), got (positions, 48).');
	expect(() => model.add(x, queriesKeysValues)).toThrow('Expected rows for add of the shape (positions, 16), got (positions, 48).');
	expect(() => model.attention(x, 4)).toThrow('Expected rows for attention of 4 heads of the shape (positions, 12), got (positions, 16).');
	expect(() => model.attention(queriesKeysValues, 4)).not.toThrow();
});

it('plans no array of an impossible shape', () => {
	expect(() => new MemoryPlan('f32').numbers([16, 0])).toThrow('Expected a shape of whole numbers above 0, got (16, 0).');
});

it.each([
	['layer0.attn_wq', 'layer0.attn_wq'],
	['layer0.attn_wq', 'layer0.attn_wv'],
	['layer0.mlp_fc1', 'layer0.mlp_fc2'],
] as const)('refuses to read %s and %s as one weight, for they do not lie so', (one, other) => {
	const model = operations();
	expect(() => model.linear(model.embed('wte', 0), one, other)).toThrow(`Expected weights of one width that follow each other, got ${one}, ${other}.`);
});

it('refuses a use of several weights together, if one of them is used alone after it, for only a part of its gradient would be there to add to', () => {
	const model = operations();
	const x = model.embed('wte', 0);
	const queriesKeysValues = model.linear(x, 'layer0.attn_wq', 'layer0.attn_wk', 'layer0.attn_wv');
	const attended = model.attention(queriesKeysValues, 4);
	model.crossEntropy(model.linear(attended, 'layer0.attn_wk'), 0);
	expect(() => model.backward()).toThrow('Expected layer0.attn_wq, layer0.attn_wk, layer0.attn_wv to be used together wherever they are used, got another use of layer0.attn_wk.');
});

/** A model whose head is its embeddings (tied weights), and which has one of its layers twice. */
function tiedLoss<Rows, Indexes, Loss>(model: Operations<Rows, Indexes, Loss>, {tokens, positions}: ModelInput<Indexes>, targets: Indexes): Loss {
	let x = model.add(model.embed('wte', tokens), model.embed('wpe', positions));
	for (const _ of ['once', 'twice']) {
		const attended = model.attention(model.linear(model.rmsNorm(x), 'layer0.attn_wq', 'layer0.attn_wk', 'layer0.attn_wv'), 2);
		x = model.add(model.linear(attended, 'layer0.attn_wo'), x);
	}

	return model.crossEntropy(model.linear(x, 'wte'), targets);
}

describe.each(['simd', 'plain'] as const)('a weight that is used several times, with %s kernels', kind => {
	const config = {
		architecture: 'gpt', vocabSize: 7, nEmbd: 6, blockSize: 5, nLayer: 1, nHead: 2,
	} as const;
	const documents = [[6, 0, 3, 3, 1, 6], [6, 2, 5, 6], [6, 3, 3, 3, 3, 3]];
	const {data, matrices} = initialiseParameters(config, new PythonRandom(7));

	function scalarGradients(tokens: readonly number[]): number[] {
		const rows = new Map(matrices.map(matrix => [matrix.key, Array.from({length: matrix.rows}, (_, row) => [...matrix.data.subarray(row * matrix.columns, (row + 1) * matrix.columns)].map(number => new Value(number)))]));
		const loss = tiedLoss(new ScalarOperations(rows), {tokens: tokens.slice(0, -1), positions: [...tokens.keys()].slice(0, -1)}, tokens.slice(1));
		loss.backward();
		return [...rows.values()].flat().flat().map(({gradient}) => gradient);
	}

	it('has the sum of all its gradients, anew in each step', async () => {
		const plan = new MemoryPlan('f64');
		const weights = new Weights(plan, config);
		const range = {first: 0, count: 0};
		const [tokens, positions, targets, starts] = Array.from({length: 4}, () => plan.indexes(config.blockSize));
		const recorded = new TensorOperations({
			plan, weights, capacity: config.blockSize, blockSize: config.blockSize, range, starts,
		});
		tiedLoss(recorded, {tokens, positions}, targets);
		const planned = [...recorded.forward, ...recorded.backward()];
		const {buffer, kernels} = await loadKernels('f64', plan.pages, {kind});
		const work = planned.map(bind => bind(kernels));
		new Float64Array(buffer, weights.parameters, weights.count).set(data);
		weights.bind(kernels).refresh();
		for (const document of documents) {
			range.count = document.length - 1;
			new Int32Array(buffer, tokens, range.count).set(document.slice(0, -1));
			new Int32Array(buffer, positions, range.count).set([...document.keys()].slice(0, -1));
			new Int32Array(buffer, targets, range.count).set(document.slice(1));
			for (const piece of work) {
				piece();
			}

			const gradients = new Float64Array(buffer, weights.gradients, weights.count);
			for (const [index, expected] of scalarGradients(document).entries()) {
				expect(Math.abs(gradients[index] - expected), `at ${index}`).toBeLessThan(1e-14);
			}
		}
	});
});
