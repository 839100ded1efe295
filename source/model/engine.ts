import {type AdamUpdate, type Moments} from './adam.js';
import {type DropoutMasks} from './dropout.js';
import {type Internals} from './internals.js';
import {type ModelConfig} from './model-config.js';
import {type Parameters} from './parameters.js';

/** The token ids of one document, both ends marked. As many positions are used as fit the block. */
export type Tokens = readonly number[];

/** Goes through a document token by token, as far as the block reaches. */
export type Decoder = {
	/** Whether the engine has done something else meanwhile: then the document has to be started again. */
	readonly isEnded: boolean;
	/** Takes a token and returns the logits of the one after it: (vocabSize), valid until the next call. */
	next: (token: number) => ArrayLike<number>;
	/** Takes several, at least one, and returns what `next` would for the last of them: where that is quicker in one pass. */
	nextAll?: (tokens: readonly number[]) => ArrayLike<number>;
};

/**
Computes the loss of a batch of documents and its gradients, and applies them. Engines differ in
speed, not in numbers.

An engine knows nothing of text, schedules or randomness. Its parameters can be read between any two
calls; they change by `update` and `setParameters` only.
*/
export type Engine = {
	readonly name: EngineName;
	readonly precision: Precision;
	readonly model: ModelConfig;
	readonly parameters: Parameters;
	/** Laid out like the parameters; filled by `computeGradients`. */
	readonly gradients: Parameters;
	/** Laid out like the parameters; changed by `update`. */
	readonly moments: Moments;

	/** Takes other parameters, laid out like `parameters.data`. */
	setParameters: (values: ArrayLike<number>) => void;

	/** Takes other moments, laid out like the parameters. */
	setMoments: (moments: Moments) => void;

	/** Starts a document that is to be made up token by token; it ends the one before, and so do changes of the parameters. */
	createDecoder: () => Decoder;

	/** Goes through a document once more and tells what is inside. It ends the document of a decoder. */
	inspect: (tokens: Tokens) => Internals;

	/**
	The mean loss over all positions of a batch in nats a token, forward only.

	@param masks - What a step of the training leaves out of a model with dropout; without it, nothing is left out.
	*/
	computeLoss: (batch: readonly Tokens[], masks?: DropoutMasks) => number;

	/** The mean loss as in `computeLoss`; its gradients replace those of the last call. */
	computeGradients: (batch: readonly Tokens[], masks?: DropoutMasks) => number;

	/** The Euclidean norm of all gradients together. */
	gradientNorm: () => number;

	/** Moves the parameters against their gradients. */
	update: (update: AdamUpdate) => void;

	/** What computes, if that is not this program. */
	readonly description?: string;

	/** Whether large products are made with vectors of twice the usual width. */
	readonly hasWideVectors?: boolean;

	/** Ends the threads that share its work, if there are any, after which it goes on in one; or the processes that do it, after which it does not. */
	close?: () => void;
};

export const engineNames = ['tensor', 'scalar', 'torch'] as const;

export type EngineName = (typeof engineNames)[number];

/** The engine of this program that computes what another one does, but for the last bits: where it is only looked at, or there is no other program. */
export function ownEngine(name: EngineName): Exclude<EngineName, 'torch'> {
	return name === 'torch' ? 'tensor' : name;
}

/** The size of the numbers: 64 or 32 bits. */
export const precisions = ['f64', 'f32'] as const;

export type Precision = (typeof precisions)[number];

/** What a training is computed with: numbers of these sizes, or products of 16 bits (bfloat16) where all else has 32. */
export const trainingPrecisions = [...precisions, 'bf16'] as const;

export type TrainingPrecision = (typeof trainingPrecisions)[number];

/** The size of the parameters and of all that is saved. */
export function storedPrecision(precision: TrainingPrecision): Precision {
	return precision === 'bf16' ? 'f32' : precision;
}
