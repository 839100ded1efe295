import process from 'node:process';
import {visibleText} from '../text/visible-text.js';

/** Prints a line to stderr, so that stdout holds results only. */
export function printNote(message: string): void {
	process.stderr.write(`microgpt-tui: ${visibleText(message)}\n`);
}
