/** Goes through a text such as JSON or Python print it, from left to right. */
export class RecordScanner {
	place: number;
	readonly #text: string;

	constructor(text: string, start: number) {
		this.#text = text;
		this.place = start;
	}

	/**
	Passes by all up to a sign, and the sign.

	@throws SyntaxError if there is none.
	*/
	passTo(sign: string): void {
		const end = this.#text.indexOf(sign, this.place);
		if (end === -1) {
			throw new SyntaxError(sign);
		}

		this.place = end + 1;
	}

	/**
	Reads a text in quotes of either kind.

	@throws SyntaxError if there is none.
	*/
	readText(): string {
		const quote = this.peek();
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

	/**
	Passes by a sign.

	@throws SyntaxError if another one comes.
	*/
	expect(sign: string): void {
		if (!this.passes(sign)) {
			throw new SyntaxError(sign);
		}
	}

	/** Passes by a sign, if it comes next. */
	passes(sign: string): boolean {
		const isNext = this.peek() === sign;
		this.place += isNext ? 1 : 0;
		return isNext;
	}

	/** The next sign that is no blank. */
	peek(): string | undefined {
		this.skipBlanks();
		return this.#text.at(this.place);
	}

	skipBlanks(): void {
		this.match(/\s*/vy);
	}

	/** Passes by what a sticky pattern finds here. */
	match(pattern: RegExp): string | undefined {
		const sticky = new RegExp(pattern.source, pattern.flags);
		sticky.lastIndex = this.place;
		const found = sticky.exec(this.#text)?.[0];
		this.place += found?.length ?? 0;
		return found;
	}
}
