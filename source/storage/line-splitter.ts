/** No line that means anything is longer; in UTF-16 units. */
export const longestLine = 1024 * 1024;

/** A line without its end; undefined if it was too long to be kept. */
export type Line = string | undefined;

/**
Cuts bytes that come in pieces into lines, which end with \n, \r\n or \r, and are UTF-8: a byte that
is not becomes U+FFFD. A line that never ends takes no more memory than the longest one that is kept.
*/
export class LineSplitter {
	readonly #decoder = new TextDecoder();
	#rest = '';
	#isTooLong = false;
	/** A \r ends its line at once, since what comes after it may be long in coming; an \n right after it is part of that end. */
	#wasReturn = false;

	/** Takes the next bytes, and returns the lines that end in them. */
	push(bytes: Uint8Array): Line[] {
		let text = this.#decoder.decode(bytes, {stream: true});
		if (text === '') {
			return [];
		}

		if (this.#wasReturn && text.startsWith('\n')) {
			text = text.slice(1);
		}

		this.#wasReturn = text === '' ? false : text.endsWith('\r');
		const parts = text.split(/\r\n|[\n\r]/v);
		const lines: Line[] = [];
		for (let index = 0; index < parts.length - 1; index++) {
			this.#extend(parts[index]);
			lines.push(this.#take());
		}

		this.#extend(parts.at(-1)!);
		return lines;
	}

	/** What has come since the last end of a line, if there is anything. */
	end(): Line[] {
		this.#extend(this.#decoder.decode());
		return this.#rest === '' && !this.#isTooLong ? [] : [this.#take()];
	}

	/** Forgets what has come since the last end of a line: its end will never come. */
	drop(): void {
		this.#decoder.decode();
		this.#take();
		this.#wasReturn = false;
	}

	#extend(part: string) {
		this.#isTooLong ||= this.#rest.length + part.length > longestLine;
		this.#rest = this.#isTooLong ? '' : this.#rest + part;
	}

	#take(): Line {
		const line = this.#isTooLong ? undefined : this.#rest;
		this.#rest = '';
		this.#isTooLong = false;
		return line;
	}
}
