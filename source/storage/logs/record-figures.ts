import {type Figure} from './figure.js';
import {splitOf, wordsOf} from './figure-meaning.js';

/** A record within a line: its numbers, and the texts in it. */
export type LineRecord = {
	readonly figures: readonly Figure[];
	/** What it says for people. */
	readonly messages: readonly string[];
	/** Where it ends in the line. */
	readonly end: number;
};

const deepest = 16;
const mostFigures = 1000;
const messageNames = /^(?:msg|message|text|log|event|line|content)$/iv;
const wrapper = /[\w\p{Letter}.]+\(\s*/vy;
const literal = /[+\-]?(?:[Nn]a[Nn]|NAN|[Ii]nf(?:inity)?)|[+\-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+\-]?\d+)?|[\p{Letter}_][\w\p{Letter}.]*/vy;
const wholeNumber = /^[+\-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:e[+\-]?\d+)?|nan|inf(?:inity)?)$/iv;

/**
Reads a record such as JSON or Python print them: objects within objects, quotes of either kind, `NaN`, `None`.
Names within names are joined by `/`; of a list, only the one number of it counts.

@param start - Where in the line it begins, with `{`.
@returns undefined if there is none.
*/
export function readRecord(line: string, start: number): LineRecord | undefined {
	const reader = new RecordReader(line, start);
	try {
		reader.readValue('', 0);
		const {figures, label} = reader;
		return {
			// {"name": "loss", "value": 2.3}
			figures: label === undefined ? figures : figures.map(figure => figure.name === 'value' ? {...figure, name: label} : figure), messages: reader.messages, end: reader.place,
		};
	} catch (error) {
		if (error instanceof SyntaxError) {
			return undefined;
		}

		throw error;
	}
}

class RecordReader {
	readonly figures: Figure[] = [];
	readonly messages: string[] = [];
	/** What its value is of, where it says so. */
	label: string | undefined;
	place: number;
	readonly #text: string;

	constructor(text: string, start: number) {
		this.#text = text;
		this.place = start;
	}

	/**
	Reads what a name stands for.

	@throws SyntaxError if there is nothing of the kind.
	*/
	readValue(path: string, depth: number): void {
		this.#skipBlanks();
		const character = this.#text.at(this.place);
		if (depth > deepest || character === undefined) {
			throw new SyntaxError(path);
		}

		switch (character) {
			case '{': {
				this.#readMembers(path, depth);
				break;
			}

			case '[':
			case '(': {
				this.#readList(path, depth, character === '[' ? ']' : ')');
				break;
			}

			case '"':
			case '\'': {
				this.#takeText(path, this.#readText());
				break;
			}

			default: {
				this.#readLiteral(path, depth);
			}
		}
	}

	#readMembers(path: string, depth: number) {
		this.place++;
		while (!this.#passes('}')) {
			const name = this.#readText();
			this.#expect(':', path);
			this.readValue(path === '' ? name : `${path}/${name}`, depth + 1);
			if (!this.#passes(',') && this.#peek() !== '}') {
				throw new SyntaxError(path);
			}
		}
	}

	#readList(path: string, depth: number, end: string) {
		this.place++;
		const before = this.figures.length;
		while (!this.#passes(end)) {
			this.readValue(path, depth + 1);
			if (!this.#passes(',') && this.#peek() !== end) {
				throw new SyntaxError(path);
			}
		}

		// Which of several is meant nobody knows.
		this.figures.length = this.figures.length > before + 1 ? before : this.figures.length;
	}

	#readLiteral(path: string, depth: number) {
		const wrapped = this.#match(wrapper);
		if (wrapped !== undefined) {
			// Array(2.3, dtype=float32): what comes after the number says how it is kept.
			this.readValue(path, depth + 1);
			const end = this.#text.indexOf(')', this.place);
			if (end === -1) {
				throw new SyntaxError(path);
			}

			this.place = end + 1;
			return;
		}

		const text = this.#match(literal);
		if (text === undefined) {
			throw new SyntaxError(path);
		}

		this.#takeText(path, text);
	}

	#takeText(path: string, text: string) {
		if (/^(?:name|key|tag|metric)$/iv.test(path)) {
			this.label = text;
		}

		if (messageNames.test(path.split('/').at(-1)!)) {
			this.messages.push(text);
		}

		if (!wholeNumber.test(text) || this.figures.length >= mostFigures) {
			return;
		}

		const number = Number(text);
		this.figures.push({
			name: path, value: Number.isFinite(number) ? number : NaN, isWhole: /^\+?\d+$/v.test(text), isMarked: true, split: splitOf(wordsOf(path)),
		});
	}

	#readText(): string {
		const quote = this.#peek();
		if (quote !== '"' && quote !== '\'') {
			throw new SyntaxError(quote);
		}

		const start = ++this.place;
		for (;;) {
			const character = this.#text.at(this.place);
			if (character === undefined) {
				throw new SyntaxError(quote);
			}

			if (character === quote) {
				break;
			}

			this.place += character === '\\' ? 2 : 1;
		}

		this.place++;
		return this.#text.slice(start, this.place - 1).replaceAll(/\\(?<character>[^u])/gv, (_, character: string) => ({n: '\n', t: '\t', r: '\r'})[character] ?? character);
	}

	#expect(sign: string, path: string) {
		if (!this.#passes(sign)) {
			throw new SyntaxError(path);
		}
	}

	#passes(sign: string): boolean {
		const isNext = this.#peek() === sign;
		this.place += isNext ? 1 : 0;
		return isNext;
	}

	#peek(): string | undefined {
		this.#skipBlanks();
		return this.#text.at(this.place);
	}

	#skipBlanks() {
		this.#match(/\s*/vy);
	}

	#match(pattern: RegExp): string | undefined {
		const sticky = new RegExp(pattern.source, pattern.flags);
		sticky.lastIndex = this.place;
		const found = sticky.exec(this.#text)?.[0];
		this.place += found?.length ?? 0;
		return found;
	}
}
