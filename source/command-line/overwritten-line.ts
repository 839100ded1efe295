import process from 'node:process';
import {cutText} from '../text/cut-text.js';
import {visibleText} from '../text/visible-text.js';
import {outputWidth, usualWidth} from './output-width.js';

/** A line on standard error of which, in a terminal, only the last text stays. */
export type OverwrittenLine = {
	readonly write: (text: string) => void;
	/** What comes next begins a line of its own. */
	readonly end: () => void;
	/** Takes away what stands there. */
	readonly clear: () => void;
};

export function overwrittenLine(): OverwrittenLine {
	const {isTTY} = process.stderr;
	let isEmpty = true;
	// One that is wrapped could not be written over.
	const fill = (text: string) => cutText(text, outputWidth(usualWidth) - 1, false);
	return {
		write(text) {
			const line = `microgpt-tui: ${visibleText(text)}`;
			process.stderr.write(isTTY ? `\r${fill(line)}` : line);
			isEmpty = false;
		},
		end() {
			process.stderr.write('\n');
			isEmpty = true;
		},
		clear() {
			if (!isTTY || isEmpty) {
				return;
			}

			process.stderr.write(`\r${fill('')}\r`);
			isEmpty = true;
		},
	};
}
