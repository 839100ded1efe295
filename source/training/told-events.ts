import {type GptConfig, type ModelConfig} from '../model/model-config.js';
import {fieldOf, settingOf, settingsIn} from '../settings/setting-values.js';
import {type TrainingConfig} from '../settings/training-config.js';
import {
	type ActivityEvent,
	type BaselinesEvent,
	type CheckpointEvent,
	type ControlEvent,
	type DatasetFacts,
	type EvalEvent,
	type FinishEvent,
	type IntervalEvent,
	type SampleEvent,
	type StartEvent,
	type StepEvent,
	type WarningEvent,
} from './events.js';

/*
What any run tells. One of this program tells all; of one that another program trains, what it does not
tell is left out, so that nothing takes it for 0.
*/

type UnlessTold<Event, Key extends keyof Event> = Omit<Event, Key> & Partial<Pick<Event, Key>>;

/** What is known of a model. */
export type ToldModel = Partial<Omit<GptConfig, 'architecture'>> & {readonly architecture?: ModelConfig['architecture']};

/** What is trained on what, as far as it is known. */
export type ToldStart = Pick<StartEvent, 'type' | 'preset'> & Partial<Pick<StartEvent, 'seed' | 'parameterCount' | 'engine' | 'precision' | 'initFrom' | 'initStd' | 'initialSpread' | 'parent'>> & {
	/** What `step` counts in the events of a program that does not tell its steps: its epochs, or the lines that tell a loss. Left out, it is steps. */
	readonly counts?: 'epochs' | 'lines';
	readonly model: ToldModel;
	readonly training: Partial<TrainingConfig>;
	readonly dataset: Partial<DatasetFacts>;
	readonly versions: Partial<StartEvent['versions']>;
};

type StepFigure = 'learningRate' | 'tokenCount' | 'gradientNorm' | 'elapsedMs';

/** How long a step takes, as another program says it. */
export type StepTime = {readonly value: number; readonly unit: 'ms' | 's' | 'us'};

/** What only another program tells of a step. */
type ToldSpeeds = {readonly tokensPerSecond?: number; readonly stepTime?: StepTime};

/** One update. Its loss is not finite where another program's is not: that run has diverged, and may go on all the same. */
export type ToldStep = UnlessTold<StepEvent, StepFigure> & ToldSpeeds;

export type ToldInterval = UnlessTold<IntervalEvent, StepFigure> & ToldSpeeds;

export type ToldEval = UnlessTold<EvalEvent, 'trainLoss'>;

/** Further numbers that another program tells, by the names that it gives them. */
export type MetricsEvent = {
	readonly type: 'metrics';
	readonly step: number;
	readonly values: Readonly<Record<string, number>>;
};

export type ToldSample = UnlessTold<SampleEvent, 'temperature' | 'novelty'>;

export type ToldFinish = Omit<FinishEvent, 'totals'> & {readonly totals: UnlessTold<FinishEvent['totals'], 'tokens' | 'elapsedMs'>};

/** An event of any run; every `TrainingEvent` is one. */
export type ToldEvent =
	| ToldStart | ToldStep | ToldInterval | ToldEval | MetricsEvent | ToldSample | ControlEvent
	| BaselinesEvent | CheckpointEvent | ActivityEvent | WarningEvent | ToldFinish;

/** Whether all is known that makes a model. */
export function isWholeModel(model: ToldModel): model is ModelConfig {
	const {architecture, vocabSize, nEmbd, blockSize, nLayer, nHead} = model;
	const gptSizes = architecture === 'gpt' ? [nLayer, nHead] : [];
	return ![architecture, vocabSize, nEmbd, blockSize, ...gptSizes].includes(undefined);
}

/** Whether all is known that decides how it is trained. */
export function isWholeTraining(training: Partial<TrainingConfig>): training is TrainingConfig {
	return settingsIn('training').every(name => settingOf(name).default === undefined || training[fieldOf(name) as keyof TrainingConfig] !== undefined);
}

/** Whether its documents end where the model can learn it: windows that begin at random places have no ends. */
export function hasEnds({windows}: Pick<DatasetFacts, 'windows'>): boolean {
	return windows === undefined;
}
