import {type RandomPlatform} from '../random/create-random.js';
import {type BigramConfig, type GptConfig} from '../model/model-config.js';

/** A model before it is known how many tokens its data has. */
export type ModelSizes = Omit<BigramConfig, 'vocabSize'> | Omit<GptConfig, 'vocabSize'>;

/** A published model with the settings that reproduce its run. */
export type Preset = {
	readonly name: string;
	readonly title: string;
	/** Where the model was published. */
	readonly source: string;
	/** What the run comes to when nothing is changed. */
	readonly expected: string;
	/** The platform of the reference program, whose random numbers the run needs. */
	readonly random: RandomPlatform;
	readonly model: ModelSizes;
	readonly training: {
		readonly steps: number;
		readonly batchSize: number;
		readonly learningRate: number;
		readonly schedule: 'linear';
		readonly warmup: number;
		readonly beta1: number;
		readonly beta2: number;
		readonly epsilon: number;
		readonly weightDecay: number;
		readonly gradClip: number;
		readonly seed: number;
	};
	/** What the trained model is asked to make up at the end. */
	readonly samples: {readonly count: number; readonly temperature: number};
	/** How the reference program tells its progress. */
	readonly lines: LineFormat;
};

export type LineFormat = {
	/** The columns that the number of a step takes at least. */
	readonly stepWidth: number;
	/** Beside each loss the running average, and every 1,000 steps a milestone that compares it. */
	readonly hasAverage: boolean;
	/** What stands above the samples at the end. */
	readonly samplesTitle: string;
};

const namesTitle = 'inference (new, hallucinated names)';

/** What all references have in common. */
const training = {
	batchSize: 1,
	learningRate: 0.01,
	schedule: 'linear',
	warmup: 0,
	beta1: 0.85,
	beta2: 0.99,
	epsilon: 1e-8,
	weightDecay: 0,
	gradClip: 0,
	seed: 42,
} as const;

/** The neural bigram that the course trains first. */
export const chapter7: Preset = {
	name: 'chapter7',
	title: 'neural bigram',
	source: 'Gary Jackson, “Chapter 7: The Training Loop and Adam Optimiser”',
	expected: 'the mean loss of the last 100 steps is 2.4757',
	random: 'dotnet',
	model: {architecture: 'bigram', nEmbd: 16, blockSize: 8},
	training: {...training, steps: 1000},
	samples: {count: 0, temperature: 0.5},
	lines: {stepWidth: 4, hasAverage: false, samplesTitle: 'inference'},
};

/** The GPT with which the course ends: microgpt with a shorter context and a longer training. */
export const chapter11: Preset = {
	name: 'chapter11',
	title: 'GPT of the course',
	source: 'Gary Jackson, “Chapter 11”',
	expected: 'the mean loss of the last 100 steps is 2.3284',
	random: 'dotnet',
	model: {
		architecture: 'gpt', nLayer: 1, nEmbd: 16, nHead: 4, blockSize: 8,
	},
	training: {...training, steps: 10_000},
	samples: {count: 20, temperature: 0.5},
	lines: {stepWidth: 5, hasAverage: true, samplesTitle: namesTitle},
};

/** The whole GPT in one file. */
export const microgpt: Preset = {
	name: 'microgpt',
	title: 'GPT',
	source: 'Andrej Karpathy, microgpt.py',
	expected: 'the mean loss of the last 100 steps is 2.4581',
	random: 'python',
	model: {
		architecture: 'gpt', nLayer: 1, nEmbd: 16, nHead: 4, blockSize: 16,
	},
	training: {...training, steps: 1000},
	samples: {count: 20, temperature: 0.5},
	lines: {stepWidth: 4, hasAverage: false, samplesTitle: namesTitle},
};

/** Every preset, in the order of the course. */
export const presets: readonly Preset[] = [chapter7, microgpt, chapter11];
