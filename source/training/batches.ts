import {type Tokenizer} from '../data/tokenizer.js';
import {type Tokens} from '../model/engine.js';

/** Where the batches of a training come from. */
export type BatchSource = {
	readonly tokenizer: Tokenizer;
	/** In the order in which they are taken, over and over. */
	readonly trainingDocuments: readonly string[];
	readonly batchSize: number;
	readonly blockSize: number;
};

/**
The documents that a step learns from: the next ones in their order, over and over.

@param step - Counted from 1.
*/
export function documentsOf(step: number, {trainingDocuments, batchSize}: Pick<BatchSource, 'trainingDocuments' | 'batchSize'>): string[] {
	const first = (step - 1) * batchSize;
	return Array.from({length: batchSize}, (_, index) => trainingDocuments[(first + index) % trainingDocuments.length]);
}

/** The same as tokens, as far as the model sees them. */
export function batchOf(step: number, source: BatchSource): Tokens[] {
	// What does not fit the block is not looked at.
	const most = source.blockSize + 1;
	return documentsOf(step, source).map(document => source.tokenizer.encode(document, most));
}
