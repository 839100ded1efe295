import {type Baselines} from '../data/baselines.js';
import {
	type EvalEvent,
	type FinishEvent,
	type SampleEvent,
	type StartEvent,
	type StepEvent,
	type WarningEvent,
} from '../training/events.js';
import {type BestLoss, type CurvePoint} from './loss-history.js';
import {type Speed} from './pacer.js';

export type SessionStatus = 'idle' | 'running' | 'paused' | 'finished' | 'failed';

/** All that a view needs to know of a run at one moment. Never changed once it is made. */
export type Snapshot = {
	readonly status: SessionStatus;
	readonly speed: Speed;
	readonly learningRateScale: number;
	/** The learning rate of the last step, or of the next one if a person has changed it since. */
	readonly learningRate: number | undefined;
	readonly start: StartEvent | undefined;
	readonly lastStep: StepEvent | undefined;
	readonly runningMean: number | undefined;
	/** The plain mean of the last 100 losses. */
	readonly meanOfLast100: number | undefined;
	readonly best: BestLoss | undefined;
	/** The speed of the engine alone, whatever the pace. */
	readonly stepsPerSecond: number | undefined;
	readonly tokensPerSecond: number | undefined;
	/** Time since the start without pauses. */
	readonly elapsedMs: number;
	/** Time to the end at the current pace; undefined while it cannot be told. */
	readonly remainingMs: number | undefined;
	readonly curve: readonly CurvePoint[];
	readonly evaluations: readonly EvalEvent[];
	readonly baselines: Baselines | undefined;
	/** The latest documents that the model made up, the newest last. */
	readonly samples: readonly SampleEvent[];
	readonly warnings: readonly WarningEvent[];
	readonly finish: FinishEvent | undefined;
};
