import {type DataAdvice} from '../data/advice.js';
import {type Baselines} from '../data/baselines.js';
import {type TrainingPrecision} from '../model/engine.js';
import {type ModelConfig} from '../model/model-config.js';
import {type TrainingConfig} from '../settings/training-config.js';
import {type PlanChanges} from '../settings/training-plan.js';
import {type TakenDocuments} from './batches.js';
import {type RunningMeanState} from './running-mean.js';

/** The data of a run in figures. */
export type DatasetFacts = {
	readonly name: string;
	readonly mode: 'lines' | 'stream';
	/** Of a stream, that each window of the training begins at a random place; then `documentCount` is that of windows side by side. */
	readonly windows?: 'random';
	readonly documentCount: number;
	readonly validationDocumentCount: number;
	/** Documents of which the model sees only the beginning. */
	readonly truncatedDocumentCount: number;
	/** How they might better be taken; undefined if there is nothing to say. */
	readonly advice?: DataAdvice;
	/** Every character of the documents, in the order of their token ids. */
	readonly characters: string;
};

/** The first event of every run: what is trained on what. */
export type StartEvent = {
	readonly type: 'start';
	readonly preset: string;
	readonly seed: number;
	readonly model: ModelConfig;
	readonly training: TrainingConfig;
	readonly dataset: DatasetFacts;
	readonly parameterCount: number;
	readonly engine: string;
	readonly precision: TrainingPrecision;
	/** The file of weights with which it began; undefined: they were drawn. */
	readonly initFrom?: string;
	/** The standard deviation with which they were all drawn; undefined: 0.08, as in the references, or by size. */
	readonly initStd?: number;
	/** That each matrix was drawn as suits its size, unless `initStd` says another way. */
	readonly initialSpread?: 'bySize';
	readonly versions: {readonly 'microgpt-tui': string; readonly node: string};
	/** Where it has left another run; undefined if it began at step 0 by itself. */
	readonly parent?: ForkPoint;
};

/** Where a run has left another one: the steps up to there are those of the other. */
export type ForkPoint = TakenDocuments & {
	/** The other by the name of its folder; undefined if it is not saved. */
	readonly run?: string;
	/** Undefined at step 0. */
	readonly lastStep?: StepEvent;
	/** Positions that the steps up to there have learnt from; undefined in runs of versions that did not note it. */
	readonly tokens?: number;
	/** The running mean of the losses up to there; undefined where it is not known. */
	readonly average?: RunningMeanState;
};

/** One update of the parameters. */
export type StepEvent = {
	readonly type: 'step';
	/** Completed updates, counted from 1. */
	readonly step: number;
	/** The mean loss over all positions of the step's batch before the update, in nats a token. */
	readonly loss: number;
	/** The learning rate of this update. */
	readonly learningRate: number;
	/** Positions that the step learnt from. */
	readonly tokenCount: number;
	/** The Euclidean norm of all gradients together. */
	readonly gradientNorm: number;
	/** Time spent on training steps since the start; pauses, pacing and evaluation do not count. */
	readonly elapsedMs: number;
};

/**
Many updates in one line, where a line for each would be too many: the figures of a step are those of
the last one, but for `tokenCount`, which is that of all of them.
*/
export type IntervalEvent = Omit<StepEvent, 'type'> & {
	readonly type: 'interval';
	readonly firstStep: number;
	/** Of the losses of all these steps. */
	readonly meanLoss: number;
	readonly minimumLoss: number;
	/** The first step that had it. */
	readonly minimumStep: number;
	readonly maximumLoss: number;
	/** The running mean of the losses at the last step, as in the dashboard. */
	readonly runningMean?: number;
};

/** The losses on documents of both parts of the split. */
export type EvalEvent = {
	readonly type: 'eval';
	readonly step: number;
	readonly trainLoss: number;
	readonly validationLoss: number;
};

/** Whether a sample is one of the training documents, one of those held out, or none of the data. */
export type Novelty = 'copied' | 'held-out' | 'new';

/** A document that the model made up. */
export type SampleEvent = {
	readonly type: 'sample';
	readonly step: number;
	/** The place among the samples at the end of the run, from 1; those before the end have none. */
	readonly ordinal?: number;
	readonly text: string;
	readonly temperature: number;
	/** The beginning that was given to the model, without what it does not know; none is left out. */
	readonly prefix?: string;
	readonly novelty: Novelty;
};

/**
What a run is at between two steps, while it takes longer than a tenth of a second. It is no part of the
record: how many of these there are depends on the machine.
*/
export type ActivityEvent = {
	readonly type: 'activity';
	/** The last step. */
	readonly step: number;
	readonly activity: 'evaluating' | 'sampling';
	/** How much of it is done, in documents measured or tokens made up. */
	readonly done: number;
	/** How much there is to do; of a sample, at most. */
	readonly total: number;
};

/** Something that a person changed while the run went on, or when it was resumed: of the plan, what is other from then on. */
export type ControlEvent = {
	readonly type: 'control';
	/** The first step that it applies to. */
	readonly step: number;
	readonly learningRateScale: number;
	/** The temperature of the samples during training, and how they begin; left out while nobody has changed them. */
	readonly temperature?: number;
	readonly prefix?: string;
} & PlanChanges;

/** What models that only count would lose on this data. */
export type BaselinesEvent = Baselines & {readonly type: 'baselines'};

/** The state of a run has been saved. */
export type CheckpointEvent = {
	readonly type: 'checkpoint';
	/** The last step in it. */
	readonly step: number;
	readonly path: string;
};

export type WarningEvent = {
	readonly type: 'warning';
	readonly step: number;
	/** The last three are of runs of other programs: nothing is wrong, but it was not to be expected. */
	readonly code: 'diverged' | 'unsaved' | 'malformed' | 'recovered' | 'restarted' | 'rewound';
	readonly message: string;
};

/** Stopped is what a person has ended, or a signal; stopped early, what has not got better for long enough. */
export type FinishReason = 'completed' | 'stopped' | 'stopped early' | 'diverged' | 'failed';

/** The last event of every run. */
export type FinishEvent = {
	readonly type: 'finish';
	readonly reason: FinishReason;
	readonly totals: {
		readonly steps: number;
		readonly tokens: number;
		/** As in the step events. */
		readonly elapsedMs: number;
	};
};

/**
What a run tells the world, in order: one `start`, then the others, one `finish`. Serialised one
a line, these are the JSON lines of `--json`.
*/
export type TrainingEvent =
	| StartEvent | StepEvent | IntervalEvent | EvalEvent | SampleEvent | ControlEvent
	| BaselinesEvent | CheckpointEvent | ActivityEvent | WarningEvent | FinishEvent;
