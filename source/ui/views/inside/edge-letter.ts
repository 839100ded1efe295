import {cellsOf} from '../../../text/cells-of.js';
import {type Letter} from '../../../inspection/document-trace.js';
import {cutText} from '../../../text/cut-text.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {letterText} from '../../../report/letter-text.js';

/** A letter at the edge of a map, in exactly so many cells; what cannot be shown in them is a question mark. */
export function edgeLetter(letter: Letter, width: number, glyphs: Glyphs): string {
	const own = cellsOf(letterText(letter, glyphs, 0));
	return own === 0 || own > width ? '?'.padEnd(width) : letterText(letter, glyphs, width);
}

/** The cells that the letters at the edge of a map need: one, or two where one of them is wide. */
export function edgeWidth(letters: readonly Letter[], glyphs: Glyphs): number {
	return letters.some(letter => cellsOf(letterText(letter, glyphs)) === 2) ? 2 : 1;
}

/** A letter in a table, in exactly so many cells; a mark that would stand on its neighbour is a question mark. */
export function tableLetter(letter: Letter, width: number, glyphs: Glyphs): string {
	const text = letterText(letter, glyphs, 0);
	return cellsOf(text) === 0 ? '?'.padEnd(width) : cutText(text, width, glyphs.isAscii);
}
