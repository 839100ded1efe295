import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {batchOf, documentsOf, ownStep} from '../../source/training/batches.js';

const tokenizer = new CharTokenizer(['abc']);
const end = tokenizer.encode('')[0];

describe('the documents of the steps', () => {
	it('are all of them in their order, over and over, however many a step takes', () => {
		const anySource = fc.record({
			trainingDocuments: fc.array(fc.string(), {minLength: 1, maxLength: 12}),
			// More than there are documents, too.
			batchSize: fc.integer({min: 1, max: 30}),
		});
		fc.assert(fc.property(anySource, source => {
			const taken = Array.from({length: 20}, (_, index) => documentsOf(index + 1, source));
			expect(taken.every(documents => documents.length === source.batchSize)).toBe(true);
			const {trainingDocuments} = source;
			expect(taken.flat()).toEqual(Array.from({length: 20 * source.batchSize}, (_, index) => trainingDocuments[index % trainingDocuments.length]));
		}));
	});

	it('go on behind those that were taken when steps took more or fewer', () => {
		const trainingDocuments = Array.from({length: 100}, (_, index) => String(index));
		// Twelve steps of three documents, then steps of five.
		const source = {trainingDocuments, batchSize: 5, taken: {step: 12, documents: 36}};
		expect([13, 14, 15].flatMap(step => documentsOf(step, source))).toEqual(trainingDocuments.slice(36, 51));
	});

	it('are not known of steps that were another run’s', () => {
		const source = {trainingDocuments: ['a', 'b', 'c'], batchSize: 2, taken: {step: 5, documents: 7}};
		expect([6, 7].map(step => documentsOf(step, source))).toEqual([['b', 'c'], ['a', 'b']]);
		expect(() => documentsOf(5, source)).toThrow(new RangeError('Expected a step after 5, got 5. Ask for one of this run.'));
		expect(() => documentsOf(0, {...source, taken: undefined})).toThrow(RangeError);
		expect([0, 5, 6, 9].map(step => ownStep(step, source))).toEqual([6, 6, 6, 9]);
		expect([0, 1, 2].map(step => ownStep(step, {}))).toEqual([1, 1, 2]);
	});
});

describe('the batch of a step', () => {
	it('has as many tokens of a document as the model can learn from: one more than the block', () => {
		const batch = batchOf(1, {
			tokenizer, trainingDocuments: ['ab', 'abc', 'abca', 'abcab', ''], batchSize: 5, blockSize: 4,
		});
		expect(batch).toEqual([[end, 0, 1, end], [end, 0, 1, 2, end], [end, 0, 1, 2, 0], [end, 0, 1, 2, 0], [end, end]]);
	});
});
