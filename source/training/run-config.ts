import {ConfigError} from '../errors.js';
import {type DatasetSource} from '../data/dataset.js';
import {
	type EngineName,
	engineNames,
	type Precision,
	precisions,
} from '../model/engine.js';
import {type ModelSizes, type Preset} from '../settings/presets.js';
import {type RandomPlatform} from '../random/create-random.js';
import {type Schedule, schedules, type TrainingConfig} from './training-config.js';

/** All that decides a run: the same configuration on the same data gives the same numbers. */
export type RunConfig = {
	readonly preset: string;
	readonly dataset: DatasetSource;
	/** Read a data file above the size that asks for a confirmation. */
	readonly isLargeFileConfirmed: boolean;
	readonly model: ModelSizes;
	readonly random: RandomPlatform;
	readonly samples: Preset['samples'];
	readonly seed: number;
	/** A safetensors file with the parameters to begin with; without it, they are drawn at random. */
	readonly initFrom?: string;
	readonly training: TrainingConfig;
	readonly engine: EngineName;
	readonly precision: Precision;
};

/** What may differ from the preset. */
export type RunOptions = {
	/** A text file or a folder with some, or several of these. */
	readonly data?: string | readonly string[] | undefined;
	readonly documents?: DatasetSource['documents'] | undefined;
	readonly isLargeFileConfirmed?: boolean | undefined;
	readonly steps?: number | undefined;
	readonly batchSize?: number | undefined;
	readonly learningRate?: number | undefined;
	readonly schedule?: Schedule | undefined;
	readonly warmup?: number | undefined;
	readonly beta1?: number | undefined;
	readonly beta2?: number | undefined;
	readonly weightDecay?: number | undefined;
	readonly gradClip?: number | undefined;
	readonly seed?: number | undefined;
	readonly initFrom?: string | undefined;
	readonly nEmbd?: number | undefined;
	readonly blockSize?: number | undefined;
	/** For a GPT only. */
	readonly nLayer?: number | undefined;
	/** For a GPT only. */
	readonly nHead?: number | undefined;
	readonly samples?: number | undefined;
	readonly temperature?: number | undefined;
	readonly validationShare?: number | undefined;
	readonly evalEvery?: number | undefined;
	readonly evalDocuments?: number | undefined;
	readonly engine?: EngineName | undefined;
	readonly precision?: Precision | undefined;
};

const defaultEngine: EngineName = 'tensor';
/** That of the references. */
const defaultPrecision: Precision = 'f64';

/** How often a run is evaluated where nothing else is said. */
const evaluationsPerRun = 10;
/** Enough for a mean with a standard error of about 0.015 nats; more would only hold the training up. */
export const defaultEvalDocuments = 1000;
/** In a short run evaluation would otherwise take longer than the training. */
const leastStepsBetween = 10;

/**
The configuration of a preset with some settings changed.

@throws ConfigError for settings that do not go together, or counts that are none.
*/
export function createRunConfig({model, training, name, random, samples}: Preset, options: RunOptions = {}): RunConfig {
	const config: RunConfig = {
		preset: name,
		dataset: {
			...(options.data !== undefined && {path: options.data}),
			documents: options.documents ?? (options.data === undefined ? 'lines' : 'auto'),
			validationShare: options.validationShare ?? 0,
			blockSize: options.blockSize ?? model.blockSize,
		},
		isLargeFileConfirmed: options.isLargeFileConfirmed ?? false,
		model: resize(model, options),
		random,
		samples: {count: options.samples ?? samples.count, temperature: options.temperature ?? samples.temperature},
		seed: options.seed ?? training.seed,
		...(options.initFrom !== undefined && {initFrom: options.initFrom}),
		training: changeTraining(training, options),
		engine: options.engine ?? defaultEngine,
		precision: options.precision ?? defaultPrecision,
	};
	checkRunConfig(config);
	return config;
}

/**
Refuses settings of which no run can be made.

@throws ConfigError which says what is wrong.
*/
export function checkRunConfig(config: RunConfig): void {
	checkSettings(config);
	checkCombinations(config);
}

