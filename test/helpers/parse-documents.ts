import {checkNotBlank, type DocumentMode, textOfLines} from '../../source/data/documents.js';

/**
Cuts a text into documents: its non-empty lines without the blanks around them, or, in `stream`
mode, windows of `blockSize` characters.

The plain way, with a string for each.

@throws DatasetError if there is nothing to learn from.
*/
export function parseDocuments(text: string, mode: DocumentMode, blockSize: number, source: string): string[] {
	return mode === 'stream' ? cutIntoWindows(parseStream(text, source), blockSize) : parseLines(text, source);
}

function parseLines(text: string, source: string): string[] {
	const lines = textOfLines(text, source).split('\n').map(line => line.trim()).filter(line => line !== '');
	checkNotBlank(lines, source);
	return lines;
}

function parseStream(text: string, source: string): string {
	const stream = textOfLines(text, source).trim();
	checkNotBlank(stream, source);
	return stream;
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
