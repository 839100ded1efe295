import {expect, it} from 'vitest';
import {microgpt} from '../../../source/model/presets.js';
import {MemoryPlan} from '../../../source/model/tensor/memory-plan.js';
import {TensorOperations} from '../../../source/model/tensor/tensor-operations.js';
import {Weights} from '../../../source/model/tensor/weights.js';

function operations(): TensorOperations {
	const plan = new MemoryPlan('f64');
	return new TensorOperations({
		plan, weights: new Weights(plan, {...microgpt.model, vocabSize: 27}), capacity: 16, blockSize: 16, range: {first: 0, count: 0}, starts: 0,
	});
}

it('refuses a second use of a weight, of which the gradient would be lost', () => {
	const model = operations();
	const x = model.embed('wte', 0);
	expect(() => model.linear(x, 'lm_head')).not.toThrow();
	// As a model would that ties the weights of its head to those of its embeddings.
	expect(() => model.linear(x, 'wte')).toThrow('Expected each weight to be used once, got a second use of wte.');
	expect(() => model.embed('lm_head', 0)).toThrow('got a second use of lm_head.');
	expect(() => operations().linear(x, 'layer0.attn_wq', 'layer0.attn_wq')).toThrow('got a second use of layer0.attn_wq.');
});
