import {Buffer} from 'node:buffer';
import process from 'node:process';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {LineSplitter, longestLine} from '../../source/files/line-splitter.js';

/** What comes out if the bytes come in pieces that end at the given places. */
function splitInPieces(bytes: Uint8Array, cuts: readonly number[]) {
	const splitter = new LineSplitter();
	const places = [0, ...cuts.map(cut => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
	return [...places.slice(1).flatMap((end, index) => splitter.push(bytes.subarray(places[index], end))), ...splitter.end()];
}

const characters = fc.constantFrom('a', '\n', '\r', '\r\n', 'é', '語', '😀', '\u{2028}', ' ');
const texts = fc.string({unit: characters});
const places = fc.array(fc.nat());

it('gives the same lines wherever the pieces end', () => {
	fc.assert(fc.property(texts, places, (text, cuts) => {
		const lines = text.split(/\r\n|\r|\n/v);
		const expected = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
		expect(splitInPieces(Buffer.from(text), cuts)).toEqual(expected);
	}));
});

it('takes any bytes', () => {
	fc.assert(fc.property(fc.uint8Array(), places, (bytes, cuts) => {
		expect(splitInPieces(bytes, cuts)).toEqual(splitInPieces(bytes, []));
	}));
});

it(String.raw`ends a line at \r at once`, () => {
	const splitter = new LineSplitter();
	expect(splitter.push(Buffer.from('one\r'))).toEqual(['one']);
	expect(splitter.push(Buffer.from('\ntwo\r'))).toEqual(['two']);
	expect(splitter.push(Buffer.from('\n'))).toEqual([]);
	expect(splitter.push(Buffer.from('\n'))).toEqual(['']);
});

describe('UTF-16', () => {
	const littleEndian = (text: string) => Buffer.from(text, 'utf16le');
	const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16();

	it.each([['little endian', littleEndian], ['big endian', bigEndian]])('of either order is read, with a mark or clearly so, wherever the pieces end: %s', (_, encode) => {
		fc.assert(fc.property(texts, fc.constantFrom('\u{FEFF}', 'a'), places, (text, first, cuts) => {
			const lines = (first + text).replace('\u{FEFF}', '').split(/\r\n|\r|\n/v);
			const expected = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
			expect(splitInPieces(encode(first + text), cuts)).toEqual(expected);
		}));
	});

	it('does not go on into the next text', () => {
		const splitter = new LineSplitter();
		expect(splitter.push(littleEndian('one\ntw'))).toEqual(['one']);
		splitter.drop();
		expect(splitter.push(Buffer.from('three\n'))).toEqual(['three']);
	});

	it('is not what a single byte is', () => {
		expect(splitInPieces(Buffer.from('a'), [])).toEqual(['a']);
		expect(splitInPieces(Buffer.from('\n'), [])).toEqual(['']);
		expect(splitInPieces(Buffer.from('\u{FEFF}'), [1, 2])).toEqual([]);
	});
});

it('keeps the longest line and no longer one', () => {
	const line = 'a'.repeat(longestLine);
	expect(splitInPieces(Buffer.from(`${line}\n${line}a\nb`), [5, longestLine, longestLine + 7])).toEqual([line, undefined, 'b']);
	expect(splitInPieces(Buffer.from(`${line}a`), [longestLine])).toEqual([undefined]);
});

it('keeps nothing of 50 MB without an end', () => {
	const splitter = new LineSplitter();
	const chunk = Buffer.alloc(64 * 1024, 'a');
	/** What is in use, and not only not yet swept up. */
	const bytesInUse = () => {
		globalThis.gc!();
		const {heapUsed, external} = process.memoryUsage();
		return heapUsed + external;
	};

	const before = bytesInUse();
	let most = 0;
	for (let count = 1; count <= 800; count++) {
		expect(splitter.push(chunk)).toEqual([]);
		if (count % 100 === 0) {
			most = Math.max(most, bytesInUse() - before);
		}
	}

	expect(most).toBeLessThan(30 * 1024 * 1024);
	expect(splitter.push(Buffer.from('\nb\n'))).toEqual([undefined, 'b']);
});

it('forgets half a line whose end will never come', () => {
	const splitter = new LineSplitter();
	expect(splitter.push(Buffer.from('one\ntw'))).toEqual(['one']);
	splitter.drop();
	expect(splitter.push(Buffer.from('three\nfour'))).toEqual(['three']);
	expect(splitter.end()).toEqual(['four']);
	// Nor does half a character run into the next, nor the end of a line.
	splitter.push(Buffer.from([0xE2, 0x82]));
	splitter.drop();
	expect(splitter.push(Buffer.from('five\r'))).toEqual(['five']);
	splitter.drop();
	expect(splitter.push(Buffer.from('\nsix\n'))).toEqual(['', 'six']);
});
