import {type CoachMessage} from '../coach/coach-message.js';
import {type CurvePoint} from '../history/loss-history.js';
import {type RecordedRun, type SessionMode} from '../history/recorded-run.js';
import {type Speed} from './pacer.js';
import {type SourceState} from './source-state.js';

/** What is left of a run when the next has begun, or another program has begun it anew. */
export type EarlierRun = {readonly name: string; readonly curve: readonly CurvePoint[]};

export type SessionStatus = 'idle' | 'running' | 'paused' | 'finished' | 'failed';

/** Where a run is saved, and how far. */
export type SavingState = {
	/** Undefined if it is not saved. */
	readonly folder: string | undefined;
	/** The last step that is saved. */
	readonly step: number | undefined;
	/** The step at which it was taken up again; undefined if it is new. */
	readonly resumedStep: number | undefined;
	/** The step at which a person last asked for it. */
	readonly requestedStep: number | undefined;
};

/** What a run that is to stop is waited for: the step that is under way, or its being saved; or, from the first, its being discarded. */
export type Stopping = 'step' | 'saving' | 'discarding';

/** All that a view needs to know of a run at one moment. Never changed once it is made. */
export type Snapshot = RecordedRun & {
	readonly mode: SessionMode;
	readonly status: SessionStatus;
	/** Present from the moment at which somebody stops the run until it is over. */
	readonly stopping: Stopping | undefined;
	/** Whether a run that is saved was ended in the middle of whatever it did. */
	readonly isCutShort: boolean;
	/** Whether nothing is left of what the run has done since it was begun, or taken up. */
	readonly isDiscarded: boolean;
	/** Why the run has failed, in a sentence or more; undefined if it has not. */
	readonly failure: string | undefined;
	/** Whether the model is here, and can be asked. */
	readonly canAsk: boolean;
	readonly speed: Speed;
	/** What a person has chosen: of a training, that of the next step; elsewhere, that of the last one. */
	readonly learningRateScale: number;
	/** Of samples during training. */
	readonly temperature: number;
	/** What they begin with. */
	readonly prefix: string;
	/** The learning rate of the last step, or of the next one if a person has changed it since. */
	readonly learningRate: number | undefined;
	/** What somebody calls the run. */
	readonly title: string | undefined;
	/** Time that has passed without pauses, pace and all; of a run that is watched, what it says itself, or how long it has been watched; undefined if it does not say. */
	readonly elapsedMs: number | undefined;
	/** How much of that the steps themselves took; undefined if it is not told. */
	readonly engineMs: number | undefined;
	/** The step after which both began: 0, or where the run was taken up again, or has left another one. */
	readonly clockFromStep: number;
	/** Time to the end on the same clock, by how fast the run has really got on lately; undefined while it cannot be told. */
	readonly remainingMs: number | undefined;
	/** The preset that comes next in the course; undefined after the last, and for runs outside the course. */
	readonly nextPreset: string | undefined;
	/** What is worth saying now, and all that was said before, the newest last. */
	readonly coachMessage: CoachMessage | undefined;
	readonly coachHistory: readonly CoachMessage[];
	/** How many were said before those that are remembered. */
	readonly coachForgotten: number;
	readonly saving: SavingState;
	/** Where the run comes from, if another program trains it. */
	readonly source: SourceState | undefined;
};
