import {type Figure} from './figure.js';
import {isCounter, isCountUnit, meaningOf} from './figure-meaning.js';
import {isLevel, LeadingColumns} from './leading-columns.js';
import {
	isLeading,
	isNamed,
	LinePlace,
	marks,
	withoutLeading,
} from './line-patterns.js';
import {type Token, tokensOf} from './line-tokens.js';
import {NamedFigures} from './named-figures.js';
import {splitOf, wordsOf} from './name-words.js';

const unknown = /^(?:n\/a|na|none|null|nil|unknown|undefined)$/iv;
/** These say nothing: quotes, and the end of an arrow. */
const ignored = new Set(['>', '\'', '"', '`', '*', '#', '@']);

/**
The numbers of a line for people, each with its name: `name value` in any notation, with `:`, `=` or nothing
between the two, and anything around them. A place in the run, such as `[5/300]`, need not have a name.
*/
export function figuresInLine(line: string): Figure[] {
	return new LineReader(tokensOf(line)).read();
}

/** Goes through a line once, from left to right. */
class LineReader {
	readonly #line: LinePlace;
	readonly #told = new NamedFigures();
	readonly #columns = new LeadingColumns();

	constructor(tokens: readonly Token[]) {
		this.#line = new LinePlace(tokens);
	}

	read(): Figure[] {
		for (let token = this.#line.at(0); token; token = this.#line.at(0)) {
			this.#take(token);
			this.#columns.pass(token);
			this.#line.place++;
		}

		this.#told.endName();
		return [...this.#told.figures, ...this.#columns.figures()];
	}

	#take(token: Token) {
		const {type} = token;
		// In “number of nan iterations” it is a word.
		if (type === 'word' || (type === 'notFinite' && !this.#told.isMarked && !this.#told.isLoss())) {
			this.#takeWord(token);
		} else if (type === 'sign') {
			this.#takeSign(token.text);
		} else if (type === 'wrapper') {
			this.#takeWrapped();
		} else {
			this.#takeValue(token);
		}
	}

	#takeValue(token: Token) {
		if (token.type === 'moment') {
			// What it is of has a time and no number: `eta: 0:10:00`.
			this.#told.endName();
		} else if (token.type === 'notFinite') {
			this.#told.tell(token);
		} else {
			this.#takeNumber(token);
		}
	}

	#takeWord({text, isApart}: Token) {
		if (isLevel(text)) {
			this.#told.endName();
		} else if (unknown.test(text) && this.#told.words.length > 0) {
			this.#told.clear();
		} else if (text === 'is' && this.#told.words.length > 0) {
			this.#told.isMarked = true;
		} else {
			if (this.#told.isMarked || (isApart && this.#told.words.length > 0)) {
				this.#told.endName();
			}

			this.#told.words.push(text);
		}
	}

	#takeNumber(token: Token) {
		if (this.#told.words.length === 0) {
			this.#takeNameless(token);
			return;
		}

		this.#told.held = undefined;
		const next = this.#line.at(1);
		if (token.unit === '%' && next?.text === '|' && next.isJoined) {
			// How much of a progress bar is done; before it stands of what.
			this.#told.endName();
			return;
		}

		const unit = token.unit ?? (next?.type === 'word' && isLeading(this.#told.words.at(-1)!) && isCountUnit(next.text) ? next.text : undefined);
		if (unit !== undefined && isCountUnit(unit) && !isCounter(this.#told.words.join(' '))) {
			// “loss after 100 iterations: 2.3”
			this.#line.place += token.unit === undefined ? 1 : 0;
			this.#told.subject = withoutLeading(this.#told.words);
			this.#told.words = [];
			this.#told.tellAs('steps', {...token, unit: undefined});
			return;
		}

		this.#told.tell(token);
	}

	#takeNameless(token: Token) {
		const {type, unit, isWhole} = token;
		const next = this.#line.at(1);
		if (this.#told.subject !== undefined && this.#told.isMarked && type !== 'ratio') {
			this.#told.tellAs(this.#told.subject, token);
			this.#told.subject = undefined;
		} else if (type === 'ratio' || (isWhole && this.#line.isInBrackets())) {
			this.#told.tellAs('', token);
		} else if (unit === undefined && this.#line.isCounted()) {
			this.#line.place++;
			this.#told.tellAs('steps', token);
		} else if (unit === undefined) {
			this.#columns.take(token, next);
			this.#told.held = isWhole ? undefined : token;
		} else if (isCountUnit(unit)) {
			this.#told.tellAs('steps', {...token, unit: undefined});
		} else if (/\/|^ms$/v.test(unit)) {
			this.#told.tellAs('', token);
		} else {
			this.#told.held = token;
		}
	}

	#takeSign(sign: string) {
		if (marks.has(sign)) {
			this.#told.isMarked ||= this.#told.words.length > 0 || this.#told.subject !== undefined;
		} else if (sign === '(') {
			this.#takeWordsInParentheses();
		} else if (sign === '[') {
			this.#takeBracket();
		} else if (sign === '-' ? this.#line.isArrow() : this.#line.isRowOfTwo(this.#told.words.length)) {
			this.#told.isMarked = true;
		} else if (!ignored.has(sign)) {
			this.#told.endName();
		}
	}

	/** `time (ms): 12` has its unit in them, `loss (train): 2.3` what it is of; else they say nothing. */
	#takeWordsInParentheses() {
		const words = this.#line.wordsInParentheses();
		if (this.#told.words.length === 0 || !words) {
			this.#told.endName();
			return;
		}

		if (isNamed(this.#line.at(words.length + 2))) {
			this.#told.words.push(...words);
		} else {
			this.#told.split = splitOf(words.flatMap(word => wordsOf(word))) ?? this.#told.split;
		}

		this.#line.place += words.length + 1;
	}

	/** A number in brackets is a value where a sign says so, and the place in the run after `Step` or alone. */
	#takeBracket() {
		const [sign, bracket, inner, end] = [-1, 0, 1, 2].map(offset => this.#line.at(offset));
		const isPlace = inner?.isWhole && end?.text === ']' && sign?.text === ':' && bracket?.isJoined;
		if (isPlace && meaningOf(this.#told.words.join(' ')).type === 'metric') {
			// INFO:trainer:[100] loss=2.3
			this.#told.endName();
			return;
		}

		if (this.#told.words.length === 0 || this.#told.isMarked || isCounter(this.#told.words.join(' '))) {
			return;
		}

		// The number of a process: python[1234].
		this.#told.endName();
		this.#line.place += bracket?.isJoined && inner?.type === 'number' ? 1 : 0;
	}

	/** `tensor(2.3, device='cuda:0')`: of what stands in it, the first number. */
	#takeWrapped() {
		const inner = this.#line.at(1);
		if (inner && this.#told.words.length > 0) {
			this.#told.tell(inner);
		}

		this.#line.leaveParentheses();
	}
}
