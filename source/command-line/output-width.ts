import process from 'node:process';

/** The cells of a line on standard output; infinite where that is no terminal, or one that does not know its size. */
export function outputWidth(): number {
	return process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : Infinity;
}
