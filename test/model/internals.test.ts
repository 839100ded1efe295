import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {anyExample} from '../helpers/random-models.js';

describe('what is inside a model', () => {
	it('explains its loss, and leaves it as it was', () => {
		fc.assert(fc.property(anyExample, ({model, parameters, batch}) => {
			const [document] = batch;
			const engine = new ScalarEngine(model, parameters);
			const loss = engine.computeLoss([document]);
			const {logits} = engine.inspect(document);
			const losses = logits.map((row, position) => Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - row[document[position + 1]]);
			expect(losses.reduce((sum, part) => sum + part) / losses.length).toBeCloseTo(loss, 10);
			expect(engine.computeLoss([document])).toBe(loss);
		}));
	});

	it('has a map for each head, whose rows are shares of the positions so far', () => {
		fc.assert(fc.property(anyExample, ({model, parameters, batch}) => {
			const [document] = batch;
			const {attention} = new ScalarEngine(model, parameters).inspect(document);
			const count = Math.min(model.blockSize, document.length - 1);
			const [nLayer, nHead] = model.architecture === 'gpt' ? [model.nLayer, model.nHead] : [0, 0];
			expect(attention.map(heads => heads.length)).toEqual(Array.from({length: nLayer}, () => nHead));
			for (const map of attention.flat()) {
				expect(map.map(row => row.length)).toEqual(Array.from({length: count}, (_, position) => position + 1));
				for (const row of map) {
					expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 10);
				}
			}
		}));
	});
});
