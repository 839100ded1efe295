import {cellsOf} from '../text/cells-of.js';
import {type Letter} from '../inspection/document-trace.js';
import {visibleText} from '../text/visible-text.js';
import {type Glyphs} from './chart/glyphs.js';

/**
A letter as one shows it in a table: the end of a document and blanks have signs of their own.

@param width - The cells that it takes, at least.
*/
export function letterText(letter: Letter, {end, blank, isAscii}: Glyphs, width = 1): string {
	const visible = letter === ' ' ? blank : visibleText(letter ?? end, isAscii);
	// A mark that stands on the letter before it is given a place to stand on.
	const text = cellsOf(visible) === 0 ? `◌${visible}` : visible;
	return text + ' '.repeat(Math.max(0, width - cellsOf(text)));
}
