import {cellsOf} from './cells-of.js';
import {Graphemes} from './graphemes.js';

const graphemes = new Graphemes();

/**
A text in exactly so many cells: filled up with blanks, or cut off with a sign that says so.

@param text - Already fit to be shown.
*/
export function cutText(text: string, width: number, isAscii: boolean): string {
	const own = cellsOf(text);
	if (own <= width) {
		return text + ' '.repeat(width - own);
	}

	const sign = isAscii ? '~' : '…';
	let kept = '';
	let used = sign.length;
	for (const {segment} of graphemes.segment(text)) {
		used += cellsOf(segment);
		if (used > width) {
			break;
		}

		kept += segment;
	}

	// A wide character that does not fit leaves a cell.
	return width < sign.length ? '' : kept + sign + ' '.repeat(width - cellsOf(kept) - sign.length);
}

/**
The end of a text in at most so many cells: what one types shows where one types it.

@param text - Already fit to be shown.
*/
export function endOfText(text: string, width: number, isAscii: boolean): string {
	if (cellsOf(text) <= width) {
		return text;
	}

	const sign = isAscii ? '~' : '…';
	let kept = '';
	let used = sign.length;
	for (const {segment} of [...graphemes.segment(text)].toReversed()) {
		used += cellsOf(segment);
		if (used > width) {
			break;
		}

		kept = segment + kept;
	}

	return width < sign.length ? '' : sign + kept;
}
