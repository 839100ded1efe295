import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {DatasetError} from '../../source/errors.js';
import {parseDocuments} from '../helpers/parse-documents.js';
import {anyText} from '../helpers/texts.js';

const lineBreak = fc.constantFrom('\n', '\r\n', '\r');
const blanks = fc.constantFrom('', ' ', '\t', ' \u{A0} ');
const anyDocument = anyText.map(text => text.replaceAll(/[\n\r]/gv, '').trim()).filter(text => text !== '');

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
