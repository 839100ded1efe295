import {coachRules, type Evidence} from './coach-rules.js';

/** One sentence on what is going on, with the step that it is about. ASCII only. */
export type CoachMessage = {
	readonly step: number;
	/** At most 78 characters. */
	readonly text: string;
	/** For narrow windows: at most 38. */
	readonly short: string;
};

/** Between two messages there is time to read the first. */
const leastIntervalMs = 3000;
/** After this time a message makes room for what is usually there, unless the run is over. */
const staysMs = 7000;
const longestHistory = 50;

/** Says what is worth saying, from what the run has shown; never more than a message every few seconds. */
export class Coach {
	/** The message to show now, if there is one. */
	current: CoachMessage | undefined;
	/** All so far, the newest last. */
	history: readonly CoachMessage[] = [];
	readonly #rules = coachRules();
	#waiting: CoachMessage[] = [];
	#shownAt = -Infinity;
	#isOver = false;

	/**
	Looks at a run.

	@param now - A time in milliseconds.
	*/
	observe(evidence: Evidence, now: number): void {
		for (const rule of this.#rules) {
			const message = rule(evidence);
			if (!message) {
				continue;
			}

			this.history = [...this.history.slice(1 - longestHistory), message];
			this.#waiting.push(message);
		}

		if (evidence.finish && !this.#isOver) {
			// The last word is about the end; what has waited is in the history.
			this.#isOver = true;
			this.#waiting = this.#waiting.slice(-1);
			this.#shownAt = -Infinity;
		}

		this.#show(now);
	}

	#show(now: number) {
		const sinceMs = now - this.#shownAt;
		if (sinceMs >= leastIntervalMs && this.#waiting.length > 0) {
			// Of several that have waited, the last says the most.
			this.current = this.#waiting.at(-1);
			this.#waiting = [];
			this.#shownAt = now;
		} else if (sinceMs >= staysMs && !this.#isOver) {
			this.current = undefined;
		}
	}
}
