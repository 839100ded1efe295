import {type Figure, type Split} from './figure.js';
import {
	isCounter,
	isCountUnit,
	meaningOf,
	splitOf,
	wordsOf,
} from './figure-meaning.js';
import {type Token, tokensOf} from './line-tokens.js';

const longestName = 5;
const level = /^(?:INFO|WARN|WARNING|DEBUG|ERROR|TRACE|NOTICE|CRITICAL|FATAL|SUCCESS)$/v;
const unknown = /^(?:n\/a|na|none|null|nil|unknown|undefined)$/iv;
/** What leads from a loss to the step that it is of: `loss at step 100: 2.3`. */
const leading = /^(?:at|after|for|in|on|of|@)$/iv;
const marks = new Set([':', '=', '~', '≈']);

/**
The numbers of a line for people, each with its name: `name value` in any notation, with `:`, `=` or nothing
between the two, and anything around them. A place in the run, such as `[5/300]`, need not have a name.
*/
export function figuresInLine(line: string): Figure[] {
	return new LineReader(tokensOf(line)).read();
}

/** Goes through a line once, from left to right. */
class LineReader {
	readonly #tokens: readonly Token[];
	readonly #figures: Figure[] = [];
	#place = 0;
	/** The words since the last number or sign: what they name is to come. */
	#words: string[] = [];
	#isMarked = false;
	/** What the next number without a name is of. */
	#subject: string | undefined;
	#split: Split | undefined;
	/** A number whose name follows it: `45% MFU`. */
	#held: Token | undefined;
	/** Whole numbers that stand alone before all else, each with a sign behind it: `3|120|loss 2.5`. */
	readonly #columns: number[] = [];
	#isAtStart = true;

	constructor(tokens: readonly Token[]) {
		this.#tokens = tokens;
	}

	read(): Figure[] {
		for (; this.#place < this.#tokens.length; this.#place++) {
			this.#take(this.#tokens[this.#place]);
		}

		this.#endName();
		return [...this.#figures, ...this.#columnFigures()];
	}

	#take(token: Token) {
		switch (token.type) {
			case 'word': {
				this.#takeWord(token);
				break;
			}

			case 'number':
			case 'ratio': {
				this.#takeNumber(token);
				break;
			}

			case 'notFinite': {
				// In “number of nan iterations” it is a word.
				if (this.#isMarked || this.#isLoss()) {
					this.#tell(token);
				} else {
					this.#takeWord(token);
				}

				break;
			}

			case 'sign': {
				this.#takeSign(token.text);
				break;
			}

			case 'moment': {
				// What it is of has a time and no number: `eta: 0:10:00`.
				this.#endName();
				break;
			}

			case 'wrapper': {
				this.#takeWrapped();
				break;
			}
		}

		this.#isAtStart &&= token.type === 'moment' || token.type === 'sign' || token.type === 'number' || level.test(token.text);
	}

