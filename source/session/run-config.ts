import {type DatasetSource} from '../data/dataset.js';
import {type EngineName, type Precision} from '../model/engine.js';
import {type ModelSizes, type Preset} from '../model/presets.js';
import {type RandomPlatform} from '../random/create-random.js';
import {type Schedule, type TrainingConfig} from '../training/training-config.js';

/** All that decides a run: the same configuration on the same data gives the same numbers. */
export type RunConfig = {
	readonly preset: string;
	readonly dataset: DatasetSource;
	/** Read a data file above the size that asks for a confirmation. */
	readonly isLargeFileConfirmed: boolean;
	readonly model: ModelSizes;
	readonly engine: EngineName;
	readonly precision: Precision;
	readonly random: RandomPlatform;
	readonly samples: Preset['samples'];
	readonly seed: number;
	readonly training: TrainingConfig;
};

/** What may differ from the preset. */
export type RunOptions = {
	readonly data?: string | undefined;
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
	readonly nEmbd?: number | undefined;
	readonly blockSize?: number | undefined;
	/** For a GPT only. */
	readonly nLayer?: number | undefined;
	/** For a GPT only. */
	readonly nHead?: number | undefined;
	readonly engine?: EngineName | undefined;
	readonly precision?: Precision | undefined;
	readonly samples?: number | undefined;
	readonly temperature?: number | undefined;
	readonly validationShare?: number | undefined;
	readonly evalEvery?: number | undefined;
};

/** How often a run is evaluated where nothing else is said. */
const evaluationsPerRun = 10;
/** In a short run evaluation would otherwise take longer than the training. */
const leastStepsBetween = 10;

/** The configuration of a preset with some settings changed. */
export function createRunConfig({model, training, name, random, samples}: Preset, options: RunOptions = {}): RunConfig {
	return {
		preset: name,
		dataset: {
			...(options.data !== undefined && {path: options.data}),
			documents: options.documents ?? 'lines',
			validationShare: options.validationShare ?? 0,
			blockSize: options.blockSize ?? model.blockSize,
		},
		isLargeFileConfirmed: options.isLargeFileConfirmed ?? false,
		model: resize(model, options),
		engine: options.engine ?? 'tensor',
		precision: options.precision ?? 'f64',
		random,
		samples: {count: options.samples ?? samples.count, temperature: options.temperature ?? samples.temperature},
		seed: options.seed ?? training.seed,
		training: chooseTraining(training, options),
	};
}

function chooseTraining({seed, ...training}: Preset['training'], options: RunOptions): TrainingConfig {
	const given = Object.keys(training).map(key => [key, options[key as keyof RunOptions]] as const);
	const changed = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Partial<TrainingConfig>;
	const {steps} = {...training, ...changed};
	return {
		...training,
		...changed,
		evalEvery: options.evalEvery ?? Math.min(steps, Math.max(leastStepsBetween, Math.round(steps / evaluationsPerRun))),
	};
}

function resize(model: ModelSizes, {nEmbd = model.nEmbd, blockSize = model.blockSize, nLayer, nHead}: RunOptions): ModelSizes {
	return model.architecture === 'gpt'
		? {
			...model, nEmbd, blockSize, nLayer: nLayer ?? model.nLayer, nHead: nHead ?? model.nHead,
		}
		: {...model, nEmbd, blockSize};
}
