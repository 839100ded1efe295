import {expect, it} from 'vitest';
import {microgpt} from '../../../source/settings/presets.js';
import {MemoryPlan} from '../../../source/model/tensor/memory-plan.js';
import {TensorOperations} from '../../../source/model/tensor/tensor-operations.js';
import {Weights} from '../../../source/model/tensor/weights.js';

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

it('refuses a second use of a weight, of which the gradient would be lost', () => {
	const model = operations();
	const x = model.embed('wte', 0);
	expect(() => model.linear(x, 'lm_head')).not.toThrow();
	// As a model would that ties the weights of its head to those of its embeddings.
	expect(() => model.linear(x, 'wte')).toThrow('Expected each weight to be used once, got a second use of wte.');
	expect(() => model.embed('lm_head', 0)).toThrow('got a second use of lm_head.');
	expect(() => operations().linear(x, 'layer0.attn_wq', 'layer0.attn_wq')).toThrow('got a second use of layer0.attn_wq.');
});
