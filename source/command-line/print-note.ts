import process from 'node:process';
import {safeText} from '../text/safe-text.js';

/** Prints a line to stderr, so that stdout holds results only. */
export function printNote(message: string): void {
	process.stderr.write(`microgpt-tui: ${safeText(message)}\n`);
}
