import {hash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {cutTokens, encodeDocuments, encodeLines} from '../../source/data/document-list.js';
import {tokensOf} from '../../source/data/documents.js';
import {hashText} from '../../source/data/hash-text.js';
import {scanLines, scanText} from '../../source/data/scan-text.js';
import {encodeText} from '../../source/data/text-windows.js';
import {parseDocuments} from '../helpers/parse-documents.js';

/** Line feeds, blanks of many kinds, characters of one and two units, and what is no character. */
const anyText = fc.string({unit: fc.constantFrom(...'ab\n\n \t\v\f\u{A0}\u{85}\u{1680}\u{2003}\u{2028}\u{3000}\u{FEFF}\u{200B}é漢😀', '\u{D83D}', '\u{DE00}'), maxLength: 60});
const anyTwoLetters = anyText.map(text => `ab\n${text}`);
const linesOf = (text: string) => parseDocuments(text, 'lines', 8, 'notes.txt');

describe('the lines of a text as tokens', () => {
	it('are those lines', () => {
		fc.assert(fc.property(anyTwoLetters, text => {
			const {documents, tokenizer} = encodeLines(text, scanLines(text));
			const lines = linesOf(text);
			expect([...documents]).toEqual(lines);
			expect(tokenizer.vocabulary).toEqual(new CharTokenizer(lines).vocabulary);
			expect(documents).toHaveLength(lines.length);
			expect([...documents.lengths]).toEqual(lines.map(line => [...line].length));
			expect(documents.at(lines.length)).toBeUndefined();
		}), {numRuns: 500});
	});

	it('have the tokens of their texts, as far as one wants', () => {
		fc.assert(fc.property(anyTwoLetters, fc.nat(8), (text, most) => {
			const {documents, tokenizer} = encodeLines(text, scanLines(text));
			for (const [index, line] of linesOf(text).entries()) {
				expect(documents.tokensAt(index, most)).toEqual(tokenizer.encode(line, Math.max(1, most)).slice(0, most === 0 ? 1 : most));
				expect(tokensOf(documents, index, tokenizer, Infinity)).toEqual(tokenizer.encode(line));
				expect(tokenizer.decode(documents.idsAt(index))).toBe(line);
			}
		}));
	});

	it('are looked through once for all that is to be known of them', () => {
		fc.assert(fc.property(anyTwoLetters, text => {
			const lines = linesOf(text);
			const {characters, ...sizes} = scanLines(text);
			expect(characters).toEqual(new CharTokenizer(lines).vocabulary);
			expect(sizes).toEqual({
				characterCount: lines.reduce((sum, line) => sum + [...line].length, 0),
				lineCount: lines.length,
				indentedCount: text.split('\n').filter(line => /^\s+\S/v.test(line)).length,
				longest: Math.max(...lines.map(({length}) => length)),
				total: lines.reduce((sum, {length}) => sum + length, 0),
			});
		}));
		expect(scanLines(' \n\t\n')).toEqual({
			characters: [], characterCount: 0, lineCount: 0, indentedCount: 0, longest: 0, total: 0,
		});
	});
});

describe('some of the documents', () => {
	const texts = ['a', 'bb', 'a', '', 'ab😀'];
	const documents = encodeDocuments(texts, new CharTokenizer(texts));

	it('are those that are picked, also of those that were', () => {
		const some = documents.pick(Uint32Array.of(4, 0, 1));
		expect([...some]).toEqual(['ab😀', 'a', 'bb']);
		expect([...some.pick(Uint32Array.of(2, 0))]).toEqual(['bb', 'ab😀']);
		expect([[...some.lengths], some.countFrom(2), documents.countFrom(1)]).toEqual([[3, 1, 2], 2, 4]);
	});

	it('are known as whole texts', () => {
		expect(['a', '', 'ab😀', 'ab', 'b', 'a%', '😀'].map(text => documents.includes(text))).toEqual([true, true, true, false, false, false, false]);
		const some = documents.pick(Uint32Array.of(1, 4));
		expect(['a', 'bb'].map(text => some.includes(text))).toEqual([false, true]);
	});
});

describe('a text as tokens', () => {
	it('is that text, in as few bytes as its vocabulary allows', () => {
		fc.assert(fc.property(anyTwoLetters, fc.integer({min: 1, max: 9}), (text, length) => {
			const tokenizer = new CharTokenizer(scanText(text).characters);
			const ids = encodeText(text, tokenizer);
			expect([tokenizer.decode(ids), ids.BYTES_PER_ELEMENT, scanText(text).characterCount]).toEqual([text, 1, ids.length]);
			expect([...cutTokens(ids, tokenizer, length)].join('')).toBe(text);
		}));
		const many = Array.from({length: 300}, (_, index) => String.fromCodePoint(0x1_F3_00 + index)).join('');
		const tokenizer = new CharTokenizer([many]);
		const ids = encodeText(many, tokenizer);
		expect([ids.BYTES_PER_ELEMENT, tokenizer.decode(ids)]).toEqual([2, many]);
	});

	it('has the hash that it has in one piece', async () => {
		for (const text of ['', 'ab', `${'a'.repeat((2 ** 20) - 1)}😀b`, 'é'.repeat(2 ** 20), '😀'.repeat(2 ** 20)]) {
			expect(await hashText(text)).toBe(hash('sha256', text));
		}
	});
});
