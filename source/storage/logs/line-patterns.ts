import {isCountUnit} from './figure-meaning.js';
import {type Token} from './line-tokens.js';

/** What stands between a name and its number. */
export const marks: ReadonlySet<string> = new Set([':', '=', '~', '≈']);
/** More words are no name. */
export const longestName = 5;
/** These lines stand between the cells of a table. */
const uprights: ReadonlySet<string> = new Set(['|', '│', '┃']);
/** What leads from a loss to the step that it is of: `loss at step 100: 2.3`. */
const leading = /^(?:at|after|for|in|on|of|@)$/iv;

/** The pieces of a line around a place in it. */
export class LinePlace {
	place = 0;
	readonly #tokens: readonly Token[];

	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	/** The piece so far on; undefined beyond the ends of the line. */
	at(offset: number): Token | undefined {
		const place = this.place + offset;
		return place < 0 ? undefined : this.#tokens.at(place);
	}

	isInBrackets(): boolean {
		return this.at(-1)?.text === '[' && this.at(1)?.text === ']';
	}

	/** `-> 2.3`, at the minus. */
	isArrow(): boolean {
		return this.at(1)?.text === '>' && this.at(2)?.type === 'number';
	}

	/** `100 steps`, but not `100 steps: 3`. */
	isCounted(): boolean {
		const next = this.at(1);
		return next?.type === 'word' && next.text.endsWith('s') && isCountUnit(next.text) && !isNamed(this.at(2));
	}

	/** `| train/loss | 2.3 |`: between two upright lines, a name of so many words and its number. */
	isRowOfTwo(wordCount: number): boolean {
		const [first, sign, number, end] = [-wordCount - 1, 0, 1, 2].map(offset => this.at(offset));
		const isRow = first !== undefined && uprights.has(first.text) && sign?.text === first.text && number?.type === 'number' && end?.text === first.text;
		return isRow && wordCount > 0 && this.at(3) === undefined;
	}

	/** The words in the parentheses that begin here; undefined if there is anything else in them. */
	wordsInParentheses(): string[] | undefined {
		const rest = this.#tokens.slice(this.place + 1, this.place + 1 + longestName);
		const end = rest.findIndex(({text}) => text === ')');
		const inside = rest.slice(0, Math.max(0, end));
		return end < 1 || inside.some(({type, text}) => type !== 'word' && text !== '/') ? undefined : inside.map(({text}) => text);
	}

	/** Goes to the end of the parentheses, or of the line. */
	leaveParentheses(): void {
		const end = this.#tokens.slice(this.place).findIndex(({text}) => text === ')');
		this.place = end === -1 ? this.#tokens.length : this.place + end;
	}
}

/** Whether what a word is followed by makes it the name of the next number. */
export function isNamed(next: Token | undefined): boolean {
	return next !== undefined && (next.type === 'number' || marks.has(next.text));
}

/** Whether a word leads to the step that a loss is of. */
export function isLeading(word: string): boolean {
	return leading.test(word);
}

export function withoutLeading(words: readonly string[]): string {
	return words.slice(0, words.findLastIndex(word => !isLeading(word)) + 1).join(' ');
}
