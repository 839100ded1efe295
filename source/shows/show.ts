import {type RunConfig} from '../settings/run-config.js';
import {type CurvePoint} from '../history/loss-history.js';
import {type EarlierRun} from '../session/snapshot.js';
import {type TrainingSession} from '../session/training-session.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type LaneComparison} from './lane-losses.js';
import {type CardActions, type ShownCard} from './lessons/card.js';

/** A saved run that is to be shown, and whether it is played as it was or goes on. */
export type Opening = {readonly kind: 'replay' | 'resume'; readonly run: SavedRun};

/** The letters of runs that go on side by side, in their order. */
export const marks = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

type Mark = (typeof marks)[number];

/** How a run does beside the one that it has left. */
export type LaneFigures = {
	/** The letter of the other one; undefined of the first. */
	readonly comparedWith: Mark | undefined;
	/** The step after which it has left that; undefined if both have begun together. */
	readonly from?: number | undefined;
	/** Undefined while no step of both is known. */
	readonly comparison: LaneComparison | undefined;
	/** Why there will be none, in what both differ; undefined if there may be. */
	readonly notComparable?: string | undefined;
};

/** How another run can go on from a step of the one in focus. */
export type Forking = {
	/** With what that is trained. */
	readonly config: RunConfig;
	/** Whether one more fits beside those that are there. */
	readonly hasRoom: boolean;
	/**
	Begins it, with another configuration, and shows it.

	@throws UserError if it cannot be begun.
	*/
	readonly fork: (step: number, config: RunConfig, name: string) => Promise<void>;
};

/** One of the runs that are on the screen, at a moment. */
export type ShownRun = {
	readonly name: string;
	/** The letter that its curve is drawn with where several go on side by side; else undefined. */
	readonly mark: Mark | undefined;
	readonly curve: readonly CurvePoint[];
	/** Of a run that goes in step with others: how it compares. */
	readonly lane?: LaneFigures;
	/** Undefined if it is over and only its curve is left, for comparison. */
	readonly session: TrainingSession | undefined;
};

/** All of them, and the place of the one that the views are about. */
export type ShownRuns = {
	readonly runs: readonly ShownRun[];
	readonly focus: number;
	/** The card that they belong to, in the lessons. */
	readonly card?: ShownCard;
};

/** What is before the dashboard: runs, one of them in focus, and what can be done with them. What cannot be done is absent. */
export type Show = {
	readonly shown: ShownRuns;
	/** That of the run in focus. */
	readonly session: TrainingSession;
	readonly getSession: () => TrainingSession;
	/** Another one for each run that comes into focus. */
	readonly runNumber: number;
	/** Told when another session has come into focus. */
	readonly subscribe: (listener: () => void) => () => void;
	/** The same run from its beginning. */
	readonly restart?: (() => Promise<void>) | undefined;
	/** The next run, if there is one and this one is over. */
	readonly next?: (() => Promise<void>) | undefined;
	/** Why the model does not answer, in sentences, if it could not be opened. */
	readonly whyNoAnswers?: string | undefined;
	/** Moves so many steps on, or back if they are below 0. */
	readonly seek?: ((steps: number) => void) | undefined;
	/**
	Shows a saved run in the place of this one, which is saved. Says whether it is on now: it is not if another was being opened
	already, or all was closed meanwhile.
	*/
	readonly open?: (opening: Opening) => Promise<boolean>;
	/** With what the run in focus is trained; undefined where another program trains it. */
	readonly config?: RunConfig | undefined;
	/** The folder of the run in focus, if it is a saved one that is only played. */
	readonly playedFolder?: string | undefined;
	/** All that go in step, if there are several. */
	readonly sessions?: readonly TrainingSession[] | undefined;
	/** Undefined where no run can leave the one in focus. */
	readonly forking?: Forking | undefined;
	/** Undefined but in the lessons. */
	readonly cards?: CardActions | undefined;
	/** Opens the lessons in the place of this run, which waits meanwhile; undefined where there are none, or they are open. */
	readonly learn?: (() => Promise<void>) | undefined;
	/** Goes back from the lessons to the run that waits; undefined where there is none. */
	readonly leave?: (() => Promise<void>) | undefined;
	/** The next of several runs comes into focus; after the last, the first. */
	readonly focusNext?: (() => void) | undefined;
	/** Stops the sessions and lets go of them. */
	readonly close: () => Promise<void>;
};

/** The runs with which the one in focus is compared. */
export function othersOf({runs, focus}: ShownRuns): ShownRun[] {
	return runs.filter((_, place) => place !== focus);
}

/** A run that goes on alone, in focus, and what was there before it, the first one first. */
export function runAfter(earlier: readonly EarlierRun[], name: string, session: TrainingSession): ShownRuns {
	const run: ShownRun = {
		name, mark: undefined, curve: session.getSnapshot().curve, session,
	};
	return {runs: [...earlier.map(before => ({...before, mark: undefined, session: undefined})), run], focus: earlier.length};
}

/** A run that goes in step with others. */
export type ShownLane = ShownRun & {readonly [Name in 'mark' | 'lane' | 'session']: NonNullable<ShownRun[Name]>};

/** Those that go in step, in the order of their letters; none where there is only one. */
export function lanesIn({runs}: ShownRuns): ShownLane[] {
	return runs.filter((run): run is ShownLane => run.lane !== undefined && run.mark !== undefined && run.session !== undefined);
}
