import {type Glyphs} from './glyphs.js';

/** How high a cell is filled, in equal parts from nearly nothing to all of it. */
const levels = {
	unicode: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
	ascii: ['_', '.', ':', '-', '=', '+', '*', '#'],
} as const;

/**
Values as columns that stand side by side; a value of 0 shows as a line at the bottom.

@param shares - The height of each column, from 0 to 1.
@param size - `columnWidth` and `gap` in cells; `height` in rows.
@returns the rows, the highest first.
*/
export function drawColumns(shares: readonly number[], {height, columnWidth, gap}: {readonly height: number; readonly columnWidth: number; readonly gap: number}, {isAscii}: Glyphs): string[] {
	const signs = isAscii ? levels.ascii : levels.unicode;
	return Array.from({length: height}, (_, index) => {
		const below = height - 1 - index;
		return shares.map(share => {
			const parts = Math.round(((share * height) - below) * signs.length);
			const least = below === 0 ? 1 : 0;
			const level = Math.min(signs.length, Math.max(least, parts));
			return (level === 0 ? ' ' : signs[level - 1]).repeat(columnWidth);
		}).join(' '.repeat(gap));
	});
}
