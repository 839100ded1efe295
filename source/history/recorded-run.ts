import {type Baselines} from '../data/baselines.js';
import {type PlanChanges} from '../settings/training-plan.js';
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
import {type BestLoss, type CurvePoint} from './loss-history.js';
import {type LossMean} from './mean-losses.js';
import {type Metric} from './metric-history.js';
import {type NoveltyShare} from './novelty-history.js';

/** A replay shows a run that is over, a watch one that another program trains. */
export type SessionMode = 'training' | 'replay' | 'watch';

/** From a step on, the learning rate of the schedule was multiplied by another factor, or there was another schedule. */
export type LearningRateChange = {
	readonly step: number;
	readonly scale: number;
	/** What the run was resumed with. */
	readonly plan?: Pick<PlanChanges, 'learningRate' | 'schedule'>;
};

/** What the events of a run have come to at one moment. Never changed once it is made. */
export type RecordedRun = {
	readonly learningRateChanges: readonly LearningRateChange[];
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
	/** The whole run. */
	readonly curve: readonly CurvePoint[];
	/** The latest steps one by one. */
	readonly recentCurve: readonly CurvePoint[];
	readonly evaluations: readonly ToldEval[];
	readonly baselines: Baselines | undefined;
	/** The latest documents that the model made up, the newest last. */
	readonly samples: readonly ToldSample[];
	/** The other numbers that a program tells which is watched. */
	readonly metrics: readonly Metric[];
	/** The share of copies among them over the run. */
	readonly noveltyShares: readonly NoveltyShare[];
	readonly warnings: readonly WarningEvent[];
	/** What another program did last that was not to be expected, but is nothing to be warned of. */
	readonly news: WarningEvent | undefined;
	readonly finish: ToldFinish | undefined;
};
