import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {createReader} from '../../source/model/create-engine.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {type Reader, readerFrom} from '../../source/model/reader.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {openTensorEngine} from '../../source/model/tensor/tensor-engine.js';
import {openTensorReader} from '../../source/model/tensor/tensor-reader.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {type RandomSource} from '../../source/random/random-source.js';
import {sampleDocument, type WritingStyle} from '../../source/training/sample.js';
import {
	always,
	drawsInTurn,
	inOrder,
	writeTogether,
} from '../../source/training/write-together.js';

const tokenizer = new CharTokenizer(['ab\n', 'cde']);
const model = {
	architecture: 'gpt', vocabSize: tokenizer.vocabSize, nEmbd: 12, nHead: 3, nLayer: 2, blockSize: 8,
} as const;
const parameters = initialiseParameters(model, new PythonRandom(5), 0.5);

const openTensor = async (kernels: 'plain' | 'simd') => openTensorEngine(model, parameters, {precision: 'f64', batchSize: 1, kernels});
const openTensorReading = async (kernels: 'plain' | 'simd', documentCount: number) => openTensorReader(model, parameters, {precision: 'f64', documentCount, kernels});

const readers = {
	plain: async (documentCount: number) => openTensorReading('plain', documentCount),
	simd: async (documentCount: number) => openTensorReading('simd', documentCount),
	scalar: async (documentCount: number) => createReader({name: 'scalar', precision: 'f64'}, model, parameters, documentCount),
};
const engines = {
	plain: async () => openTensor('plain'),
	simd: async () => openTensor('simd'),
	scalar: async () => new ScalarEngine(model, parameters),
};

const seeded = (seeds: readonly number[]): RandomSource[] => seeds.map(seed => new PythonRandom(seed));

/** What a reader makes of documents, in their order. */
function textsTogether(reader: Reader, style: WritingStyle, draws: Iterable<RandomSource>, read = tokenizer): string[] {
	return textsOf(inOrder(writeTogether({reader, tokenizer: read}, style, draws)));
}

const copyOf = (numbers: ArrayLike<number>): number[] => Array.from(numbers, number => number);

/** The texts, in their order. */
function textsOf(pieces: Iterable<string | undefined>): string[] {
	const texts = [''];
	for (const piece of pieces) {
		if (piece === undefined) {
			texts.push('');
		} else {
			texts[texts.length - 1] += piece;
		}
	}

	// After the last, another one would begin.
	expect(texts.pop()).toBe('');
	return texts;
}

describe.each(['plain', 'simd', 'scalar'] as const)('documents side by side (%s)', kind => {
	it.each([
		['that end where the model ends them', {temperature: 1}],
		['after a beginning', {temperature: 1.5, prefix: 'abba'}],
		['after a beginning that fills the context', {temperature: 1, prefix: 'abbaabba'}],
		['past the context', {temperature: 1.5, length: 40}],
		['of one long text', {
			temperature: 1, length: 40, isEndless: true, topK: 4, topP: 0.9,
		}],
		['of one long text after a beginning that is longer than the context', {
			temperature: 1, length: 30, isEndless: true, prefix: 'abcdeabcdeab\nc',
		}],
		['at temperature 0', {temperature: 0, length: 20, isEndless: true}],
	] as ReadonlyArray<[string, WritingStyle]>)('are the same as one by one, %s', async (_, style) => {
		const engine = await engines[kind]();
		// The one to read takes its time.
		const seeds = Array.from({length: kind === 'scalar' ? 3 : 13}, (__, seed) => seed);
		const expected = seeds.map(seed => sampleDocument(engine, tokenizer, style, new PythonRandom(seed)));
		for (const documentCount of kind === 'scalar' ? [2] : [1, 3, 40]) {
			const reader = await readers[kind](documentCount);
			expect(textsTogether(reader, style, seeded(seeds))).toEqual(expected);
		}
	});

	it('read the same numbers to the last bit, however many rows a pass has', async () => {
		const engine = await engines[kind]();
		const decoder = engine.createDecoder();
		const tokens = [6, 0, 1, 2, 5, 4, 3, 3];
		const documents = [0, 1, 2, 3, 4];
		const expected = tokens.map(token => copyOf(decoder.next(token)));
		const reader = await readers[kind](documents.length);
		for (const [place, token] of tokens.entries()) {
			const together = reader.read(documents.map(document => ({document, token}))).map(logits => copyOf(logits));
			expect(together).toEqual(documents.map(() => expected[place]));
		}

		for (const document of documents) {
			reader.restart(document);
		}

		const readings = documents.flatMap(document => tokens.map(token => ({document, token})));
		const found = reader.read(readings);
		const atOnce = found.map(logits => copyOf(logits));
		const all = Array.from(documents, () => expected).flat();
		expect(atOnce).toEqual(all);
	});
});

