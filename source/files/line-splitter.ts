/** No line that means anything is longer; in UTF-16 units. */
export const longestLine = 1024 * 1024;

/** A line without its end; undefined if it was too long to be kept. */
export type Line = string | undefined;

/** What a text may be written in. */
type Encoding = 'utf8' | 'utf-16le' | 'utf-16be';

/** So many bytes tell which it is. */
const tellingBytes = 2;

/**
Cuts bytes that come in pieces into lines, which end with \n, \r\n or \r. They are UTF-8, or UTF-16 if their first
bytes say so, as those of PowerShell do; a byte that is neither becomes U+FFFD. A line that never ends takes no more
memory than the longest one that is kept.
*/
export class LineSplitter {
	/** Undefined until the first bytes are there. */
	#decoder: InstanceType<typeof TextDecoder> | undefined;
	#firstBytes: Uint8Array = new Uint8Array();
	#rest = '';
	#isTooLong = false;
	/** A \r ends its line at once, since what comes after it may be long in coming; an \n right after it is part of that end. */
	#wasReturn = false;

	/** Takes the next bytes, and returns the lines that end in them. */
	push(bytes: Uint8Array): Line[] {
		let text = this.#decode(bytes);
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
		const first = this.#decoder ? [] : this.#endFirst();
		this.#extend(this.#decoder?.decode() ?? '');
		return [...first, ...(this.#rest === '' && !this.#isTooLong ? [] : [this.#take()])];
	}

	/** Forgets what has come since the last end of a line, whose end will never come: what comes next is another text. */
	drop(): void {
		this.#decoder = undefined;
		this.#firstBytes = new Uint8Array();
		this.#take();
		this.#wasReturn = false;
	}

	#decode(bytes: Uint8Array): string {
		if (this.#decoder) {
			return this.#decoder.decode(bytes, {stream: true});
		}

		const first = new Uint8Array(this.#firstBytes.length + bytes.length);
		first.set(this.#firstBytes);
		first.set(bytes, this.#firstBytes.length);
		this.#firstBytes = first;
		if (first.length < tellingBytes) {
			return '';
		}

		this.#decoder = new TextDecoder(encodingOf(first));
		this.#firstBytes = new Uint8Array();
		return this.#decoder.decode(first, {stream: true});
	}

	/** A text of a single byte. */
	#endFirst(): Line[] {
		const bytes = this.#firstBytes;
		this.#decoder = new TextDecoder();
		this.#firstBytes = new Uint8Array();
		return this.push(bytes);
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

/** UTF-16 begins with a byte order mark, or with a character of which one byte is 0, as no text in UTF-8 does. */
function encodingOf([first, second]: Uint8Array): Encoding {
	if ((first === 0xFF && second === 0xFE) || (first !== 0 && second === 0)) {
		return 'utf-16le';
	}

	return (first === 0xFE && second === 0xFF) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf8';
}
