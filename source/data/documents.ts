import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';

/** How a text becomes documents: one a line, or one text cut into windows of the block size. */
export type DocumentMode = 'lines' | 'stream';

/** `documents` split in two: the model learns from one part and is only measured on the other. */
export type DocumentSplit = {
	readonly training: readonly string[];
	readonly validation: readonly string[];
};

/**
Cuts a text into documents: its non-empty lines without the blanks around them, or, in `stream`
mode, windows of `blockSize` characters.

@throws DatasetError if there is nothing to learn from.
*/
export function parseDocuments(text: string, mode: DocumentMode, blockSize: number, source: string): string[] {
	if (text === '') {
		throw new DatasetError(`Expected ${source} to hold text, got an empty file.`);
	}

	const documents = mode === 'lines'
		? text.split(/\r\n|\n|\r/v).map(line => line.trim()).filter(line => line !== '')
		: cutIntoWindows(text.replaceAll(/\r\n?/gv, '\n').trim(), blockSize);
	if (documents.length === 0) {
		throw new DatasetError(`Expected ${source} to hold text, got only blank lines.`);
	}

	return documents;
}

/**
Holds out a share of the documents by a draw; the rest keeps its order.

@param random - A stream of its own, so that a split does not shift the draws of the training.
@throws DatasetError if either part would be empty.
*/
export function splitDocuments(documents: readonly string[], validationShare: number, random: RandomSource): DocumentSplit {
	if (validationShare === 0) {
		return {training: documents, validation: []};
	}

	const validationCount = Math.round(documents.length * validationShare);
	if (validationCount === 0 || validationCount === documents.length) {
		throw new DatasetError(`Expected enough documents for a validation split of ${validationShare}, got ${documents.length}. Use a larger file or another --val-split.`);
	}

	const drawn = random.shuffle([...documents.keys()]);
	const heldOut = new Set(drawn.slice(0, validationCount));
	return {
		training: documents.filter((_, index) => !heldOut.has(index)),
		validation: documents.filter((_, index) => heldOut.has(index)),
	};
}

/**
Some of the documents, drawn at random and in their order.

@param most - How many; 0 is all of them.
*/
export function drawDocuments(documents: readonly string[], most: number, random: RandomSource): readonly string[] {
	if (most === 0 || documents.length <= most) {
		return documents;
	}

	const places = random.shuffle([...documents.keys()]).slice(0, most);
	return places.toSorted((a, b) => a - b).map(place => documents[place]);
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
