import {cellsOf} from '../text/cells-of.js';

/** The first parts that fit a line whole: one that does not is left out rather than cut off. */
export function fitting(parts: readonly string[], width: number, gapWidth: number): string[] {
	let used = -gapWidth;
	return parts.filter((part, index) => {
		used += cellsOf(part) + gapWidth;
		return index === 0 || used <= width;
	});
}

/** The first of some wordings, which are the longest first, that fits a line; nothing if not one does. */
export function fit(wordings: readonly string[], width: number): string {
	return wordings.find(text => cellsOf(text) <= width) ?? '';
}

/** The first of some wordings that fits a line; where not one does, the last, which has to be cut. */
export function fitOrLast(wordings: readonly string[], width: number): string {
	return wordings.find(text => cellsOf(text) <= width) ?? wordings.at(-1)!;
}
