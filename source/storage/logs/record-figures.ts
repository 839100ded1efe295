import {type Figure} from './figure.js';
import {splitOf, wordsOf} from './name-words.js';
import {RecordScanner} from './record-scanner.js';

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
	const scanner = new RecordScanner(line, start);
	const reader = new RecordReader(scanner);
	try {
		reader.readValue('', 0);
		const {figures, label} = reader;
		return {
			// {"name": "loss", "value": 2.3}
			figures: label === undefined ? figures : figures.map(figure => figure.name === 'value' ? {...figure, name: label} : figure), messages: reader.messages, end: scanner.place,
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
	readonly #scanner: RecordScanner;

	constructor(scanner: RecordScanner) {
		this.#scanner = scanner;
	}

	/**
	Reads what a name stands for.

	@throws SyntaxError if there is nothing of the kind.
	*/
	readValue(path: string, depth: number): void {
		const character = this.#scanner.peek();
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
				this.#takeText(path, this.#scanner.readText());
				break;
			}

			default: {
				this.#readLiteral(path, depth);
			}
		}
	}

	#readMembers(path: string, depth: number) {
		this.#scanner.place++;
		while (!this.#scanner.passes('}')) {
			const name = this.#scanner.readText();
			this.#scanner.expect(':');
			this.readValue(path === '' ? name : `${path}/${name}`, depth + 1);
			if (!this.#scanner.passes(',') && this.#scanner.peek() !== '}') {
				throw new SyntaxError(path);
			}
		}
	}

	#readList(path: string, depth: number, end: string) {
		this.#scanner.place++;
		const before = this.figures.length;
		while (!this.#scanner.passes(end)) {
			this.readValue(path, depth + 1);
			if (!this.#scanner.passes(',') && this.#scanner.peek() !== end) {
				throw new SyntaxError(path);
			}
		}

		// Which of several is meant nobody knows.
		this.figures.length = this.figures.length > before + 1 ? before : this.figures.length;
	}

	#readLiteral(path: string, depth: number) {
		const wrapped = this.#scanner.match(wrapper);
		if (wrapped !== undefined) {
			// Array(2.3, dtype=float32): what comes after the number says how it is kept.
			this.readValue(path, depth + 1);
			this.#scanner.passTo(')');
			return;
		}

		const text = this.#scanner.match(literal);
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
}
