import {type Baselines} from '../data/baselines.js';
import {
	type ActivityEvent,
	type WarningEvent,
} from '../training/events.js';
import {
	type ToldEval,
	type ToldFinish,
	type ToldSample,
	type ToldStart,
	type ToldStep,
} from '../training/told-events.js';
import {type CoachMessage} from './coach-message.js';
import {type BestLoss, type CurvePoint} from './loss-history.js';
import {type LossMean} from './mean-losses.js';
import {type Metric} from './metric-history.js';
import {type NoveltyShare} from './novelty-history.js';
import {type Speed} from './pacer.js';
import {type SourceState} from './source-state.js';

/** What is left of a run when the next has begun. */
export type EarlierRun = {readonly name: string; readonly curve: readonly CurvePoint[]};

/** One of several runs that are watched side by side. */
export type Neighbour = {
	/** The letter that its curve is drawn with: `a` is the first file. */
	readonly mark: 'a' | 'b' | 'c' | 'd' | 'e' | 'f';
	readonly name: string;
	readonly curve: readonly CurvePoint[];
	/** Whether it is the one whose figures are shown. */
	readonly isShown: boolean;
};

/** From a step on, the learning rate of the schedule was multiplied by another factor. */
export type LearningRateChange = {readonly step: number; readonly scale: number};

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

/** A replay shows a run that is over, a watch one that another program trains. */
export type SessionMode = 'training' | 'replay' | 'watch';

/** All that a view needs to know of a run at one moment. Never changed once it is made. */
export type Snapshot = {
	readonly mode: SessionMode;
	readonly status: SessionStatus;
	/** Present from the moment at which somebody stops the run until it is over. */
	readonly stopping: Stopping | undefined;
	/** Whether nothing is left of what the run has done since it was begun, or taken up. */
	readonly isDiscarded: boolean;
	readonly speed: Speed;
	/** What a person has chosen: of a training, that of the next step; elsewhere, that of the last one. */
	readonly learningRateScale: number;
	readonly learningRateChanges: readonly LearningRateChange[];
	/** Of samples during training. */
	readonly temperature: number;
	/** What they begin with. */
	readonly prefix: string;
	/** The learning rate of the last step, or of the next one if a person has changed it since. */
	readonly learningRate: number | undefined;
	/** What somebody calls the run. */
	readonly title: string | undefined;
	readonly start: ToldStart | undefined;
	readonly lastStep: ToldStep | undefined;
	/** What goes on between two steps, while it takes longer than a moment. */
	readonly activity: ActivityEvent | undefined;
	readonly runningMean: number | undefined;
	/** What the losses have come to: the plain mean of the last tenth of them. */
	readonly lastMean: LossMean | undefined;
	/** The lowest running mean so far. */
	readonly bestMean: BestLoss | undefined;
	readonly bestValidation: BestLoss | undefined;
	/** Training tokens so far; undefined if they are not known for all steps. */
	readonly tokens: number | undefined;
	/** The speed of the engine alone, whatever the pace. */
	readonly stepsPerSecond: number | undefined;
	readonly tokensPerSecond: number | undefined;
	/** Time that has passed without pauses, pace and all; of a run that is watched, what it says itself, or how long it has been watched; undefined if it does not say. */
	readonly elapsedMs: number | undefined;
	/** The step after which that clock began: 0, or where the run was taken up again. */
	readonly clockFromStep: number;
	/** Time to the end on the same clock, by how fast the run has really got on lately; undefined while it cannot be told. */
	readonly remainingMs: number | undefined;
	/** The whole run. */
	readonly curve: readonly CurvePoint[];
	/** The latest steps one by one. */
	readonly recentCurve: readonly CurvePoint[];
	/** The run before this one in the same sitting, for comparison. */
	readonly previous: EarlierRun | undefined;
	/** All runs that are watched side by side, this one among them; empty if it is the only one. */
	readonly neighbours: readonly Neighbour[];
	/** The preset that comes next in the course; undefined after the last, and for runs outside the course. */
	readonly nextPreset: string | undefined;
	readonly evaluations: readonly ToldEval[];
	readonly baselines: Baselines | undefined;
	/** The latest documents that the model made up, the newest last. */
	readonly samples: readonly ToldSample[];
	/** The other numbers that a program tells which is watched. */
	readonly metrics: readonly Metric[];
	/** The share of copies among them over the run. */
	readonly noveltyShares: readonly NoveltyShare[];
	/** What is worth saying now, and all that was said before, the newest last. */
	readonly coachMessage: CoachMessage | undefined;
	readonly coachHistory: readonly CoachMessage[];
	readonly saving: SavingState;
	readonly warnings: readonly WarningEvent[];
	/** What another program did last that was not to be expected, but is nothing to be warned of. */
	readonly news: WarningEvent | undefined;
	/** Where the run comes from, if another program trains it. */
	readonly source: SourceState | undefined;
	readonly finish: ToldFinish | undefined;
};
