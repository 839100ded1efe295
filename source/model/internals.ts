import {type ModelConfig} from './model-config.js';

/** What the model computes on its way through a document, to be looked at. */
export type Internals = {
	/** Of the token after each position: (positions, vocabSize). */
	readonly logits: ReadonlyArray<readonly number[]>;
	/** Of each layer, of each of its heads. A model without attention has none. */
	readonly attention: ReadonlyArray<readonly AttentionMap[]>;
};

/** How much each position attends to those up to itself: (positions, positions so far); a row sums to 1. */
export type AttentionMap = ReadonlyArray<readonly number[]>;

/** Which weights are meant; all count from 0. */
export type AttentionPlace = {readonly layer: number; readonly head: number; readonly position: number};

/**
The attention weights of a document, sorted by layer and head.

@param count - The positions of the document.
@param weightsAt - The weights of one head at one position, one for each position so far.
*/
export function sortAttention(model: ModelConfig, count: number, weightsAt: (place: AttentionPlace) => number[]): Internals['attention'] {
	if (model.architecture === 'bigram') {
		return [];
	}

	const {nLayer, nHead} = model;
	return Array.from({length: nLayer}, (_, layer) =>
		Array.from({length: nHead}, (__, head) =>
			Array.from({length: count}, (___, position) => weightsAt({layer, head, position}))));
}