	#takeWord({text, isApart}: Token) {
		if (level.test(text)) {
			this.#endName();
		} else if (unknown.test(text) && this.#words.length > 0) {
			this.#clear();
		} else if (text === 'is' && this.#words.length > 0) {
			this.#isMarked = true;
		} else {
			if (this.#isMarked || (isApart && this.#words.length > 0)) {
				this.#endName();
			}

			this.#words.push(text);
		}
	}

	#takeNumber(token: Token) {
		if (this.#words.length === 0) {
			this.#takeNameless(token);
			return;
		}

		this.#held = undefined;
		const next = this.#tokens.at(this.#place + 1);
		if (token.unit === '%' && next?.text === '|' && next.isJoined) {
			// How much of a progress bar is done; before it stands of what.
			this.#endName();
			return;
		}

		const unit = token.unit ?? (next?.type === 'word' && leading.test(this.#words.at(-1)!) && isCountUnit(next.text) ? next.text : undefined);
		if (unit !== undefined && isCountUnit(unit) && !isCounter(this.#words.join(' '))) {
			// “loss after 100 iterations: 2.3”
			this.#place += token.unit === undefined ? 1 : 0;
			this.#subject = withoutLeading(this.#words);
			this.#words = [];
			this.#tellAs('steps', {...token, unit: undefined});
			return;
		}

		this.#tell(token);
	}

	#takeNameless(token: Token) {
		const {type, unit, isWhole, value} = token;
		const next = this.#tokens.at(this.#place + 1);
		if (this.#subject !== undefined && this.#isMarked && type !== 'ratio') {
			this.#tellAs(this.#subject, token);
			this.#subject = undefined;
		} else if (type === 'ratio' || (isWhole && this.#isInBrackets(next))) {
			this.#tellAs('', token);
		} else if (unit === undefined && next && this.#isCounted(next)) {
			this.#place++;
			this.#tellAs('steps', token);
		} else if (unit === undefined) {
			this.#columns.push(...isWhole && this.#isColumn(next) ? [value] : []);
			this.#held = isWhole ? undefined : token;
		} else if (isCountUnit(unit)) {
			this.#tellAs('steps', {...token, unit: undefined});
		} else if (/\/|^ms$/v.test(unit)) {
			this.#tellAs('', token);
		} else {
			this.#held = token;
		}
	}

	/** `120|loss 2.5`, `[3, 120] loss: 2.5`. */
	#isColumn(next: Token | undefined): boolean {
		return this.#isAtStart && next !== undefined && (next.isApart || [':', '|', ','].includes(next.text) || (next.text === ']' && this.#columns.length > 0));
	}

	#isInBrackets(next: Token | undefined): boolean {
		return this.#place > 0 && this.#tokens[this.#place - 1].text === '[' && next?.text === ']';
	}

	/** `100 steps`, but not `100 steps: 3`. */
	#isCounted({type, text}: Token): boolean {
		return type === 'word' && text.endsWith('s') && isCountUnit(text) && !isNamed(this.#tokens.at(this.#place + 2));
	}

	#takeSign(sign: string) {
		switch (sign) {
			case ':':
			case '=':
			case '~':
			case '≈': {
				this.#isMarked ||= this.#words.length > 0 || this.#subject !== undefined;
				break;
			}

			case '>': {
				// The end of an arrow: loss -> 2.3.
				break;
			}

			case '-': {
				const [next, second] = [this.#tokens.at(this.#place + 1), this.#tokens.at(this.#place + 2)];
				if (next?.text === '>' && second?.type === 'number') {
					this.#isMarked = true;
				} else {
					this.#endName();
				}

				break;
			}

			case '\'':
			case '"':
			case '`':
			case '*':
			case '#':
			case '@': {
				break;
			}

			case '(': {
				this.#takeWordsInParentheses();
				break;
			}

			case '[': {
				this.#takeBracket();
				break;
			}

			default: {
				if (this.#isRowOfTwo()) {
					this.#isMarked = true;
				} else {
					this.#endName();
				}
			}
		}
	}

	/** `| train/loss | 2.3 |`: between two upright lines, a name and its number. */
	#isRowOfTwo(): boolean {
		const [first, sign, number, end] = [this.#place - this.#words.length - 1, this.#place, this.#place + 1, this.#place + 2].map(place => place < 0 ? undefined : this.#tokens.at(place));
		const isRow = first !== undefined && ['|', '│', '┃'].includes(first.text) && sign?.text === first.text && number?.type === 'number' && end?.text === first.text;
		return isRow && this.#words.length > 0 && this.#place + 3 === this.#tokens.length;
	}

	/** `time (ms): 12` has its unit in them, `loss (train): 2.3` what it is of; else they say nothing. */
	#takeWordsInParentheses() {
		const rest = this.#tokens.slice(this.#place + 1, this.#place + 1 + longestName);
		const end = rest.findIndex(({text}) => text === ')');
		const words = rest.slice(0, Math.max(0, end)).map(({text}) => text);
		if (this.#words.length === 0 || end < 1 || rest.slice(0, end).some(({type, text}) => type !== 'word' && text !== '/')) {
			this.#endName();
			return;
		}

		const next = this.#tokens.at(this.#place + end + 2);
		if (next && (marks.has(next.text) || next.type === 'number')) {
			this.#words.push(...words);
		} else {
			this.#split = splitOf(words.flatMap(word => wordsOf(word))) ?? this.#split;
		}

		this.#place += end + 1;
	}

	/** A number in brackets is a value where a sign says so, and the place in the run after `Step` or alone. */
	#takeBracket() {
		const [sign, inner, end] = [-1, 1, 2].map(offset => this.#tokens.at(Math.max(0, this.#place + offset)));
		const isPlace = inner?.isWhole && end?.text === ']' && sign?.text === ':' && this.#tokens[this.#place].isJoined;
		if (isPlace && meaningOf(this.#words.join(' ')).type === 'metric') {
			// INFO:trainer:[100] loss=2.3
			this.#endName();
			return;
		}

		if (this.#words.length === 0 || this.#isMarked || isCounter(this.#words.join(' '))) {
			return;
		}

		// The number of a process: python[1234].
		const isJoined = this.#tokens[this.#place].isJoined && this.#tokens.at(this.#place + 1)?.type === 'number';
		this.#endName();
		this.#place += isJoined ? 1 : 0;
	}

	/** `tensor(2.3, device='cuda:0')`: of what stands in it, the first number. */
	#takeWrapped() {
		const inner = this.#tokens.at(this.#place + 1);
		if (inner && this.#words.length > 0) {
			this.#tell(inner);
		}

		const end = this.#tokens.slice(this.#place).findIndex(({text}) => text === ')');
		this.#place = end === -1 ? this.#tokens.length : this.#place + end;
	}

	/** The number that the last words name. */
	#tell(token: Token) {
		const words = this.#words;
		const divide = words.findLastIndex(word => leading.test(word));
		const rest = words.slice(divide + 1);
		if (divide > 0 && isCounter(rest.join(' '))) {
			this.#subject = withoutLeading(words.slice(0, divide));
		}

		const name = this.#subject === undefined && !isCounter(rest.join(' ')) ? words.slice(-longestName) : rest;
		// What speaks of one part of the data speaks of all that follows.
		const isPlace = isCounter(rest.join(' ')) || token.type === 'ratio';
		this.#split = isPlace ? splitOf(words.flatMap(word => wordsOf(word))) ?? this.#split : this.#split;
		this.#words = [];
		this.#tellAs(name.join(' '), token);
	}

	#tellAs(name: string, {value, unit, total, isWhole}: Token) {
		this.#figures.push({
			name, value, unit, total, isWhole, isMarked: this.#isMarked, split: this.#split,
		});
		this.#clear();
	}

	/** The words so far have no number: they may name the one before them, or say of what the next are. */
	#endName() {
		const words = this.#words.flatMap(word => wordsOf(word));
		const name = this.#words.slice(-longestName).join(' ');
		// Without a unit, a number may stand before any word.
		if (this.#held && name !== '' && !this.#isMarked && (this.#held.unit !== undefined || meaningOf(name).type === 'loss')) {
			const {value, unit, isWhole} = this.#held;
			this.#figures.push({
				name, value, unit, isWhole, isMarked: false, split: this.#split,
			});
		} else if (words.length <= longestName) {
			this.#split = splitOf(words) ?? this.#split;
		}

		this.#held = undefined;
		this.#clear();
	}

	#clear() {
		this.#words = [];
		this.#isMarked = false;
	}

	#isLoss(): boolean {
		return this.#words.length > 0 && wordsOf(this.#words.join(' ')).at(-1) === 'loss';
	}

	/** Of two columns, the first is the epoch. */
	#columnFigures(): Figure[] {
		const [step, epoch] = this.#columns.toReversed();
		const common = {isWhole: true, isMarked: false};
		return [
			...(step === undefined
				? []
				: [{
					...common, name: '', value: step, isColumn: true,
				}]),
			...(epoch === undefined ? [] : [{...common, name: 'epoch', value: epoch}]),
		];
	}
}

function withoutLeading(words: readonly string[]): string {
	return words.slice(0, words.findLastIndex(word => !leading.test(word)) + 1).join(' ');
}

/** Whether what a word is followed by makes it the name of the next number. */
function isNamed(next: Token | undefined): boolean {
	return next !== undefined && (next.type === 'number' || marks.has(next.text));
}
