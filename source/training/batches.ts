import {type Tokenizer} from '../data/tokenizer.js';
import {type Tokens} from '../model/engine.js';

/** Where the batches of a training come from. */
export type BatchSource = {
	readonly tokenizer: Tokenizer;
	/** In the order in which they are taken, over and over. */
	readonly trainingDocuments: readonly string[];
	readonly batchSize: number;
	readonly blockSize: number;
	/** Where the steps have not all had this batch size; without it, they have. */
	readonly taken?: TakenDocuments | undefined;
};

/** How many documents the steps up to one of them have taken. */
export type TakenDocuments = {readonly step: number; readonly documents: number};

const nothingTaken: TakenDocuments = {step: 0, documents: 0};

/**
The documents that a step learns from: the next ones in their order, over and over.

@param step - Counted from 1.
@throws RangeError for a step that was another run's.
*/
export function documentsOf(step: number, {trainingDocuments, batchSize, taken}: Pick<BatchSource, 'trainingDocuments' | 'batchSize' | 'taken'>): string[] {
	const first = documentsBefore(step, {batchSize, taken});
	return Array.from({length: batchSize}, (_, index) => trainingDocuments[(first + index) % trainingDocuments.length]);
}

/** The same as tokens, as far as the model sees them. */
export function batchOf(step: number, source: BatchSource): Tokens[] {
	// What does not fit the block is not looked at.
	const most = source.blockSize + 1;
	return documentsOf(step, source).map(document => source.tokenizer.encode(document, most));
}

/** A step, or the first that takes documents where that comes later. */
export function ownStep(step: number, {taken = nothingTaken}: Pick<BatchSource, 'taken'>): number {
	return Math.max(step, taken.step + 1);
}

/**
How many documents were taken before a step, the same one counted again each time.

@throws RangeError for a step that was another run's: its batch size is not known.
*/
export function documentsBefore(step: number, {batchSize, taken = nothingTaken}: Pick<BatchSource, 'batchSize' | 'taken'>): number {
	if (step <= taken.step) {
		throw new RangeError(`Expected a step after ${taken.step}, got ${step}. Ask for one of this run.`);
	}

	return taken.documents + ((step - 1 - taken.step) * batchSize);
}
