import {type RunRecord} from '../history/run-record.js';

/** What is known of a file or program that is watched, beside what its run tells. */
export type SourceState = {
	/** As one knows it. */
	readonly name: string;
	/** Whether it may still grow, or is read to its end. */
	readonly isFile: boolean;
	/** The file is not there. */
	readonly isMissing: boolean;
	/** Lines so far. */
	readonly lines: number;
	/** The last line that was not understood, if there should have been a step by now. */
	readonly unread: string | undefined;
	/** Whether it counts its steps from 0; here they count from 1. */
	readonly countsFromZero: boolean;
	/** Whether its run was under way before it was watched, and does not say how long: its time is that since then. */
	readonly isJoined: boolean;
	/** Whether its run has ended, and is watched all the same, since it may go on. */
	readonly isWaiting: boolean;
};

/** The state of a source, and whoever wants to be told when it changes without a step. */
export type SourceNews = {
	readonly state: SourceState;
	readonly subscribe: (listener: () => void) => void;
	/** Tells what the run has come to when it goes on from an earlier step, before it is told how. The listener takes it over. */
	readonly onBack: (listener: (record: RunRecord) => void) => void;
};
