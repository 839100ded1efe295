import stringWidth from 'string-width';

/** The first parts that fit a line whole: one that does not is left out rather than cut off. */
export function fitting(parts: readonly string[], width: number, gapWidth: number): string[] {
	let used = -gapWidth;
	return parts.filter((part, index) => {
		used += stringWidth(part) + gapWidth;
		return index === 0 || used <= width;
	});
}
