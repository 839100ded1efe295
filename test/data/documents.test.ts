import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {parseDocuments, splitDocuments} from '../../source/data/documents.js';
import {DatasetError} from '../../source/errors.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {anyText} from '../helpers/texts.js';

const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
const blanks = fc.constantFrom('', ' ', '\t', ' \u{A0} ');
const anyDocument = anyText.map(text => text.replaceAll(/[\n\r]/gv, '').trim()).filter(text => text !== '');
const numberedDocuments = fc.integer({min: 1, max: 200}).map(count => Array.from({length: count}, (_, index) => `document ${index}`));

const linesOf = (text: string) => parseDocuments(text, 'lines', 8, 'notes.txt');

describe('parseDocuments, line by line', () => {
	it('finds the documents among any line breaks, blank lines and blanks around them', () => {
		const line = fc.record({
			text: fc.option(anyDocument, {nil: ''}), before: blanks, after: blanks, end: lineBreak,
		});
		fc.assert(fc.property(fc.array(line, {minLength: 1}), anyDocument, blanks, (lines, last, blank) => {
			const whole = `${lines.map(({text, before, after, end}) => before + text + after + end).join('')}${last}${blank}`;
			expect(linesOf(whole)).toEqual([...lines.map(({text}) => text).filter(text => text !== ''), last]);
		}));
	});

	it.each(['a\nb\n', 'a\nb', 'a\r\nb\r\n', 'a\rb', '\n\n a \n\t\nb\t\n\n'])('finds two documents in %j', text => {
		expect(linesOf(text)).toEqual(['a', 'b']);
	});

	it('keeps blanks inside a document, and documents that are there twice', () => {
		expect(linesOf('one  two\none  two')).toEqual(['one  two', 'one  two']);
	});
});

describe('parseDocuments, as a stream', () => {
	it('cuts windows of whole characters that make up the text', () => {
		fc.assert(fc.property(anyText, fc.integer({min: 1, max: 20}), (text, blockSize) => {
			const normalised = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').trim();
			fc.pre(normalised !== '');
			const windows = parseDocuments(text, 'stream', blockSize, 'notes.txt');
			expect(windows.join('')).toBe(normalised);
			// A surrogate that is left alone, that is.
			expect(windows.filter(window => /\p{Surrogate}/v.test(window))).toEqual([]);
			const lengths = windows.map(window => [...window].length);
			expect(lengths.slice(0, -1).filter(length => length !== blockSize)).toEqual([]);
			expect(lengths.at(-1)).toBeLessThanOrEqual(blockSize);
			expect(lengths.at(-1)).toBeGreaterThan(0);
		}));
	});

	it('does not cut an emoji in two', () => {
		expect(parseDocuments('a😀b😀', 'stream', 2, 'notes.txt')).toEqual(['a😀', 'b😀']);
	});

	it('keeps the line breaks of the text, in one form', () => {
		expect(parseDocuments('to\r\n\rbe', 'stream', 8, 'notes.txt')).toEqual(['to\n\nbe']);
	});
});

describe.each(['lines', 'stream'] as const)('parseDocuments of %s', mode => {
	it('refuses an empty text', () => {
		expect(() => parseDocuments('', mode, 8, 'notes.txt')).toThrow(new DatasetError('Expected notes.txt to hold text, got an empty file.'));
	});

	it('refuses blank lines', () => {
		expect(() => parseDocuments(' \r\n\t\n\r', mode, 8, 'notes.txt')).toThrow(new DatasetError('Expected notes.txt to hold text, got only blank lines.'));
	});
});

describe('splitDocuments', () => {
	it('puts every document on one side, in the order of the file, or refuses', () => {
		const share = fc.double({min: 0.001, max: 0.999, noNaN: true});
		fc.assert(fc.property(numberedDocuments, share, fc.nat(), (documents, validationShare, seed) => {
			const split = () => splitDocuments(documents, validationShare, new DotnetRandom(seed));
			const heldOutCount = Math.round(documents.length * validationShare);
			if (heldOutCount === 0 || heldOutCount === documents.length) {
				expect(split).toThrow(DatasetError);
				return;
			}

			const {training, validation} = split();
			expect(validation).toHaveLength(heldOutCount);
			expect(documents.filter(document => training.includes(document))).toEqual(training);
			expect(documents.filter(document => validation.includes(document))).toEqual(validation);
			expect(new Set([...training, ...validation])).toEqual(new Set(documents));
			expect(training.length + validation.length).toBe(documents.length);
		}));
	});

	it('draws the same split for the same seed and another for another', () => {
		const documents = Array.from({length: 100}, (_, index) => `document ${index}`);
		const split = (seed: number) => splitDocuments(documents, 0.1, new DotnetRandom(seed));
		expect(split(7)).toEqual(split(7));
		expect(split(8)).not.toEqual(split(7));
	});

	it('holds out documents that are there twice one by one', () => {
		const {training, validation} = splitDocuments(['same', 'same', 'same', 'same'], 0.25, new DotnetRandom(1));
		expect([training.length, validation.length]).toEqual([3, 1]);
	});

	it('draws nothing where nothing is held out', () => {
		const random = new DotnetRandom(42);
		expect(splitDocuments(['a', 'b'], 0, random)).toEqual({training: ['a', 'b'], validation: []});
		expect(random.next()).toBe(new DotnetRandom(42).next());
	});

	it.each([[1, 0.5], [4, 0.1], [10, 0.99]])('refuses to split %i documents at %d', (count, share) => {
		const documents = new Array<string>(count).fill('a');
		const refusal = new DatasetError(`Expected enough documents for a validation split of ${share}, got ${count}. Use a larger file or another --val-split.`);
		expect(() => splitDocuments(documents, share, new DotnetRandom(1))).toThrow(refusal);
	});
});
