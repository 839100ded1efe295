import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {encodeDocuments} from '../../source/data/document-list.js';
import {splitDocuments, type SplitOptions} from '../../source/data/split-documents.js';
import {DatasetError} from '../../source/errors.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {type RandomSource} from '../../source/random/random-source.js';

const anyShare = fc.double({min: 0.001, max: 0.999, noNaN: true});
const anyNumbered = fc.integer({min: 1, max: 200}).map(count => Array.from({length: count}, (_, index) => `document ${index}`));
const oneByOne = {mode: 'lines', isOneByOne: true} as const;
const lines = {mode: 'lines', isOneByOne: false} as const;
const stream = {mode: 'stream', isOneByOne: false} as const;

const tokenizer = new CharTokenizer(['abcdefghijklmnopqrstuvwxyz0123456789 ']);

/** What becomes of texts. */
function split(documents: readonly string[], options: SplitOptions, random: RandomSource = new DotnetRandom(1)) {
	const {training, validation} = splitDocuments(encodeDocuments(documents, tokenizer), options, random);
	return {training: [...training], validation: [...validation]};
}

describe.each([['lines', lines], ['a stream', stream], ['each document by itself, as before', oneByOne]] as const)('a split of %s', (_, way) => {
	it('puts every document on one side, in the order of the file, or is refused', () => {
		fc.assert(fc.property(anyNumbered, anyShare, fc.nat(), (documents, share, seed) => {
			const heldOutCount = Math.round(documents.length * share);
			if (heldOutCount === 0 || heldOutCount === documents.length) {
				expect(() => split(documents, {share, ...way}, new DotnetRandom(seed))).toThrow(DatasetError);
				return;
			}

			const {training, validation} = split(documents, {share, ...way}, new DotnetRandom(seed));
			expect(validation).toHaveLength(heldOutCount);
			expect(documents.filter(document => training.includes(document))).toEqual(training);
			expect(documents.filter(document => validation.includes(document))).toEqual(validation);
			expect(new Set([...training, ...validation])).toEqual(new Set(documents));
			expect(training.length + validation.length).toBe(documents.length);
		}));
	});

	it('draws nothing where nothing is held out', () => {
		const random = new DotnetRandom(42);
		expect(split(['a', 'b'], {share: 0, ...way}, random)).toEqual({training: ['a', 'b'], validation: []});
		expect(random.next()).toBe(new DotnetRandom(42).next());
	});

	it.each([[1, 0.5], [4, 0.1], [10, 0.99]])('is refused of %i documents at %d', (count, share) => {
		const documents = Array.from({length: count}, (__, index) => String(index));
		const refusal = new DatasetError(`Expected enough documents for a validation split of ${share}, got ${count}. Use a larger file or another --val-split.`);
		expect(() => split(documents, {share, ...way})).toThrow(refusal);
	});
});

describe.each([['lines', lines], ['each document by itself', oneByOne]] as const)('a split of %s', (_, way) => {
	it('is the same for the same seed and another for another', () => {
		const documents = Array.from({length: 100}, (__, index) => `document ${index}`);
		expect(split(documents, {share: 0.1, ...way}, new DotnetRandom(7))).toEqual(split(documents, {share: 0.1, ...way}, new DotnetRandom(7)));
		expect(split(documents, {share: 0.1, ...way}, new DotnetRandom(8))).not.toEqual(split(documents, {share: 0.1, ...way}, new DotnetRandom(7)));
	});
});

describe('a split of lines', () => {
	it('has equal documents on one side, and nearly as many as are asked for', () => {
		const anyRepeated = fc.array(fc.constantFrom(...'abcdefghijklmnopqrst'), {minLength: 20, maxLength: 200});
		fc.assert(fc.property(anyRepeated, fc.double({min: 0.2, max: 0.8, noNaN: true}), fc.nat(), (documents, share, seed) => {
			const most = Math.round(documents.length * share);
			const countOf = (text: string) => documents.filter(document => document === text).length;
			const leastCount = Math.min(...new Set(documents.map(document => countOf(document))));
			if (leastCount > most) {
				expect(() => split(documents, {share, ...lines}, new DotnetRandom(seed))).toThrow(DatasetError);
				return;
			}

			const {training, validation} = split(documents, {share, ...lines}, new DotnetRandom(seed));
			expect(validation.filter(document => training.includes(document))).toEqual([]);
			expect(validation.length).toBeLessThanOrEqual(most);
			// Any other text would have been too many.
			expect([...new Set(training)].filter(text => countOf(text) <= most - validation.length)).toEqual([]);
		}));
	});

	it('is refused where all are equal', () => {
		const refusal = new DatasetError('Expected documents of which 1 can be held out with all that are equal to them, got too few different ones. Use another file or another --val-split.');
		expect(() => split(['same', 'same', 'same', 'same'], {share: 0.25, ...lines})).toThrow(refusal);
		// It was not once.
		expect(split(['same', 'same', 'same', 'same'], {share: 0.25, ...oneByOne})).toMatchObject({training: {length: 3}, validation: {length: 1}});
	});
});

describe('a split of a stream', () => {
	it('holds out the end of the text', () => {
		expect(split(['to be ', 'or not', ' to be', ' that ', 'is'], {share: 0.4, ...stream})).toEqual({training: ['to be ', 'or not', ' to be'], validation: [' that ', 'is']});
	});
});

describe('a split of documents that are tokens', () => {
	/** As it was made of texts, by a map of them. */
	function splitTexts(documents: readonly string[], {share, isOneByOne}: SplitOptions, random: RandomSource) {
		const count = Math.round(documents.length * share);
		if (isOneByOne) {
			const places = new Set(random.shuffle([...documents.keys()]).slice(0, count));
			return {training: documents.filter((_, place) => !places.has(place)), validation: documents.filter((_, place) => places.has(place))};
		}

		const counts = new Map<string, number>();
		for (const document of documents) {
			counts.set(document, (counts.get(document) ?? 0) + 1);
		}

		const drawn = new Set<string>();
		let open = count;
		for (const text of random.shuffle([...counts.keys()])) {
			const needed = counts.get(text)!;
			if (!(needed <= open)) {
				continue;
			}

			drawn.add(text);
			open -= needed;
		}

		return {training: documents.filter(document => !drawn.has(document)), validation: documents.filter(document => drawn.has(document))};
	}

	const anyDocument = fc.string({unit: fc.constantFrom(...'ab '), maxLength: 4});
	const anyDocuments = fc.array(anyDocument, {minLength: 4, maxLength: 200});

	it.each([['lines', lines], ['each document by itself', oneByOne]] as const)('is that of their texts, %s', (_, way) => {
		fc.assert(fc.property(anyDocuments, anyShare, fc.nat(), (documents, share, seed) => {
			for (const createRandom of [() => new DotnetRandom(seed), () => new PythonRandom(seed)]) {
				const expected = splitTexts(documents, {share, ...way}, createRandom());
				fc.pre(expected.training.length > 0 && expected.validation.length > 0);
				expect(split(documents, {share, ...way}, createRandom())).toEqual(expected);
			}
		}));
	});
});
