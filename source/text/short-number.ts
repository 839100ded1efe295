import {toDecimals} from './decimals.js';

const mostDecimals = 5;
/** Below this, the decimals would show few digits. */
const smallest = 1e-4;

/**
A number in at most so many cells, for a table of numbers of all sizes: with decimals where they say
enough, else as a power of ten.

@param width - At least 7: a power of ten takes that.
*/
export function formatShort(number: number, width: number): string {
	const size = Math.abs(number);
	const decimals = size >= smallest ? range(mostDecimals).map(count => toDecimals(number, count)) : [];
	return decimals.find(text => text.length <= width && Number.isFinite(number)) ?? formatPower(number, width);
}

/** The same always as a power of ten. */
export function formatPower(number: number, width: number): string {
	if (!Number.isFinite(number)) {
		return Number.isNaN(number) ? 'none' : `${number < 0 ? '-' : ''}inf`;
	}

	if (number === 0) {
		return '0';
	}

	const texts = range(2).map(digits => number.toExponential(digits).replace('e+', 'e'));
	return texts.find(({length}) => length <= width) ?? texts.at(-1)!;
}

/** From the highest down to 0. */
function range(highest: number): number[] {
	return Array.from({length: highest + 1}, (_, index) => highest - index);
}

const digitsOfTwin = 10;
/** Smaller ones would lose digits that agree. */
const smallestTwin = 1e-3;

/** Two numbers that ought to agree, in one form, so that one sees how far they do. */
export function formatTwins(first: number, second: number): [string, string] {
	const size = Math.max(Math.abs(first), Math.abs(second));
	const format = (number: number) => size >= smallestTwin && size < 1e3 ? toDecimals(number, digitsOfTwin) : number.toExponential(digitsOfTwin - 2);
	const [a, b] = [format(first), format(second)];
	const width = Math.max(a.length, b.length);
	return [a.padStart(width), b.padStart(width)];
}
