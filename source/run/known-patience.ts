import {type TrainingProgress} from '../training/progress.js';

/** What the evaluations so far have come to. */
export type Patience = Pick<TrainingProgress, 'bestValidation' | 'evaluationsSinceBest'>;

/**
What the evaluations of a run had come to right after each of its steps, before the one that may follow it: steps that are done
again are not measured again.
*/
export class KnownPatience {
	/** From which steps on; what was noted later counts. */
	readonly #noted: Array<readonly [step: number, patience: Patience]> = [];
	#last: Patience | undefined;

	/** Notes what holds right after a step and the next ones. */
	note(step: number, {bestValidation, evaluationsSinceBest}: Patience): void {
		if (this.#last && this.#last.evaluationsSinceBest === evaluationsSinceBest && this.#last.bestValidation === bestValidation) {
			return;
		}

		this.#last = {...(bestValidation !== undefined && {bestValidation}), ...(evaluationsSinceBest !== undefined && {evaluationsSinceBest})};
		this.#noted.push([step, this.#last]);
	}

	/** What held right after a step; nothing where nothing was noted that early. */
	after(step: number): Patience {
		return this.#noted.findLast(([from]) => from <= step)?.[1] ?? {};
	}
}