/** The command line has checked what it was given; other programs may ask for anything. */
function checkSettings({model, training, samples, dataset, engine, precision}: RunConfig) {
	const {steps, batchSize, evalEvery, evalDocuments, warmup, learningRate, beta1, beta2, weightDecay, gradClip, schedule} = training;
	const {nEmbd, blockSize} = model;
	const gptCounts = model.architecture === 'gpt' && {nLayer: model.nLayer, nHead: model.nHead};
	const counts = {
		nEmbd, blockSize, steps, batchSize, evalEvery, ...gptCounts,
	};
	const isCount = (value: number) => Number.isSafeInteger(value) && value >= 1;
	const isShare = (value: number) => value >= 0 && value < 1;
	const isPositive = (value: number) => value > 0 && Number.isFinite(value);
	for (const [name, value] of Object.entries(counts)) {
		checkSetting(name, value, isCount(value), 'a whole number from 1');
	}

	for (const [name, value] of Object.entries({warmup, samples: samples.count, evalDocuments})) {
		checkSetting(name, value, value === 0 || isCount(value), 'a whole number from 0');
	}

	for (const [name, value] of Object.entries({beta1, beta2, validationShare: dataset.validationShare})) {
		checkSetting(name, value, isShare(value), 'a number from 0 to below 1');
	}

	for (const [name, value] of Object.entries({learningRate, temperature: samples.temperature})) {
		checkSetting(name, value, isPositive(value), 'a number above 0');
	}

	for (const [name, value] of Object.entries({weightDecay, gradClip})) {
		checkSetting(name, value, value === 0 || isPositive(value), 'a number from 0');
	}

	checkSetting('schedule', schedule, schedules.includes(schedule), `one of ${schedules.join(', ')}`);
	checkSetting('engine', engine, engineNames.includes(engine), `one of ${engineNames.join(', ')}`);
	checkSetting('precision', precision, precisions.includes(precision), `one of ${precisions.join(', ')}`);
	checkSetting('documents', dataset.documents, ['lines', 'stream', 'auto'].includes(dataset.documents), 'one of lines, stream');
}

/**
Refuses a setting by its name in code.

@throws ConfigError if it is not allowed.
*/
export function checkSetting(name: string, value: unknown, isAllowed: boolean, expected: string) {
	if (!isAllowed) {
		throw new ConfigError(`Expected ${name} to be ${expected}, got ${String(value)}.`);
	}
}

function checkCombinations({model, training: {steps, warmup}, engine, precision}: RunConfig) {
	if (model.architecture === 'gpt' && model.nEmbd % model.nHead !== 0) {
		const nearest = Math.ceil(model.nEmbd / model.nHead) * model.nHead;
		throw new ConfigError(`Expected --n-embd to be a multiple of --n-head, got ${model.nEmbd} and ${model.nHead}. Try --n-embd ${nearest}.`);
	}

	if (warmup >= steps) {
		throw new ConfigError(`Expected --warmup to be less than --steps, got ${warmup} and ${steps}. Try --warmup ${Math.floor(steps / 10)}.`);
	}

	if (engine === 'scalar' && precision !== 'f64') {
		throw new ConfigError(`Expected --precision f64 with the scalar engine, got ${precision}. Leave it out, or add --engine tensor.`);
	}
}

function resize(model: ModelSizes, {nEmbd = model.nEmbd, blockSize = model.blockSize, nLayer, nHead}: RunOptions): ModelSizes {
	return model.architecture === 'gpt'
		? {
			...model, nEmbd, blockSize, nLayer: nLayer ?? model.nLayer, nHead: nHead ?? model.nHead,
		}
		: {...model, nEmbd, blockSize};
}

function changeTraining(training: Preset['training'], options: RunOptions): TrainingConfig {
	const steps = options.steps ?? training.steps;
	return {
		steps,
		batchSize: options.batchSize ?? training.batchSize,
		learningRate: options.learningRate ?? training.learningRate,
		schedule: options.schedule ?? training.schedule,
		warmup: options.warmup ?? training.warmup,
		beta1: options.beta1 ?? training.beta1,
		beta2: options.beta2 ?? training.beta2,
		epsilon: training.epsilon,
		weightDecay: options.weightDecay ?? training.weightDecay,
		gradClip: options.gradClip ?? training.gradClip,
		evalEvery: options.evalEvery ?? Math.min(steps, Math.max(leastStepsBetween, Math.round(steps / evaluationsPerRun))),
		evalDocuments: options.evalDocuments ?? defaultEvalDocuments,
	};
}
