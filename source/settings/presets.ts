import type {RandomPlatform} from '../random/create-random.js';
import {type TextShape} from '../data/text-shape.js';
import type {BigramConfig, GptConfig} from '../model/model-config.js';
import {fitToText, usualText} from './auto.js';
import {
	type Configured,
	type LaterName,
	pickPart,
	type SettingValues,
	withDefaults,
} from './setting-values.js';

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
	readonly training: Omit<Configured<'training'>, LaterName> & Partial<Configured<'training'>> & {readonly seed: number};
	/** What the trained model is asked to make up at the end. */
	readonly samples: Configured<'samples'>;
	/** How the reference program tells its progress. */
	readonly lines: LineFormat;
	/** What it is trained on, where that is not the built-in names, and how exactly it is computed; somebody may say otherwise. */
	readonly usual?: Partial<Pick<SettingValues, 'data' | 'documents' | 'validationShare' | 'precision'>>;
	/** What of its settings follows from a text, given what somebody has chosen; the others stand here as they are for the built-in names. */
	readonly fit?: (text: TextShape, chosen: Partial<SettingValues>) => Partial<SettingValues>;
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

/** The neural bigram that the course trains first. */
export const chapter7 = presetOf('bigram', {samples: 0}, {
	name: 'chapter7',
	title: 'neural bigram',
	source: 'Gary Jackson, “Chapter 7: The Training Loop and Adam Optimiser”',
	expected: 'the mean loss of the last 100 steps is 2.4757',
	lines: {stepWidth: 4, hasAverage: false, samplesTitle: 'inference'},
});

/** The GPT with which the course ends: microgpt with a shorter context and a longer training. */
export const chapter11 = presetOf('gpt', {steps: 10_000}, {
	name: 'chapter11',
	title: 'GPT of the course',
	source: 'Gary Jackson, “Chapter 11”',
	expected: 'the mean loss of the last 100 steps is 2.3284',
	lines: {stepWidth: 5, hasAverage: true, samplesTitle: namesTitle},
});

/** The whole GPT in one file. */
export const microgpt = presetOf('gpt', {blockSize: 16, random: 'python'}, {
	name: 'microgpt',
	title: 'GPT',
	source: 'Andrej Karpathy, microgpt.py',
	expected: 'the mean loss of the last 100 steps is 2.4581',
	lines: {stepWidth: 4, hasAverage: false, samplesTitle: namesTitle},
});

/** A model of characters that a processor trains in minutes. */
export const shakespeare: Preset = {
	...presetOf('gpt', {
		nLayer: 4, nEmbd: 128, blockSize: 64, batchSize: 12, steps: 2000, learningRate: 0.001, schedule: 'cosine', warmup: 100, beta1: 0.9, weightDecay: 0.1, gradClip: 1, samples: 1, temperature: 0.8, random: 'python',
	}, {
		name: 'shakespeare',
		title: 'GPT of characters',
		source: 'Andrej Karpathy, nanoGPT on a CPU; here without a final norm',
		expected: 'the validation loss is 1.7992 on 1,000 windows of the last tenth',
		lines: {stepWidth: 4, hasAverage: false, samplesTitle: 'inference'},
	}),
	usual: {
		data: 'tinyshakespeare', documents: 'stream', validationShare: 0.1, precision: 'f32',
	},
};

/** A model for any text. */
export const auto: Preset = {
	...presetOf('gpt', {...fitToText(usualText, {}), temperature: 0.8, random: 'python'}, {
		name: 'auto',
		title: 'GPT that fits the text',
		source: 'measured here on texts of many kinds, see docs/auto.md',
		expected: 'less than microgpt on what is held out',
		lines: {stepWidth: 4, hasAverage: false, samplesTitle: 'inference'},
	}),
	usual: {validationShare: 0.1, precision: 'f32'},
	fit: fitToText,
};

/** The models of the course, in its order: each has a published run that it reproduces. */
export const coursePresets: readonly Preset[] = [chapter7, microgpt, chapter11];

export const presets: readonly Preset[] = [...coursePresets, shakespeare, auto];

/** The preset where nobody names one: that of the course's first run, and what fits where there is a text of one's own. */
export function usualPreset(data: SettingValues['data']): Preset {
	return data === undefined ? chapter7 : auto;
}

/** The preset with these settings that are not the defaults. */
function presetOf(architecture: ModelSizes['architecture'], different: Partial<SettingValues>, about: Pick<Preset, 'name' | 'title' | 'source' | 'expected' | 'lines'>): Preset {
	const values = withDefaults(different);
	// It follows from the steps, which somebody may change.
	const {evalEvery: _, ...training} = pickPart('training', values);
	return {
		...about,
		random: values.random,
		model: sizesOf(architecture, values),
		training: {...training, seed: values.seed},
		samples: pickPart('samples', values),
	};
}

/** The sizes of a model, in the order of the record. */
function sizesOf(architecture: ModelSizes['architecture'], values: SettingValues): ModelSizes {
	const {nLayer, nEmbd, nHead, ...others} = pickPart('model', values);
	return architecture === 'gpt'
		? {
			architecture, nLayer, nEmbd, nHead, ...others,
		}
		: {architecture, nEmbd, ...others};
}

/** What a preset says of the settings. */
export function settingsOfPreset({model, training, samples, random, usual}: Preset): Partial<SettingValues> {
	const {architecture: _, ...sizes} = model;
	return {
		...sizes, ...training, samples: samples.count, temperature: samples.temperature, random, ...usual,
	};
}
