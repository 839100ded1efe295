import {type Inspect} from './open-run.js';

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
	readonly #inspect: Inspect;
	readonly #onAnswer: (answers: ReadonlyMap<string, string | undefined>) => void;
	#answers: ReadonlyMap<string, string | undefined> = new Map();
	#wanted: readonly string[] = [];
	#atOnce = 1;
	#isAsking = false;
	#isClosed = false;
	#timer: NodeJS.Timeout | undefined;

	/**
	Asks nothing yet.

	@param onAnswer - Gets all answers that are remembered, whenever there are more.
	*/
	constructor(inspect: Inspect, onAnswer: (answers: ReadonlyMap<string, string | undefined>) => void) {
		this.#inspect = inspect;
		this.#onAnswer = onAnswer;
	}

	/** Asks for these, the first first; what was wanted before and has not been asked is no more. */
	want(texts: readonly string[]): void {
		this.#wanted = texts;
		if (!this.#isAsking && !this.#timer) {
			void this.#ask();
		}
	}

	close(): void {
		this.#isClosed = true;
		clearTimeout(this.#timer);
	}

	async #ask() {
		this.#timer = undefined;
		const texts = [...new Set(this.#wanted)].filter(text => !this.#answers.has(text)).slice(0, this.#atOnce);
		if (texts.length === 0 || this.#isClosed) {
			return;
		}

		this.#isAsking = true;
		const askedAt = performance.now();
		const found = await this.#inspect('nearestDocuments', texts);
		const tookMs = performance.now() - askedAt;
		this.#isAsking = false;
		if (this.#isClosed || !found) {
			return;
		}

		this.#atOnce = tookMs < longestTurnMs ? Math.min(mostAtOnce, this.#atOnce * 2) : Math.max(1, Math.floor(this.#atOnce / 2));
		this.#answers = new Map([...this.#answers, ...texts.map((text, index) => [text, found[index]] as const)].slice(-mostAnswers));
		this.#onAnswer(this.#answers);
		this.#timer = setTimeout(() => {
			void this.#ask();
		}, Math.max(leastIntervalMs, tookMs / mostShare));
	}
}
