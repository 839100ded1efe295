import {type CheckpointError} from '../../errors.js';

const spaces = new Set([0x20, 0x09, 0x0A, 0x0D]);
/** No number of more digits is safe; without a bound, a long one would fill the stack of the expression. */
const wholeNumber = /0|[1-9]\d{0,16}/vy;
/** Numpy and PyTorch know no more dimensions; and a list must not grow with the header. */
export const mostNumbers = 64;
/** Far more than any file needs, and far less than a header of 100 MB has room for, which would fill the memory. */
export const mostKeys = 100_000;
const longestQuote = 60;

/**
The JSON of a header, read strictly and only as deep as the format goes. `JSON.parse` would keep the
last of two equal keys without a word, and build in memory whatever a hostile file nests. Of whole objects
it may even give the wrong keys: V8 13.6 takes a key of a quotation mark for one of a backslash, when an object
with that one came before.

Each method passes over what it returns. What should not be there is refused with the error that
`refuse` makes of it.
*/
export class HeaderText {
	readonly #text: string;
	readonly #refuse: (got: string) => CheckpointError;
	#place = 0;

	constructor(text: string, refuse: (got: string) => CheckpointError) {
		this.#text = text;
		this.#refuse = refuse;
	}

	/**
	Reads an object.

	@yields Its keys, each once; the value has to be read before the next.
	*/
	* keys(): Generator<string> {
		const seen = new Set<string>();
		this.#expect('{');
		if (this.#takes('}')) {
			return;
		}

		do {
			const key = this.string();
			if (seen.has(key)) {
				throw this.#refuse(`the key ${quote(key)} twice${this.#where()}`);
			}

			seen.add(key);
			if (seen.size > mostKeys) {
				throw this.#refuse(`an object of more than ${mostKeys} keys${this.#where()}`);
			}

			this.#expect(':');
			yield key;
		} while (this.#takes(','));

		this.#expect('}');
	}

	string(): string {
		this.#expect('"');
		const start = this.#place - 1;
		let end = start;
		do {
			end = this.#text.indexOf('"', end + 1);
		} while (end !== -1 && this.#isEscaped(end));

		if (end === -1) {
			throw this.#refuse('a header that ends in the middle of a string');
		}

		this.#place = end + 1;
		const string = parseString(this.#text.slice(start, end + 1));
		if (string === undefined) {
			throw this.#refuse(`a string that is no Unicode or no JSON${this.#where()}`);
		}

		return string;
	}

	/** A list of whole numbers from 0. */
	numbers(): number[] {
		const numbers: number[] = [];
		this.#expect('[');
		if (this.#takes(']')) {
			return numbers;
		}

		do {
			numbers.push(this.#number());
			if (numbers.length > mostNumbers) {
				throw this.#refuse(`a list of more than ${mostNumbers} numbers${this.#where()}`);
			}
		} while (this.#takes(','));

		this.#expect(']');
		return numbers;
	}

	/** Sees that nothing but spaces follows. */
	end(): void {
		this.#skipSpaces();
		if (this.#place < this.#text.length) {
			throw this.#refuse(`${this.#next()} after the end of the JSON${this.#where()}`);
		}
	}

	#number(): number {
		this.#skipSpaces();
		wholeNumber.lastIndex = this.#place;
		const digits = wholeNumber.exec(this.#text)?.[0];
		if (digits === undefined) {
			throw this.#refuse(`${this.#next()} instead of a whole number${this.#where()}`);
		}

		this.#place += digits.length;
		const number = Number(digits);
		if (!Number.isSafeInteger(number)) {
			throw this.#refuse(`a number above ${Number.MAX_SAFE_INTEGER}${this.#where()}`);
		}

		return number;
	}

	#expect(sign: string) {
		if (!this.#takes(sign)) {
			throw this.#refuse(`${this.#next()} instead of ${sign}${this.#where()}`);
		}
	}

	#takes(sign: string): boolean {
		this.#skipSpaces();
		const isNext = this.#text[this.#place] === sign;
		this.#place += isNext ? 1 : 0;
		return isNext;
	}

	#skipSpaces() {
		while (spaces.has(this.#text.codePointAt(this.#place)!)) {
			this.#place++;
		}
	}

	/** Whether an odd number of backslashes stands before. */
	#isEscaped(place: number): boolean {
		let start = place;
		while (this.#text[start - 1] === '\\') {
			start--;
		}

		return (place - start) % 2 === 1;
	}

	#next(): string {
		const next = this.#text.codePointAt(this.#place);
		return next === undefined ? 'the end' : quote(String.fromCodePoint(next));
	}

	#where(): string {
		return ` at character ${this.#place} of its header`;
	}
}

/** A name from a file for a message: it may be as long as the file. */
export function quote(name: string): string {
	return name.length > longestQuote ? `“${name.slice(0, longestQuote)}…”` : `“${name}”`;
}

/** Whether it can be written in UTF-8, which half of a surrogate pair cannot. */
export function isUnicode(text: string): boolean {
	return !/\p{Surrogate}/v.test(text);
}

function parseString(literal: string): string | undefined {
	try {
		const text = JSON.parse(literal) as string;
		return isUnicode(text) ? text : undefined;
	} catch {
		return undefined;
	}
}