it('a bigram is read as its engine reads it, in either precision', async () => {
	const bigram = {
		architecture: 'bigram', vocabSize: 7, nEmbd: 12, nHead: 1, nLayer: 0, blockSize: 8,
	} as const;
	const initial = initialiseParameters(bigram, new PythonRandom(5), 0.5);
	for (const precision of ['f64', 'f32'] as const) {
		const engine = await openTensorEngine(bigram, initial, {precision, batchSize: 1});
		const decoder = engine.createDecoder();
		const reader = await openTensorReader(bigram, initial, {precision, documentCount: 1});
		for (const token of [6, 0, 3]) {
			const [found] = reader.read([{document: 0, token}]);
			expect(copyOf(found)).toEqual(copyOf(decoder.next(token)));
		}
	}
});

it('several tokens in one pass are what they are one by one', async () => {
	for (const kernels of ['plain', 'simd'] as const) {
		const engine = await openTensor(kernels);
		const tokens = [6, 0, 1, 2, 5, 4];
		const single = engine.createDecoder();
		let expected: number[] = [];
		for (const token of tokens) {
			expected = copyOf(single.next(token));
		}

		const several = engine.createDecoder();
		several.nextAll!(tokens.slice(0, 2));
		const last = several.nextAll!(tokens.slice(2));
		expect(copyOf(last)).toEqual(expected);
	}
});

it('text without ends begins and goes on like one by one', async () => {
	const withoutEnds = new CharTokenizer(['ab\n', 'cde'], false);
	const [engine, reader] = [await engines.simd(), await readers.simd(3)];
	const style = {temperature: 1, length: 40, prefix: 'cab'};
	const expected = [1, 2, 3, 4].map(seed => sampleDocument(engine, withoutEnds, style, new PythonRandom(seed)));
	expect(expected.every(text => text.length === 43)).toBe(true);
	expect(textsTogether(reader, style, seeded([1, 2, 3, 4]), withoutEnds)).toEqual(expected);
});

describe('documents from one stream of draws', () => {
	it('of one length are what they would be one after the other', async () => {
		const style = {temperature: 1, length: 25, isEndless: true};
		const [engine, reader] = [await engines.simd(), await readers.simd(4)];
		const random = new PythonRandom(7);
		const expected = Array.from({length: 6}, () => sampleDocument(engine, tokenizer, style, random));
		const turns = drawsInTurn(new PythonRandom(7), 25, 6);
		expect(textsTogether(reader, style, turns)).toEqual(expected);
	});

	it('that the model ends come one by one', async () => {
		const style = {temperature: 1};
		const [engine, reader] = [await engines.simd(), await readers.simd(1)];
		const random = new PythonRandom(7);
		const expected = Array.from({length: 6}, () => sampleDocument(engine, tokenizer, style, random));
		const turns = always(new PythonRandom(7), 6);
		expect(textsTogether(reader, style, turns)).toEqual(expected);
	});

	it('come as they are made, the first first', () => {
		const characters = [[1, 'x'], [0, 'a'], [1, 'y'], [2, 'p'], [0, 'b'], [1], [0], [2, 'q'], [2]] as const;
		const events = characters.map(([document, character]) => ({document, ...(character !== undefined && {character})}));
		expect([...inOrder(events)]).toEqual(['a', 'b', undefined, 'xy', undefined, 'p', 'q', undefined]);
	});
});

it('takes only so many tokens of a document, and only such as there are', async () => {
	const reader = await readers.simd(2);
	expect(() => reader.read(Array.from({length: 9}, () => ({document: 1, token: 0})))).toThrow('The block of 8 tokens is full.');
	expect(() => reader.read([{document: 0, token: 7}])).toThrow('Expected a token from 0 to 6, got 7.');
	expect(readerFrom(new ScalarEngine(model, parameters), 2).documentCount).toBe(2);
});
