import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';

/** How a text becomes documents: one a line, or one text cut into windows of the block size. */
export type DocumentMode = 'lines' | 'stream';

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
