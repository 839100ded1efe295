import {engineNames, trainingPrecisions} from '../model/engine.js';
import {activations, positionKinds} from '../model/model-config.js';
import {type OptimizerName, optimizerNames} from '../model/optimizers.js';
import {isSizeFelt} from '../model/parameters.js';
import {real, whole} from './ranges.js';
import type {Setting} from './setting.js';

/** Enough for a mean with a standard error of about 0.015 nats; more would only hold the training up. */
const evalDocuments = 1000;
/** How often a run is evaluated where nothing else is said. */
export const evaluationsPerRun = 10;
/** In a short run evaluation would otherwise take longer than the training. */
const leastStepsBetween = 10;

/** Where nobody says another, the highest learning rate: a third or less of where the references begin to diverge. */
export const usualLearningRates: Readonly<Record<OptimizerName, number>> = {
	adam: 0.01, rmsprop: 0.01, momentum: 0.3, sgd: 0.3,
};

/** The same for all runs, so that what one has held out is held out in the next. */
const usualSplitSeed = 42;

/** A division by less makes infinities of logits. */
export const temperatures = real(0.001, 100);

const share = real(0, 1, {isBelowMaximum: true});
const aboveZero = real(0, Infinity, {isAboveMinimum: true});

/**
The settings of a run, those first that one most often changes. In code each is called as its key is.

The configuration and the record keep this order within each part.
*/
export const settings = {
	/** A text file or a folder with some, or several of these; without it, the built-in names. */
	data: {
		part: 'dataset', field: 'path', group: 'data', isPath: true, isSeveral: true,
		help: 'text files or folders, - for stdin, or a dataset by name',
	},
	/** How the text becomes documents; of a text of one's own, as suits it. */
	documents: {
		part: 'dataset', group: 'documents', choices: ['lines', 'stream'], undecided: 'auto', default: ({data}) => data === undefined ? 'lines' : 'auto',
		value: 'KIND', help: 'lines (default), or stream: windows of one text', label: 'documents',
	},
	/** Of a stream, that its windows begin at random places; runs of earlier versions cut the text into windows that they shuffled. */
	windows: {
		part: 'dataset', group: 'documents', isFixed: true, choices: ['random'], suited: ({documents}) => documents === 'lines' ? undefined : 'random',
	},
	/** Read a data file above the size that asks for a confirmation. */
	isLargeFileConfirmed: {
		part: 'run', group: 'documents', flag: 'yes', isSwitch: true, default: false,
	},
	/** The share of documents held out for validation. */
	validationShare: {
		part: 'dataset', group: 'validation', flag: 'valSplit', range: share, typed: real(0, 0.9), default: 0,
		help: 'share of documents held out for validation', label: 'held out',
	},
	/** Decides which documents are held out, whatever the seed of the run is, so that runs can be compared. */
	splitSeed: {
		part: 'dataset', group: 'validation', typed: whole(0, 2_147_483_647), needs: 'validationShare', suited: ({validationShare}) => validationShare > 0 ? usualSplitSeed : undefined,
		help: `seed of the choice of what is held out (${usualSplitSeed})`, label: 'held out by seed',
	},
	/** Each platform has seeds of its own, and checks them. */
	seed: {
		part: 'run', group: 'draws', typed: whole(-2_147_483_648, 2_147_483_647), default: 42,
		help: 'seed of the random draws', label: 'seed',
	},
	/** The number of updates. */
	steps: {
		part: 'training', group: 'training', range: whole(1), typed: whole(1, 1e9), default: 1000,
		help: 'number of updates', label: 'steps',
	},
	/** The number of documents that a step learns from. */
	batchSize: {
		part: 'training', group: 'training', range: whole(1), typed: whole(1, 65_536), default: 1,
		help: 'documents that a step learns from', label: 'batch size',
	},
	/** The highest learning rate: that of the first step, or of the end of the warm-up. */
	learningRate: {
		part: 'training', group: 'training', range: aboveZero, typed: real(0, 1000, {isAboveMinimum: true}), default: usualLearningRates.adam,
		help: 'the highest learning rate', helpCases: `momentum, sgd: ${usualLearningRates.sgd}`, label: 'learning rate',
	},
	/** How the learning rate goes on after the warm-up: in a straight line or half a cosine to 0, or not at all. */
	schedule: {
		part: 'training', group: 'training', choices: ['linear', 'cosine', 'constant'], default: 'linear',
		value: 'S', help: 'its fall: linear to 0 (default), cosine to 0, constant', label: 'schedule',
	},
	/** The number of steps in which the learning rate rises from next to 0 to its highest. */
	warmup: {
		part: 'training', group: 'training', range: whole(0), typed: whole(0, 1e9), default: 0,
		help: 'steps in which it rises first', label: 'warm-up',
	},
	/** The step after which warm-up and schedule begin, where they were chosen when a run was resumed; without it, the first. */
	scheduleFrom: {
		part: 'training', group: 'training', isFixed: true, range: whole(0), label: 'schedule after',
	},
	nLayer: {
		part: 'model', group: 'model', architecture: 'gpt', range: whole(1), typed: whole(1, 1000), default: 1,
		help: 'layers of a GPT', label: 'layers', figure: 'Layers',
	},
	nHead: {
		part: 'model', group: 'model', architecture: 'gpt', range: whole(1), typed: whole(1, 65_536), default: 4,
		help: 'attention heads of a GPT', label: 'heads', figure: 'Attention heads',
	},
	nEmbd: {
		part: 'model', group: 'model', range: whole(1), typed: whole(1, 65_536), default: 16,
		help: 'width of the embeddings', label: 'embedding', figure: 'Embedding',
	},
	blockSize: {
		part: 'model', group: 'model', range: whole(1), typed: whole(1, 65_536), default: 8,
		help: 'context: positions that the model sees', label: 'context', figure: 'Context', unit: ' tokens',
	},
	/** How a token tells where it stands. */
	positions: {
		part: 'model', group: 'model', architecture: 'gpt', choices: positionKinds, unsaid: 'learned',
		value: 'KIND', help: 'how positions are told: learned (default), rotary', label: 'positions', figure: 'Positions',
	},
	/** What stands between the two matrices of the MLP. */
	activation: {
		part: 'model', group: 'model', architecture: 'gpt', choices: activations, unsaid: 'relu',
		value: 'NAME', help: 'of the MLP: relu (default), squared-relu', label: 'activation', figure: 'Activation',
	},
	/** The share of activations that each step of the training leaves out; left open, none. */
	dropout: {
		part: 'model', group: 'model', architecture: 'gpt', range: share, typed: real(0, 0.9), unsaid: 0,
		help: 'share of activations that each step leaves out (0)', label: 'dropout', figure: 'Dropout',
	},
	/** What is taken out of the model, to see what it is good for. */
	without: {
		part: 'model', group: 'model', isAblations: true,
		value: 'LIST', help: 'leave out: residual, norm, position, head:0.2, layer:1', label: 'without', figure: 'Without',
	},
	/** Adam, or what is left of it without momentum, without rates of their own for the parameters, or without both. */
	optimizer: {
		part: 'training', group: 'training', choices: optimizerNames, default: 'adam', isLater: true,
		value: 'NAME', help: 'adam (default), rmsprop, momentum or sgd', label: 'optimizer',
	},
	beta1: {
		part: 'training', group: 'training', range: share, default: 0.85, optimizers: ['adam', 'momentum'],
		help: 'momentum: how much of the mean gradient is kept', label: 'beta 1',
	},
	beta2: {
		part: 'training', group: 'training', range: share, default: 0.99, optimizers: ['adam', 'rmsprop'],
		help: 'how much of the mean squared gradient is kept', label: 'beta 2',
	},
	/** Keeps the divisor above zero. */
	epsilon: {
		part: 'training', group: 'training', range: real(0), typed: real(0, 1), default: 1e-8, optimizers: ['adam', 'rmsprop'],
		help: 'added to the root of the mean squared gradient', label: 'epsilon',
	},
	/** The running means of the gradients begin at 0; this undoes that pull. */
	hasBiasCorrection: {
		part: 'training', group: 'training', flag: 'noBiasCorrection', isSwitch: true, default: true, isLater: true, optimizers: ['adam', 'rmsprop', 'momentum'],
		label: 'bias correction',
	},
	/** The share of itself that each parameter loses in a step, times the learning rate. */
	weightDecay: {
		part: 'training', group: 'training', range: real(0), typed: real(0, 10), default: 0,
		help: 'decoupled weight decay, as in AdamW', label: 'weight decay', figure: 'Weight decay',
	},
	/** Gradients with a larger norm are scaled down to it; 0: never. */
	gradClip: {
		part: 'training', group: 'training', range: real(0), typed: real(0, 1e6), default: 0,
		help: 'the largest norm of the gradient; 0 is no limit', label: 'gradient clip', zero: '-', figure: 'Gradient clipping',
	},
	/** The number of steps between two evaluations on the validation documents. */
	evalEvery: {
		part: 'training', group: 'validation', range: whole(1), typed: whole(1, 1e9), needs: 'validationShare',
		default: ({steps}) => Math.min(steps, Math.max(leastStepsBetween, Math.round(steps / evaluationsPerRun))),
		help: 'steps between validations (a tenth of the run)', label: 'measured every',
	},
	/** On how many documents of either part at most, drawn once; 0: on all. */
	evalDocuments: {
		part: 'training', group: 'validation', range: whole(0), typed: whole(0, 1e9), needs: 'validationShare', default: evalDocuments, isLater: true,
		help: 'documents of each part to validate on', helpEnd: '; 0: all', label: 'measured on', zero: 'all',
	},
	/** So many evaluations one after the other without a better one end the training; 0: none do. */
	patience: {
		part: 'training', group: 'validation', range: whole(0), typed: whole(0, 1e6), needs: 'validationShare', default: 0, isLater: true,
		help: 'stop after N validations without a better one', label: 'patience', zero: '-',
	},
	/** How many documents the trained model is asked to make up at the end. */
	samples: {
		part: 'samples', field: 'count', group: 'samples', range: whole(0), typed: whole(0, 10_000), default: 20,
		help: 'documents to make up at the end', label: 'samples',
	},
	temperature: {
		part: 'samples', group: 'samples', range: aboveZero, typed: temperatures, default: 0.5,
		help: 'of the samples: below 1 likelier, above 1 wilder', label: 'temperature',
	},
	/** A safetensors file with the parameters to begin with; without it, they are drawn at random. */
	initFrom: {
		part: 'run', group: 'weights', isPath: true,
		help: 'begin with the weights in a safetensors file', label: 'begun with',
	},
	/** The standard deviation of all parameters that are drawn; without it, they are drawn as suits their sizes. */
	initStd: {
		part: 'run', group: 'weights', range: aboveZero, typed: real(0, 100, {isAboveMinimum: true}),
		help: 'standard deviation of all initial weights', label: 'initial deviation',
	},
	/** That they are drawn as suits their sizes, where that makes a difference; runs of earlier versions drew all of them alike. */
	initialSpread: {
		part: 'run', group: 'weights', isFixed: true, choices: ['bySize'], suited: said => isSizeFelt(said) ? 'bySize' : undefined,
	},
	/** The platform of the reference program, whose random numbers the run needs. */
	random: {
		part: 'run', group: 'draws', isFixed: true, choices: ['dotnet', 'python'], default: 'dotnet', label: 'random',
	},
	engine: {
		part: 'run', group: 'training', choices: engineNames, default: 'tensor',
		value: 'NAME', help: 'tensor (default), scalar: to read, torch: PyTorch', label: 'engine',
	},
	precision: {
		part: 'run', group: 'training', choices: trainingPrecisions, default: 'f64',
		value: 'P', help: 'f64 (default), f32: faster; bf16: mixed, torch only', label: 'precision',
	},
} as const satisfies Record<string, Setting>;
