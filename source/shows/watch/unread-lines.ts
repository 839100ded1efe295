import {visibleText} from '../../text/visible-text.js';
import {type Line} from '../../files/line-splitter.js';
import {type WarningEvent} from '../../training/events.js';
import {warningOf} from './source-warnings.js';

/** So much of a line tells which it is. */
const excerptLength = 60;

/** Counts the lines of a source, and remembers what could not be made of them. */
export class UnreadLines {
	/** Of all kinds. */
	lines = 0;
	/** Those that would be events but are damaged, out of order or too long. */
	malformedLines = 0;
	/** Those that are something else. */
	otherLines = 0;
	/** The beginning of the last one that was not understood. */
	last: string | undefined;
	readonly #name: string;
	/** What was wrong before there was a start to say it after. */
	#pending: WarningEvent | undefined;

	/**
	Nothing has been read yet.

	@param name - Of the source.
	*/
	constructor(name: string) {
		this.#name = name;
	}

	passOver(line: string): void {
		this.otherLines++;
		this.last = excerptOf(line);
	}

	/**
	Counts a line that should have been an event. The first one is worth a warning.

	@param line - Undefined if it was too long to be kept.
	@param step - The last one.
	*/
	refuse(line: Line, step: number): void {
		this.malformedLines++;
		const what = line === undefined ? 'a line of more than 1 MB' : `“${excerptOf(line)}”`;
		this.last = line === undefined ? what : excerptOf(line);
		if (this.malformedLines === 1) {
			this.#pending = warningOf('malformed', step, `Expected an event in line ${this.lines} of ${visibleText(this.#name)}, got ${what}. It and others like it are passed over.`);
		}
	}

	/** What there is to say, once. */
	takeWarning(): WarningEvent[] {
		const warning = this.#pending;
		this.#pending = undefined;
		return warning ? [warning] : [];
	}
}

function excerptOf(line: string): string {
	return visibleText([...line.trim().slice(0, 2 * excerptLength)].slice(0, excerptLength).join(''));
}
