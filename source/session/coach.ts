import {type Snapshot} from './snapshot.js';

/** One sentence on what is going on, with the step that it is about. */
export type CoachMessage = {
	readonly step: number;
	readonly text: string;
	/** For narrow windows. */
	readonly short: string;
};

/** What the coach looks at. */
export type Evidence = Pick<Snapshot, 'start' | 'lastStep' | 'curve' | 'evaluations' | 'baselines' | 'runningMean' | 'warnings' | 'finish' | 'learningRateScale' | 'meanOfLast100' | 'nextPreset'>;

/** Says what is worth saying, from what the run has shown; never more than a message every few seconds. */
export class Coach {
	/** The message to show now, if there is one. */
	current: CoachMessage | undefined;
	/** All so far, the newest last. */
	history: readonly CoachMessage[] = [];

	/**
	Looks at a run.

	@param now - A time in milliseconds.
	*/
	observe(_evidence: Evidence, _now: number): void {
		// To come.
	}
}
