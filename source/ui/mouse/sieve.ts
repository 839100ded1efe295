import {answerBeginning, wholeAnswer} from '../terminal-answers.js';

const escape = '\u{1B}';
/**
Whole, after the escape character: what the mouse reports, also in the old form of terminals that do not know the one that was asked for, the
terminal's answer that it is there, and the marks around a pasted text.
*/
const whole = /^\[(?:<\d{1,6};\d{1,6};\d{1,6}[Mm]|M\P{Control}{3}|0n|20[01]~)/v;
/** What may become one of these. */
const beginning = /^(?:\[(?:<(?:\d{0,6}|\d{1,6};(?:\d{0,6}|\d{1,6};\d{0,6}))|M\P{Control}{0,2}|0|20?|20[01])?)?$/v;
/** Nothing but a report or an answer begins like this. */
const reportBegins = ['[<', '[M', '[?', ']11;'].map(begin => escape + begin);
const [pasteBegin, pasteEnd] = ['\u{1B}[200~', '\u{1B}[201~'];
/** The terminal's answer to the question whether it is there. */
export const presence = '\u{1B}[0n';

/** What has come from the terminal, taken apart. */
export type Sifted = {
	/** What was typed or pasted, to the letter. */
	readonly typed: string;
	/** What the mouse reports, and the terminal's answer. */
	readonly reports: readonly string[];
};

/** Takes reports of the mouse, and late answers of the terminal, out of what comes from a terminal, wherever a pause has torn them. */
export class Sieve {
	/** The beginning of what may be a report. */
	#held = '';
	/** So many characters of it have been passed on already: nobody could wait any longer for the rest. */
	#passedCount = 0;
	#isPasting = false;

	/** Whether there is something that could be a key as well as the beginning of a report. */
	get isInDoubt(): boolean {
		return this.#held.length > this.#passedCount && reportBegins.every(begin => !this.#held.startsWith(begin));
	}

	/** Whether the rest of something is waited for. */
	get isHolding(): boolean {
		return this.#held !== '';
	}

	/** Takes what has come. */
	sift(text: string): Sifted {
		let rest = this.#held + text;
		let typed = '';
		const reports: string[] = [];
		const pass = (length: number) => {
			const passedCount = Math.min(this.#passedCount, length);
			typed += rest.slice(passedCount, length);
			this.#passedCount -= passedCount;
			rest = rest.slice(length);
		};

		for (;;) {
			const start = rest.indexOf(escape);
			pass(start === -1 ? rest.length : start);
			const afterEscape = rest.slice(escape.length);
			const [answer] = wholeAnswer.exec(afterEscape) ?? [];
			const [found] = answer === undefined ? whole.exec(afterEscape) ?? [] : [answer];
			const sequence = found === undefined ? undefined : escape + found;
			if (sequence === pasteBegin || sequence === pasteEnd) {
				this.#isPasting = sequence === pasteBegin;
				pass(sequence.length);
			} else if (sequence !== undefined) {
				rest = rest.slice(sequence.length);
				this.#passedCount = 0;
				// What stands in a text that somebody pastes is no doing of the mouse.
				reports.push(...(this.#isPasting || answer !== undefined ? [] : [sequence]));
			} else if (rest === '' || beginning.test(afterEscape) || answerBeginning.test(afterEscape)) {
				this.#held = rest;
				return {typed, reports};
			} else {
				pass(escape.length);
			}
		}
	}

	/** What is in doubt is taken for keys; if it was the beginning of a report after all, the rest of that is still none. */
	giveUp(): string {
		const typed = this.isInDoubt ? this.#held.slice(this.#passedCount) : '';
		this.#passedCount += typed.length;
		return typed;
	}

	/** The rest of what has begun will not come any more. */
	forget(): void {
		this.#held = '';
		this.#passedCount = 0;
	}
}
