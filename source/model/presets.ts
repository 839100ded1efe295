import {type RandomPlatform} from '../random/create-random.js';
import {type BigramConfig, type GptConfig} from './model-config.js';

/** A model before it is known how many tokens its data has. */
export type ModelSizes = Omit<BigramConfig, 'vocabSize'> | Omit<GptConfig, 'vocabSize'>;

/** A published model with the settings that reproduce its run. */
export type Preset = {
	readonly name: string;
	readonly title: string;
	/** Where the model was published. */
	readonly source: string;
	/** What a run on the built-in names gives. */
	readonly expected: string;
	/** What the reference program prints of a step: the loss, or its running average too. */
	readonly lines: 'average' | 'loss';
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
};

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
	expected: 'a loss from 3.28 to a mean of 2.48 over the last 100 steps',
	lines: 'loss',
	random: 'dotnet',
	model: {architecture: 'bigram', nEmbd: 16, blockSize: 8},
	training: {...training, steps: 1000},
	samples: {count: 0, temperature: 0.5},
};

/** The course's full model: microgpt with a shorter context and a longer training. */
export const chapter11: Preset = {
	name: 'chapter11',
	title: 'GPT of the course',
	source: 'Gary Jackson, “Chapter 11” (a reconstruction)',
	expected: 'a loss from 3.20 to a mean of 2.33 over the last 100 steps',
	lines: 'average',
	random: 'dotnet',
	model: {
		architecture: 'gpt', nLayer: 1, nEmbd: 16, nHead: 4, blockSize: 8,
	},
	training: {...training, steps: 10_000},
	samples: {count: 20, temperature: 0.5},
};

/** The whole GPT in one file. */
export const microgpt: Preset = {
	name: 'microgpt',
	title: 'GPT',
	source: 'Andrej Karpathy, microgpt.py',
	expected: 'a loss from 3.39 to a mean of 2.46 over the last 100 steps',
	lines: 'loss',
	random: 'python',
	model: {
		architecture: 'gpt', nLayer: 1, nEmbd: 16, nHead: 4, blockSize: 16,
	},
	training: {...training, steps: 1000},
	samples: {count: 20, temperature: 0.5},
};

/** Every preset, in the order of the course. */
export const presets: readonly Preset[] = [chapter7, chapter11, microgpt];
