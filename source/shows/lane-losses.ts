import {type LossComparison, PairedLosses} from '../history/paired-losses.js';
import {type TrainingSession} from '../session/training-session.js';

type Pair = {readonly lane: number; readonly other: number; readonly losses: PairedLosses};

/** Compares the losses of runs that go in step, each with those of the one that it has left. */
export class LaneLosses {
	readonly #pairs: Pair[] = [];

	/** Compares a lane with another one that learns from the same documents, from the steps after one of them on; what is known of the other already counts. */
	compare(lane: number, other: number, {session, after}: {readonly session: TrainingSession; readonly after: number}): void {
		const losses = new PairedLosses();
		for (const {point: {firstStep, lastStep, mean}} of session.record.history.remembered()) {
			if (firstStep === lastStep && lastStep > after) {
				losses.take('other', lastStep, mean);
			}
		}

		this.#pairs.push({lane, other, losses});
	}

	/** Takes the loss of a step of a lane. */
	take(lane: number, step: number, loss: number): void {
		for (const pair of this.#pairs) {
			if (pair.lane === lane) {
				pair.losses.take('one', step, loss);
			} else if (pair.other === lane) {
				pair.losses.take('other', step, loss);
			}
		}
	}

	/** How a lane does beside the other; undefined where it has none to compare with, and while no step of both is known. */
	of(lane: number): LossComparison | undefined {
		return this.#pairs.find(each => each.lane === lane)?.losses.comparison;
	}
}
