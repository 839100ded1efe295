import {type Ask, type Questions} from './run.js';

/** Of the time of the training thread, all answers together may take about this share. */
const mostShare = 0.1;
const leastIntervalMs = 60;

/**
Asks a training the same thing again and again while it changes, never before the last answer is
there, and the more seldom the longer answers take: looking is not to hold the training up.
*/
export class Inquiry<Name extends keyof Questions> {
	/** How many ask at the same time. */
	static #openCount = 0;
	readonly #ask: Ask;
	readonly #name: Name;
	readonly #onAnswer: (answer: ReturnType<Questions[Name]>) => void;
	#wanted: Parameters<Questions[Name]> | undefined;
	#timer: NodeJS.Timeout | undefined;
	#isAsking = false;
	readonly #closing = new AbortController();
	#restUntil = 0;
	/** The next question is another one: it does not wait until the training has rested from the last. */
	#isHurried = false;

	constructor(ask: Ask, name: Name, onAnswer: (answer: ReturnType<Questions[Name]>) => void) {
		this.#ask = ask;
		this.#name = name;
		this.#onAnswer = onAnswer;
		Inquiry.#openCount++;
	}

	/** Asks as soon as it may; of what is wanted meanwhile, only the last is asked. */
	want(...details: Parameters<Questions[Name]>): void {
		this.#wanted = details;
		this.#askSoon();
	}

	/** The last question was about something else: the next need not wait. */
	hurry(): void {
		this.#isHurried = true;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#askSoon();
	}

	/** Nobody waits for the answer that is under way. */
	close(): void {
		Inquiry.#openCount -= Number(!this.#closing.signal.aborted);
		this.#closing.abort();
		clearTimeout(this.#timer);
	}

	#askSoon() {
		if (this.#isAsking || this.#closing.signal.aborted || this.#wanted === undefined) {
			return;
		}

		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			void this.#askNow();
		}, this.#isHurried ? 0 : Math.max(0, this.#restUntil - performance.now()));
	}

	async #askNow() {
		const details = this.#wanted!;
		this.#wanted = undefined;
		this.#isAsking = true;
		this.#isHurried = false;
		const askedAt = performance.now();
		const answer = await this.#ask([this.#name, ...details], {signal: this.#closing.signal});
		const now = performance.now();
		this.#isAsking = false;
		this.#restUntil = now + Math.max(leastIntervalMs, (now - askedAt) * Inquiry.#openCount / mostShare);
		if (this.#closing.signal.aborted) {
			return;
		}

		if (answer !== undefined) {
			this.#onAnswer(answer);
		}

		this.#askSoon();
	}
}
