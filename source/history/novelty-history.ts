import {type Novelty} from '../training/events.js';

/** How many samples of a stretch of the run were copies of training documents. */
export type NoveltyShare = {readonly firstStep: number; readonly lastStep: number; readonly copied: number; readonly total: number};

const mostShares = 64;

/** Counts copies among the samples over a run of any length: full stretches are merged two by two. */
export class NoveltyHistory {
	#shares: NoveltyShare[] = [];
	#samplesPerShare = 1;

	record(sampleStep: number, novelty: Novelty): void {
		const last = this.#shares.at(-1);
		// What is made up on demand may come before samples of earlier steps that are still under way.
		const step = Math.max(sampleStep, last?.lastStep ?? 0);
		const copied = novelty === 'copied' ? 1 : 0;
		if (last && last.total < this.#samplesPerShare) {
			this.#shares[this.#shares.length - 1] = {
				...last, lastStep: step, copied: last.copied + copied, total: last.total + 1,
			};
			return;
		}

		if (this.#shares.length === mostShares) {
			this.#halve();
		}

		this.#shares.push({
			firstStep: step, lastStep: step, copied, total: 1,
		});
	}

	/** From the first to the last. */
	shares(): NoveltyShare[] {
		return [...this.#shares];
	}

	copy(): NoveltyHistory {
		const copy = new NoveltyHistory();
		copy.#shares = [...this.#shares];
		copy.#samplesPerShare = this.#samplesPerShare;
		return copy;
	}

	#halve() {
		this.#samplesPerShare *= 2;
		this.#shares = Array.from({length: mostShares / 2}, (_, index) => {
			const [left, right] = [this.#shares[2 * index], this.#shares[(2 * index) + 1]];
			return {
				firstStep: left.firstStep, lastStep: right.lastStep, copied: left.copied + right.copied, total: left.total + right.total,
			};
		});
	}
}
