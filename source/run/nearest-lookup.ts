import {type Ask} from './run.js';

/** Of the time of the training thread, answers may take about this share. */
const mostShare = 0.1;
const leastIntervalMs = 60;
/** The search goes through all documents: so much time of it at once holds no step up that one would notice. */
const longestTurnMs = 8;
const mostAtOnce = 16;
/** More than any screen shows. */
const mostAnswers = 500;

/**
Finds the training documents that are nearest to some texts: a few at a time, never before the
last answer is there, each only once as long as it is remembered.
*/
export class NearestLookup {
	readonly #ask: Ask;
	readonly #onAnswer: (answers: ReadonlyMap<string, string | undefined>) => void;
	#answers: ReadonlyMap<string, string | undefined> = new Map();
	#wanted: readonly string[] = [];
	#atOnce = 1;
	#isAsking = false;
	readonly #closing = new AbortController();
	#timer: NodeJS.Timeout | undefined;

	/**
	Asks nothing yet.

	@param onAnswer - Gets all answers that are remembered, whenever there are more.
	*/
	constructor(ask: Ask, onAnswer: (answers: ReadonlyMap<string, string | undefined>) => void) {
		this.#ask = ask;
		this.#onAnswer = onAnswer;
	}

	/** Asks for these, the first first; what was wanted before and has not been asked is no more. */
	want(texts: readonly string[]): void {
		this.#wanted = texts;
		if (!this.#isAsking && !this.#timer) {
			void this.#askNow();
		}
	}

	/** Nobody waits for the answer that is under way. */
	close(): void {
		this.#closing.abort();
		clearTimeout(this.#timer);
	}

	async #askNow() {
		this.#timer = undefined;
		const texts = [...new Set(this.#wanted)].filter(text => !this.#answers.has(text)).slice(0, this.#atOnce);
		if (texts.length === 0 || this.#closing.signal.aborted) {
			return;
		}

		this.#isAsking = true;
		const askedAt = performance.now();
		const found = await this.#ask(['nearestDocuments', texts], {signal: this.#closing.signal});
		const tookMs = performance.now() - askedAt;
		this.#isAsking = false;
		if (this.#closing.signal.aborted || !found) {
			return;
		}

		this.#atOnce = tookMs < longestTurnMs ? Math.min(mostAtOnce, this.#atOnce * 2) : Math.max(1, Math.floor(this.#atOnce / 2));
		this.#answers = new Map([...this.#answers, ...texts.map((text, index) => [text, found[index]] as const)].slice(-mostAnswers));
		this.#onAnswer(this.#answers);
		this.#timer = setTimeout(() => {
			void this.#askNow();
		}, Math.max(leastIntervalMs, tookMs / mostShare));
	}
}
