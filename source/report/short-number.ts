const mostDecimals = 5;
/** Below this, the decimals would show few digits. */
const smallest = 1e-3;

/**
A number in at most so many cells, for a table of numbers of all sizes: with decimals where they say
enough, else as a power of ten.

@param width - At least 6.
*/
export function formatShort(number: number, width: number): string {
	if (!Number.isFinite(number)) {
		return Number.isNaN(number) ? 'none' : `${number < 0 ? '-' : ''}inf`;
	}

	const size = Math.abs(number);
	if (size === 0) {
		return '0';
	}

	const texts = size >= smallest ? range(mostDecimals).map(decimals => number.toFixed(decimals)) : [];
	const powers = range(2).map(digits => number.toExponential(digits).replace('e+', 'e'));
	return [...texts, ...powers].find(({length}) => length <= width) ?? powers.at(-1)!;
}

/** From the highest down to 0. */
function range(highest: number): number[] {
	return Array.from({length: highest + 1}, (_, index) => highest - index);
}

const digitsOfTwin = 10;

/** Two numbers that ought to agree, in one form, so that one sees how far they do. */
export function formatTwins(first: number, second: number): [string, string] {
	const size = Math.max(Math.abs(first), Math.abs(second));
	const format = (number: number) => size >= smallest && size < 1e3 ? number.toFixed(digitsOfTwin) : number.toExponential(digitsOfTwin - 2);
	const [a, b] = [format(first), format(second)];
	const width = Math.max(a.length, b.length);
	return [a.padStart(width), b.padStart(width)];
}
