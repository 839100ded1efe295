import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {type Engine} from '../../source/model/engine.js';
import {compareEmbeddings} from '../../source/inspection/similarities.js';
import {fakeEngine} from '../helpers/fake-engine.js';

const tokenizer = new CharTokenizer(['abc']);
/** From the most frequent letter to the least: c, the end of a document, b, a. */
const documents = ['cccc', 'bccb', 'ac'];

/** An engine with these embeddings of a, b, c and the end. */
function engineWith(embeddings: ReadonlyArray<readonly [number, number]>) {
	const engine = fakeEngine();
	engine.parameters.matrices[0].data.set(embeddings.flat());
	return engine;
}

function compare(engine: Engine, trainingDocuments: readonly string[] = documents, known = tokenizer) {
	return compareEmbeddings({engine, tokenizer: known, trainingDocuments});
}

describe('the similarities of letters', () => {
	it('are the cosines of their embeddings, whatever their lengths', () => {
		const {letters, cosines} = compare(engineWith([[3, 0], [0, 0.5], [1, 1], [-2, 0]]));
		const cosine = (a: string | undefined, b: string | undefined) => cosines[letters.indexOf(a)][letters.indexOf(b)];
		expect(cosine('a', 'a')).toBe(1);
		expect(cosine('a', 'b')).toBe(0);
		expect(cosine('a', 'c')).toBeCloseTo(Math.SQRT1_2, 15);
		expect(cosine('c', 'a')).toBe(cosine('a', 'c'));
		expect(cosine('a', undefined)).toBe(-1);
	});

	it('come in an order that goes from the most frequent letter always to the one most like the last', () => {
		// Like c is a, like a is b, like b is the end.
		expect(compare(engineWith([[1, 0.5], [1, 0], [1, 1], [1, -0.9]])).letters).toEqual(['c', 'a', 'b', undefined]);
	});

	it('have an order and no cosine where an embedding is all zeros or no number', () => {
		expect(compare(engineWith([[0, 0], [0, 0], [0, 0], [0, 0]])).cosines.flat()).toEqual(Array.from({length: 16}, () => 0));
		const {letters} = compare(engineWith([[NaN, 0], [0, 1], [NaN, 1], [1, 1]]));
		expect(new Set(letters)).toEqual(new Set(['a', 'b', 'c', undefined]));
	});

	it('are those of the most frequent letters if there are very many', () => {
		const many = Array.from({length: 300}, (_, index) => String.fromCodePoint(0x4E_00 + index));
		const wide = new CharTokenizer(many);
		const engine = fakeEngine();
		const data = Float64Array.from({length: 301 * 2}, (_, index) => Math.sin(index));
		const {letters, cosines} = compare({
			...engine, parameters: {
				data, matrices: [{
					key: 'wte', rows: 301, columns: 2, data,
				}],
			},
		}, [...many, ...many.slice(100, 163)], wide);
		expect(new Set(letters)).toEqual(new Set([...many.slice(100, 163), undefined]));
		expect(cosines).toHaveLength(64);
	});
});
