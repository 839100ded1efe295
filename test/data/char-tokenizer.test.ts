import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {DatasetError} from '../../source/errors.js';
import {anyText} from '../helpers/texts.js';

const codePointsOf = (text: string) => Array.from(text, character => character.codePointAt(0)!);

describe('CharTokenizer', () => {
	it('gives back any text that it has made its vocabulary of', () => {
		fc.assert(fc.property(fc.array(anyText), documents => {
			// Two characters at least, whatever the others are.
			const tokenizer = new CharTokenizer(['ab', ...documents]);
			for (const document of documents) {
				const tokens = tokenizer.encode(document);
				expect(tokenizer.decode(tokens)).toBe(document);
				expect(tokens).toHaveLength([...document].length + 2);
			}
		}));
	});

	it('sorts its vocabulary by code point and has each character once', () => {
		fc.assert(fc.property(anyText, anyText, (one, other) => {
			const {vocabulary} = new CharTokenizer(['ab', one, other]);
			const expected = [...new Set(codePointsOf(`ab${one}${other}`))].toSorted((a, b) => a - b);
			expect(codePointsOf(vocabulary.join(''))).toEqual(expected);
		}));
	});

	it('does not sort by the units of UTF-16, where an emoji comes before a wide tilde', () => {
		const tokenizer = new CharTokenizer(['😀～', 'e\u{301}']);
		expect(tokenizer.vocabulary).toEqual(['e', '\u{301}', '～', '😀']);
		expect(tokenizer.encode('～😀')).toEqual([4, 2, 3, 4]);
	});

	it('marks both ends of a document with one more token, the last', () => {
		const tokenizer = new CharTokenizer(['cab']);
		expect(tokenizer.bos).toBe(3);
		expect(tokenizer.vocabSize).toBe(4);
		expect(tokenizer.encode('abc')).toEqual([3, 0, 1, 2, 3]);
		expect(tokenizer.encode('')).toEqual([3, 3]);
	});

	it('refuses a character that it does not know', () => {
		const tokenizer = new CharTokenizer(['ab']);
		expect(() => tokenizer.encode('abé')).toThrow(new DatasetError('Expected only characters of the vocabulary, got "é".'));
	});

	it.each([
		[[], 'none'],
		[['', ''], 'none'],
		[['a', 'aaa'], 'only "a"'],
		// One code point, though two units of UTF-16.
		[['😀😀'], 'only "😀"'],
	])('refuses %j, which leaves nothing to tell apart', (documents, got) => {
		expect(() => new CharTokenizer(documents)).toThrow(new DatasetError(`Expected at least 2 distinct characters, got ${got}. Give a text with more to learn.`));
	});

	it('stops where it is told to', () => {
		const tokenizer = new CharTokenizer(['abc']);
		expect(tokenizer.encode('abcabc', 3)).toEqual([3, 0, 1]);
		expect(tokenizer.encode('ab', 4)).toEqual(tokenizer.encode('ab'));
		expect(tokenizer.encode('abc', 4)).toEqual([3, 0, 1, 2]);
	});
});
