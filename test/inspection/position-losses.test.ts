import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {measurePositions} from '../../source/inspection/position-losses.js';
import {createParameters} from '../../source/model/parameters.js';
import {atOnce} from '../helpers/at-once.js';
import {type FakeEngine, fakeEngine} from '../helpers/fake-engine.js';

const tokenizer = new CharTokenizer(['abc']);

/** An engine that is sure of `c` at position 0 and knows nothing at the others. */
function surmisingEngine(changes: Partial<FakeEngine> = {}) {
	const read: number[][] = [];
	const engine = {
		...fakeEngine(), ...changes, inspect(tokens: readonly number[]) {
			read.push([...tokens]);
			return {logits: tokens.slice(1).map((_, position) => position === 0 ? [0, 0, 800, 0] : [5, 5, 5, 5]), attention: []};
		},
	};
	return {engine, read};
}

describe('the losses by position', () => {
	it('are means over the documents that reach the position', () => {
		const {engine} = surmisingEngine();
		expect(atOnce(measurePositions(engine, tokenizer, ['c', 'cab', 'aaaaaaa']))).toEqual({
			// Also where the probability is 0 to all digits, the loss is a number.
			means: [800 / 3, Math.log(4), Math.log(4), Math.log(4)],
			counts: [3, 3, 2, 2],
		});
	});

	it('are those of documents spread evenly over the data, as many as there is time for', () => {
		const {engine, read} = surmisingEngine();
		const documents = Array.from({length: 10_000}, (_, index) => index < 5000 ? 'aaa' : 'bbb');
		const {counts} = atOnce(measurePositions(engine, tokenizer, documents));
		expect(counts[0]).toBe(750);
		expect(read.filter(([, letter]) => letter === 0)).toHaveLength(375);
	});

	it.each([['tensor', 200], ['scalar', 2]] as const)('take fewer documents for a larger model and the %s engine', (name, count) => {
		const model = {
			architecture: 'bigram', vocabSize: 4, nEmbd: 2, blockSize: 4,
		} as const;
		const parameters = {...createParameters(model), data: new Float64Array(200_000)};
		const {engine, read} = surmisingEngine({name, parameters});
		atOnce(measurePositions(engine, tokenizer, Array.from({length: 5000}, () => 'aaa')));
		expect(read).toHaveLength(count);
	});

	it('take one document at least, however large the model is', () => {
		const parameters = {...fakeEngine().parameters, data: {length: 1e12} as unknown as Float64Array};
		const {engine, read} = surmisingEngine({parameters});
		expect(atOnce(measurePositions(engine, tokenizer, ['abc', 'cab'])).counts).toEqual([1, 1, 1, 1]);
		expect(read).toHaveLength(1);
	});

	it('stay within bounds where later documents are longer than the first', () => {
		const {engine, read} = surmisingEngine();
		atOnce(measurePositions(engine, tokenizer, [...Array.from({length: 1000}, () => 'a'), ...Array.from({length: 9000}, () => 'aaa')]));
		expect(read.reduce((sum, tokens) => sum + tokens.length - 1, 0)).toBeLessThan(3004);
	});
});
