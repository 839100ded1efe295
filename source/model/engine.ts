import {type ModelConfig} from './model-config.js';
import {type Parameters} from './parameters.js';

/** Goes through a document token by token, as far as the block reaches. */
export type Decoder = {
	/** Takes a token and returns the logits of the one after it: (vocabSize). */
	next: (token: number) => ArrayLike<number>;
};

/**
Computes the loss of a document and its gradients. Engines differ in speed, not in numbers.

An engine knows nothing of optimisers, text or randomness. The parameters are the caller's to
change between two calls; the gradients are the engine's to overwrite in each.
*/
export type Engine = {
	readonly name: string;
	readonly model: ModelConfig;
	readonly parameters: Parameters;
	/** Laid out like the parameters; filled by `computeGradients`. */
	readonly gradients: Parameters;

	/** Starts a document that is to be made up token by token. */
	createDecoder: () => Decoder;

	/** The mean loss of a document in nats a token, forward only. */
	computeLoss: (tokens: readonly number[]) => number;

	/** The mean loss of a document in nats a token; its gradients replace those of the last call. */
	computeGradients: (tokens: readonly number[]) => number;
};
