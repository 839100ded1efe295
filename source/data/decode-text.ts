import {Buffer} from 'node:buffer';
import {NotTextError} from '../errors.js';
import {standardInput} from './read-once.js';

/** Enough of a text to see by which of its bytes are zero that it is UTF-16. */
const sampleBytes = 4096;
const leastSampleBytes = 16;
/** The tab: before it are only characters that no text has. */
const firstOfText = 0x09;

/** What is no text by itself and can be made one, by the bytes that it begins with. */
const packedKinds: ReadonlyArray<{readonly start: readonly number[]; readonly ending?: RegExp; readonly name: string; readonly command: string}> = [
	{
		start: [0x50, 0x4B, 0x03, 0x04], ending: /\.(?:docx|epub|odt)$/iv, name: 'an office document or an e-book', command: 'pandoc -t plain FILE > text.txt',
	},
	{start: [0x50, 0x4B, 0x03, 0x04], name: 'a ZIP archive', command: 'unzip -p FILE > text.txt'},
	{start: [0x28, 0xB5, 0x2F, 0xFD], name: 'a file packed by zstd', command: 'zstd -dc FILE > text.txt'},
	{start: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], name: 'a file packed by xz', command: 'xz -dc FILE > text.txt'},
	// “BZh” alone may begin a list of names: the size of its blocks follows, from 1 to 9, and the mark of the first.
	...[...'123456789'].map(size => ({start: [...Buffer.from(`BZh${size}1AY&SY`)], name: 'a file packed by bzip2', command: 'bzip2 -dc FILE > text.txt'})),
	{start: [0x25, 0x50, 0x44, 0x46, 0x2D], name: 'a PDF', command: 'pdftotext FILE text.txt'},
	{start: [0xFF, 0xFE, 0x00, 0x00], name: 'UTF-32', command: 'iconv -f utf-32 -t utf-8 FILE > text.txt'},
	{start: [0x00, 0x00, 0xFE, 0xFF], name: 'UTF-32', command: 'iconv -f utf-32 -t utf-8 FILE > text.txt'},
];

/**
Decodes the bytes of a text file in UTF-8, or in UTF-16 where a byte order mark or every second byte says so. A byte order
mark is dropped.

@param source - What to call the file in an error.
@param isWhole - Whether it ends here; else the last character may be cut.
@throws NotTextError if the bytes are no text in either; the message says where, or what would make a text of them.
*/
export function decodeText(bytes: Uint8Array, source: string, isWhole = true): string {
	const packed = packedKinds.find(({start, ending}) => hasStart(bytes, start) && (ending?.test(source) ?? true));
	if (packed) {
		throw new NotTextError(`Expected ${source} to be text, got ${packed.name}. Make a text of it first (${packed.command.replace('FILE', () => quoted(source))}).`);
	}

	const wide = wideEncodingOf(bytes);
	if (wide !== undefined) {
		return decodeUtf16(bytes, wide, source, isWhole);
	}

	const nulOffset = bytes.indexOf(0);
	if (nulOffset !== -1) {
		throw new NotTextError(`Expected ${source} to be text, got binary data (a NUL at byte ${nulOffset}). Give a plain text file in UTF-8.`);
	}

	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes, {stream: !isWhole});
	} catch (error) {
		if (!(error instanceof TypeError)) {
			throw error;
		}

		const offset = firstInvalidByte(bytes);
		const byte = bytes[offset].toString(16).padStart(2, '0');
		throw new NotTextError(`Expected ${source} to be UTF-8, got an invalid byte 0x${byte} at byte ${offset}. Convert it first (iconv -f latin1 -t utf-8 ${quoted(source)} > text.txt).`);
	}
}

/** Whether some bytes begin so. */
export function hasStart(bytes: Uint8Array, start: readonly number[]): boolean {
	return start.every((byte, index) => bytes[index] === byte);
}

type WideEncoding = 'utf-16le' | 'utf-16be';

/** Which of the two halves of a character comes first; undefined if it is not UTF-16. */
function wideEncodingOf(bytes: Uint8Array): WideEncoding | undefined {
	if (hasStart(bytes, [0xFF, 0xFE])) {
		return 'utf-16le';
	}

	return hasStart(bytes, [0xFE, 0xFF]) ? 'utf-16be' : wideEncodingByZeros(bytes.subarray(0, sampleBytes));
}

/** In many texts, most characters are of the first 256: the upper halves of these are zero, and the lower ones are no control character's. */
function wideEncodingByZeros(sample: Uint8Array): WideEncoding | undefined {
	const pairCount = Math.floor(sample.length / 2);
	if (sample.length < leastSampleBytes) {
		return undefined;
	}

	const isWide = (upper: 0 | 1) => {
		let zeroCount = 0;
		for (let index = 0; index < pairCount * 2; index += 2) {
			const isLatin = sample[index + upper] === 0;
			if (isLatin && sample[index + 1 - upper] < firstOfText) {
				return false;
			}

			zeroCount += isLatin ? 1 : 0;
		}

		return zeroCount >= pairCount / 2;
	};

	return isWide(1) ? 'utf-16le' : (isWide(0) ? 'utf-16be' : undefined);
}

function decodeUtf16(bytes: Uint8Array, encoding: WideEncoding, source: string, isWhole: boolean): string {
	let text: string;
	try {
		text = new TextDecoder(encoding, {fatal: true}).decode(bytes, {stream: !isWhole});
	} catch {
		throw new NotTextError(`Expected ${source} to be UTF-16, as it begins, got half a character or something else. Give a plain text file in UTF-8.`);
	}

	const nulOffset = text.indexOf('\0');
	if (nulOffset !== -1) {
		throw new NotTextError(`Expected ${source} to be text, got binary data (a NUL at character ${nulOffset}). Give a plain text file in UTF-8.`);
	}

	return text;
}

/** A path as a shell takes it. */
export function quoted(path: string): string {
	if (path === standardInput) {
		return '-';
	}

	return /^[\w\-.\/]+$/v.test(path) ? path : `'${path.replaceAll('\'', String.raw`'\''`)}'`;
}

/** The offset of the first byte that does not belong to well-formed UTF-8, found by bisection. */
function firstInvalidByte(bytes: Uint8Array): number {
	const isValidPrefix = (length: number) => {
		try {
			// In stream mode a sequence that is cut off at the end is no error yet.
			new TextDecoder('utf-8', {fatal: true}).decode(bytes.subarray(0, length), {stream: true});
			return true;
		} catch {
			return false;
		}
	};

	let validLength = 0;
	let invalidLength = bytes.length + 1;
	while (invalidLength - validLength > 1) {
		const middle = Math.floor((validLength + invalidLength) / 2);
		if (middle <= bytes.length && isValidPrefix(middle)) {
			validLength = middle;
		} else {
			invalidLength = middle;
		}
	}

	// What is valid so far may end within a character: then it is the beginning of that one that is wrong.
	const valid = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true}).decode(bytes.subarray(0, validLength), {stream: true});
	return Buffer.byteLength(valid);
}
