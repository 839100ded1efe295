import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';
import {type Tokenizer} from './tokenizer.js';

/** How a text becomes documents: one a line, or windows of one text. */
export type DocumentMode = 'lines' | 'stream';

/** Documents, as their texts or as tokens of which a text is made when it is asked for. */
export type Documents = readonly string[] | EncodedDocuments;

export type EncodedDocuments = Iterable<string> & {
	readonly length: number;
	/** The text of a document, counted from 0. */
	readonly at: (index: number) => string | undefined;
	/** The first tokens of a document, at most so many. */
	readonly tokensAt: (index: number, most: number) => number[];
	/** Whether one of them, or a stretch of the text that they come from, is this text. */
	readonly includes: (text: string) => boolean;
};

/**
The tokens of a document.

@param most - Stops after so many.
*/
export function tokensOf(documents: Documents, index: number, tokenizer: Tokenizer, most: number): number[] {
	return 'tokensAt' in documents ? documents.tokensAt(index, most) : tokenizer.encode(documents[index], most);
}

/**
Cuts a text into documents: its non-empty lines without the blanks around them, or, in `stream`
mode, windows of `blockSize` characters.

@throws DatasetError if there is nothing to learn from.
*/
export function parseDocuments(text: string, mode: DocumentMode, blockSize: number, source: string): string[] {
	if (mode === 'stream') {
		return cutIntoWindows(parseStream(text, source), blockSize);
	}

	checkNotEmpty(text, source);
	const documents = text.split(/\r\n|\n|\r/v).map(line => line.trim()).filter(line => line !== '');
	checkNotBlank(documents, source);
	return documents;
}

/**
A text in one piece, without blanks around it, its lines ended by line feeds.

@throws DatasetError if there is nothing to learn from.
*/
export function parseStream(text: string, source: string): string {
	checkNotEmpty(text, source);
	const stream = text.replaceAll(/\r\n?/gv, '\n').trim();
	checkNotBlank(stream, source);
	return stream;
}

function checkNotEmpty(text: string, source: string) {
	if (text === '') {
		throw new DatasetError(`Expected ${source} to hold text, got an empty file.`);
	}
}

function checkNotBlank({length}: string | readonly string[], source: string) {
	if (length === 0) {
		throw new DatasetError(`Expected ${source} to hold text, got only blank lines.`);
	}
}

/**
Some of the documents, drawn at random and in their order.

@param most - How many; 0 is all of them.
*/
export function drawDocuments(documents: Documents, most: number, random: RandomSource): Documents {
	if (most === 0 || documents.length <= most) {
		return documents;
	}

	const all = Array.from({length: documents.length}, (_, index) => index);
	return pickDocuments(documents, random.shuffle(all).slice(0, most).toSorted((a, b) => a - b));
}

/** Some of the documents, by their places. */
function pickDocuments(documents: Documents, places: readonly number[]): Documents {
	const texts = () => places.map(place => documents.at(place)!);
	return 'tokensAt' in documents
		? {
			length: places.length,
			at: index => documents.at(places[index]),
			tokensAt: (index, most) => documents.tokensAt(places[index], most),
			includes: (text: string) => texts().includes(text),
			[Symbol.iterator]: () => texts()[Symbol.iterator](),
		}
		: texts();
}

function cutIntoWindows(text: string, blockSize: number): string[] {
	const windows: string[] = [];
	let window = '';
	let length = 0;
	// By code points: a window never ends in half a surrogate pair.
	for (const character of text) {
		window += character;
		length++;
		if (length !== blockSize) {
			continue;
		}

		windows.push(window);
		window = '';
		length = 0;
	}

	if (length > 0) {
		windows.push(window);
	}

	return windows;
}
