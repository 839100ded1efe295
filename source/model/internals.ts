import {layersOf} from './ablations.js';
import {type ModelConfig} from './model-config.js';

/** What the model computes on its way through a document, to be looked at. */
export type Internals = {
	/** Of the token after each position: (positions, vocabSize). */
	readonly logits: ReadonlyArray<readonly number[]>;
	/** Of each layer, of each of its heads, also those of which nothing goes on. A model without attention has none, nor has a layer that is taken out. */
	readonly attention: ReadonlyArray<readonly AttentionMap[]>;
};

/** How much each position attends to those up to itself: (positions, positions so far); a row sums to 1. */
export type AttentionMap = ReadonlyArray<readonly number[]>;

/** Which weights are meant; all count from 0. */
export type AttentionPlace = {
	/** Among those that a document goes through. */
	readonly layer: number;
	readonly head: number;
	readonly position: number;
};

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
	const layers = layersOf(model);
	return Array.from({length: nLayer}, (_, layer) => {
		const place = layers.indexOf(layer);
		return Array.from({length: place === -1 ? 0 : nHead}, (__, head) =>
			Array.from({length: count}, (___, position) => weightsAt({layer: place, head, position})));
	});
}
