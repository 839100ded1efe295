import process from 'node:process';

/** Of a line that is to be of some width wherever it is written to. */
export const usualWidth = 80;

/**
The cells of a line on standard output.

@param otherwise - Where it goes on without an end, or to a terminal that does not know its size and says 0.
*/
export function outputWidth(otherwise = Infinity): number {
	return process.stdout.columns > 0 ? process.stdout.columns : otherwise;
}
