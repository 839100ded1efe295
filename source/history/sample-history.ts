import {type ToldSample} from '../training/told-events.js';
import {NoveltyHistory, type NoveltyShare} from './novelty-history.js';

const mostSamples = 200;

/** Those of them that a run ended with: of one that went on from its end, the last time. */
export function finalSamples(samples: readonly ToldSample[]): ToldSample[] {
	const last = samples.findLast(({ordinal}) => ordinal !== undefined);
	return samples.filter(({ordinal, step}) => ordinal !== undefined && step === last?.step);
}

/** The latest documents that the model made up, and how many were copies over the whole run. */
export class SampleHistory {
	/** The newest last. */
	latest: readonly ToldSample[] = [];
	#novelty = new NoveltyHistory();

	record(event: ToldSample): void {
		this.latest = [...this.latest.slice(1 - mostSamples), event];
		if (event.novelty !== undefined) {
			this.#novelty.record(event.step, event.novelty);
		}
	}

	/** The shares of copies over the run. */
	shares(): NoveltyShare[] {
		return this.#novelty.shares();
	}

	/** Forgets those of a step and after it. */
	rewind(step: number): void {
		this.latest = this.latest.filter(event => event.step < step);
	}

	copy(): SampleHistory {
		const copy = new SampleHistory();
		copy.latest = this.latest;
		copy.#novelty = this.#novelty.copy();
		return copy;
	}
}
