import {type LossComparison, PairedLosses} from '../history/paired-losses.js';
import {type TrainingSession} from '../session/training-session.js';

/** A run that tells its losses, and knows those that it has told. */
type Lane = Pick<TrainingSession, 'record'>;

type Pair = {
	readonly lane: Lane;
	readonly other: Lane;
	/** The step after which both may differ. */
	readonly after: number;
	readonly losses: PairedLosses;
	/** The last step that both have taken. */
	lastStep: number;
};

/** How a run does beside the other. */
export type LaneComparison = LossComparison & {
	/** Whether these are all steps that both have taken since they have parted. */
	readonly isWhole: boolean;
};

/** Compares the losses of runs that go in step, each with those of the one that it has left. */
export class LaneLosses {
	readonly #pairs: Pair[] = [];

	/** Compares a lane with another one that learns from the same documents, from the steps after one of them on. */
	compare(lane: Lane, other: Lane, after: number): void {
		this.#pairs.push({
			lane, other, after, losses: new PairedLosses(), lastStep: after,
		});
	}

	/** Takes the step that a lane has just taken: whoever of two comes to it last makes the pair. */
	take(lane: Lane, step: number): void {
		for (const pair of this.#pairs) {
			const isOfPair = pair.lane === lane || pair.other === lane;
			if (!isOfPair || step <= pair.after || !hasTaken(pair.lane, step) || !hasTaken(pair.other, step)) {
				continue;
			}

			pair.lastStep = step;
			const [one, other] = [pair.lane, pair.other].map(({record}) => record.lossAt(step));
			if (one !== undefined && other !== undefined) {
				pair.losses.take(step, one, other);
			}
		}
	}

	/** How a lane does; undefined where it has none to compare with, and while no loss of both at the same step is known. */
	of(lane: Lane): LaneComparison | undefined {
		const pair = this.#pairs.find(each => each.lane === lane);
		const comparison = pair?.losses.comparison;
		return comparison && {...comparison, isWhole: comparison.count === pair.lastStep - pair.after};
	}
}

function hasTaken({record}: Lane, step: number): boolean {
	return (record.lastStep?.step ?? 0) >= step;
}
