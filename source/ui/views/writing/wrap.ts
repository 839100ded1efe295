import {cellsOf} from '../../../text/cells-of.js';
import {visibleText} from '../../../text/visible-text.js';

/** The lines of a text in some cells: broken between words, and within a word that is wider than a line. */
export function wrapWords(text: string, width: number, isAscii: boolean): string[] {
	return text.split('\n').flatMap(line => wrapLine(visibleText(line, isAscii), width));
}

function wrapLine(line: string, width: number): string[] {
	const lines: string[] = [];
	let current = '';
	let cells = 0;
	for (const part of line.match(/ +|[^ ]+/gv) ?? []) {
		const partCells = cellsOf(part);
		if (cells + partCells <= width) {
			current += part;
			cells += partCells;
		} else if (part.startsWith(' ')) {
			// Blanks at the end of a line are where it breaks.
			lines.push(current);
			[current, cells] = ['', 0];
		} else {
			const pieces = cutWord(part, width);
			if (cells > 0) {
				lines.push(current.trimEnd());
			}

			lines.push(...pieces.slice(0, -1));
			current = pieces.at(-1)!;
			cells = cellsOf(current);
		}
	}

	return [...lines, current];
}

/** Pieces of a word that fit into a line each; at least one. */
function cutWord(word: string, width: number): string[] {
	const pieces = [''];
	let cells = 0;
	for (const character of word) {
		const characterCells = cellsOf(character);
		if (cells + characterCells > width && cells > 0) {
			pieces.push('');
			cells = 0;
		}

		pieces[pieces.length - 1] += character;
		cells += characterCells;
	}

	return pieces;
}
