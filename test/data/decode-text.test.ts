import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {decodeText} from '../../source/data/decode-text.js';
import {DatasetError} from '../../source/errors.js';
import {anyPlainText} from '../helpers/texts.js';

const ascii = fc.string({unit: fc.constantFrom(...'ab \n'), maxLength: 20});

/** The invalid byte that the refusal names, and where. */
function refusalOf(bytes: Uint8Array): {readonly byte: number; readonly offset: number} {
	try {
		decodeText(bytes, 'notes.txt');
	} catch (error) {
		expect(error).toBeInstanceOf(DatasetError);
		const message = /^Expected notes\.txt to be UTF-8, got an invalid byte 0x(?<byte>[\da-f]{2}) at byte (?<offset>\d+)\. /v.exec((error as Error).message);
		return {byte: Number.parseInt(message!.groups!.byte, 16), offset: Number(message!.groups!.offset)};
	}

	throw new Error('Expected the bytes to be refused.');
}

function insert(bytes: Uint8Array, place: number, inserted: number): Uint8Array {
	return Uint8Array.of(...bytes.subarray(0, place), inserted, ...bytes.subarray(place));
}

function utf16(text: string, encoding: 'utf16le' | 'UTF-16BE'): Uint8Array {
	const bytes = Buffer.from(text, 'utf16le');
	return encoding === 'utf16le' ? bytes : bytes.swap16();
}

/** The place of the character that a byte belongs to. */
function startOfCharacter(bytes: Uint8Array, place: number): number {
	let start = place;
	while (start < bytes.length && bytes[start] >= 0x80 && bytes[start] < 0xC0) {
		start--;
	}

	return start;
}

