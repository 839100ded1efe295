import {type Figure, type Split} from './figure.js';
import {isCounter, meaningOf} from './figure-meaning.js';
import {isLeading, longestName, withoutLeading} from './line-patterns.js';
import {type Token} from './line-tokens.js';
import {splitOf, wordsOf} from './name-words.js';

/** The numbers of a line so far, and the name that has begun. */
export class NamedFigures {
	readonly figures: Figure[] = [];
	/** The words since the last number or sign: what they name is to come. */
	words: string[] = [];
	isMarked = false;
	/** What the next number without a name is of. */
	subject: string | undefined;
	split: Split | undefined;
	/** A number whose name follows it: `45% MFU`. */
	held: Token | undefined;

	/** The number that the last words name. */
	tell(token: Token): void {
		const {words} = this;
		const divide = words.findLastIndex(word => isLeading(word));
		const rest = words.slice(divide + 1);
		if (divide > 0 && isCounter(rest.join(' '))) {
			this.subject = withoutLeading(words.slice(0, divide));
		}

		const name = this.subject === undefined && !isCounter(rest.join(' ')) ? words.slice(-longestName) : rest;
		// What speaks of one part of the data speaks of all that follows.
		const isPlace = isCounter(rest.join(' ')) || token.type === 'ratio';
		this.split = isPlace ? splitOf(words.flatMap(word => wordsOf(word))) ?? this.split : this.split;
		this.words = [];
		this.tellAs(name.join(' '), token);
	}

	/** A number by its name. */
	tellAs(name: string, {value, unit, total, isWhole}: Token): void {
		this.figures.push({
			name, value, unit, total, isWhole, isMarked: this.isMarked, split: this.split,
		});
		this.clear();
	}

	/** The words so far have no number: they may name the one before them, or say of what the next are. */
	endName(): void {
		const words = this.words.flatMap(word => wordsOf(word));
		const name = this.words.slice(-longestName).join(' ');
		// Without a unit, a number may stand before any word.
		if (this.held && name !== '' && !this.isMarked && (this.held.unit !== undefined || meaningOf(name).type === 'loss')) {
			const {value, unit, isWhole} = this.held;
			this.figures.push({
				name, value, unit, isWhole, isMarked: false, split: this.split,
			});
		} else if (words.length <= longestName) {
			this.split = splitOf(words) ?? this.split;
		}

		this.held = undefined;
		this.clear();
	}

	/** Forgets the name that has begun. */
	clear(): void {
		this.words = [];
		this.isMarked = false;
	}

	/** Whether the name so far is that of a loss. */
	isLoss(): boolean {
		return this.words.length > 0 && wordsOf(this.words.join(' ')).at(-1) === 'loss';
	}
}
