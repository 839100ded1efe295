import {type Figure} from './figure.js';
import {type Token} from './line-tokens.js';

const level = /^(?:INFO|WARN|WARNING|DEBUG|ERROR|TRACE|NOTICE|CRITICAL|FATAL|SUCCESS)$/v;

/** Whether a word only says how much a line matters. */
export function isLevel(word: string): boolean {
	return level.test(word);
}

/** Whole numbers that stand alone before all else, each with a sign behind it: `3|120|loss 2.5`, `[3, 120] loss: 2.5`. */
export class LeadingColumns {
	readonly #numbers: number[] = [];
	#isAtStart = true;

	/** Takes a number without a name, if it is one of them. */
	take({value, isWhole}: Token, next: Token | undefined): void {
		const isColumn = this.#isAtStart && next !== undefined && (next.isApart || [':', '|', ','].includes(next.text) || (next.text === ']' && this.#numbers.length > 0));
		if (isWhole && isColumn) {
			this.#numbers.push(value);
		}
	}

	/** A piece of the line has been taken, whatever it is. */
	pass({type, text}: Token): void {
		this.#isAtStart &&= type === 'moment' || type === 'sign' || type === 'number' || isLevel(text);
	}

	/** Of two columns, the first is the epoch. */
	figures(): Figure[] {
		const [step, epoch] = this.#numbers.toReversed();
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