describe('decodeText', () => {
	it('gives back any text', () => {
		fc.assert(fc.property(anyPlainText, text => {
			expect(decodeText(Buffer.from(text), 'notes.txt')).toBe(text);
		}));
	});

	it('drops a byte order mark at the beginning, and only there', () => {
		expect(decodeText(Buffer.from('\u{FEFF}a\u{FEFF}b'), 'notes.txt')).toBe('a\u{FEFF}b');
		expect(decodeText(Buffer.from('\u{FEFF}'), 'notes.txt')).toBe('');
	});

	it('names the place of a byte that is never valid', () => {
		fc.assert(fc.property(anyPlainText, fc.nat(), (text, anywhere) => {
			const bytes = Buffer.from(text);
			const place = anywhere % (bytes.length + 1);
			const broken = insert(bytes, place, 0xFF);
			// Inside a character, it is the beginning of that one that has no proper end.
			const offset = startOfCharacter(bytes, place);
			expect(refusalOf(broken)).toEqual({byte: broken[offset], offset});
		}));
	});

	it('names the place behind a byte order mark as it is in the file', () => {
		const bytes = Buffer.from('\u{FEFF}abc');
		expect(refusalOf(insert(bytes, 5, 0xFF))).toEqual({byte: 0xFF, offset: 5});
	});

	it('names the accented letter of a file in Latin-1', () => {
		fc.assert(fc.property(ascii, fc.integer({min: 0x80, max: 0xFF}), ascii, (before, letter, after) => {
			const bytes = Buffer.from(`${before}${String.fromCodePoint(letter)}${after}`, 'latin1');
			expect(refusalOf(bytes)).toEqual({byte: letter, offset: before.length});
		}));
	});

	it('refuses a character that is cut off at the end', () => {
		fc.assert(fc.property(ascii, fc.constantFrom('é', '～', '😀'), fc.integer({min: 1, max: 3}), (before, character, missing) => {
			const whole = Buffer.from(before + character);
			fc.pre(whole.length - missing > before.length);
			expect(refusalOf(whole.subarray(0, -missing)).offset).toBe(before.length);
		}));
	});

	it.each([
		['an overlong slash', [0xC0, 0xAF]],
		['an overlong letter of three bytes', [0xE0, 0x81, 0x81]],
		['half a surrogate pair', [0xED, 0xA0, 0x80]],
		['a code point beyond the last', [0xF4, 0x90, 0x80, 0x80]],
		['a continuation without a beginning', [0x80]],
	])('refuses %s', (_, wrong) => {
		expect(refusalOf(Uint8Array.of(0x61, 0x62, ...wrong, 0x63))).toEqual({byte: wrong[0], offset: 2});
	});

	it.each(['utf16le', 'UTF-16BE'] as const)('reads %s with its mark, and whole or not', encoding => {
		fc.assert(fc.property(anyPlainText, text => {
			fc.pre(text !== '');
			const bytes = utf16(`\u{FEFF}${text}`, encoding);
			expect(decodeText(bytes, 'notes.txt')).toBe(text);
			const cut = decodeText(bytes.subarray(0, -1), 'notes.txt', false);
			expect(cut).toBe([...text].slice(0, -1).join(''));
		}));
	});

	it.each(['utf16le', 'UTF-16BE'] as const)('reads %s without its mark where it is clearly that', encoding => {
		const text = 'Ève a dit : « Łódź » — 你好 😀\r\n';
		expect(decodeText(utf16(text, encoding), 'notes.txt')).toBe(text);
	});

	it('takes for UTF-16 only what is', () => {
		// Too short to tell, a NUL on both sides, and hardly any.
		for (const text of ['a\0b\0', 'a\0b\0c\0\0\0d\0e\0f\0g\0h\0', `${'abcdefgh'.repeat(8)}\0`]) {
			expect(() => decodeText(Buffer.from(text), 'notes.txt')).toThrow('got binary data (a NUL at byte ');
		}

		expect(() => decodeText(Uint8Array.of(0xFF, 0xFE, 0x61), 'notes.txt')).toThrow('Expected notes.txt to be UTF-16, as it begins, got half a character');
		expect(() => decodeText(Uint8Array.of(0xFE, 0xFF, 0xD8, 0x00, 0x00, 0x61), 'notes.txt')).toThrow('Expected notes.txt to be UTF-16');
		expect(() => decodeText(Uint8Array.of(0xFF, 0xFE, 0x61, 0, 0, 0), 'notes.txt')).toThrow('binary data (a NUL at character 1)');
	});

	it.each([
		['PK\u{3}\u{4}', 'my book.zip', 'a ZIP archive. Make a text of it first (unzip -p \'my book.zip\' > text.txt).'],
		['PK\u{3}\u{4}', 'novel.EPUB', 'an office document or an e-book. Make a text of it first (pandoc -t plain novel.EPUB > text.txt).'],
		['%PDF-1.7', 'a.pdf', 'a PDF. Make a text of it first (pdftotext a.pdf text.txt).'],
		['BZh11AY&SY\u{1}', 'one.bz2', 'a file packed by bzip2. Make a text of it first (bzip2 -dc one.bz2 > text.txt).'],
		['BZh91AY&SY', 'it\'s.bz2', String.raw`a file packed by bzip2. Make a text of it first (bzip2 -dc 'it'\''s.bz2' > text.txt).`],
		['\u{FD}7zXZ\0', 'standard input', 'a file packed by xz. Make a text of it first (xz -dc - > text.txt).'],
	])('says how to make a text of %j', (start, name, got) => {
		expect(() => decodeText(Buffer.from(start, 'latin1'), name)).toThrow(new DatasetError(`Expected ${name} to be text, got ${got}`).message);
	});

	it.each(['BZhang\nBo\n', 'BZh\n', 'BZh9\n', 'BZh01AY&SY'])('takes %j for the text that it is', text => {
		expect(decodeText(Buffer.from(text), 'names.txt')).toBe(text);
	});

	it('calls a file with a NUL binary, valid or not', () => {
		const refusal = (offset: number) => new DatasetError(`Expected notes.txt to be text, got binary data (a NUL at byte ${offset}). Give a plain text file in UTF-8.`);
		expect(() => decodeText(Uint8Array.of(0x61, 0, 0x62, 0), 'notes.txt')).toThrow(refusal(1));
		expect(() => decodeText(Uint8Array.of(0xFF, 0x61, 0), 'notes.txt')).toThrow(refusal(2));
	});
});
