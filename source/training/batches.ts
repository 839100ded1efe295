import {type Documents, tokensOf} from '../data/documents.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type Tokens} from '../model/engine.js';

/** Where the batches of a training come from. */
export type BatchSource = {
	readonly tokenizer: Tokenizer;
	/** In the order in which they are taken, over and over. */
	readonly trainingDocuments: Documents;
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
	return placesOf(step, {trainingDocuments, batchSize, taken}).map(place => trainingDocuments.at(place)!);
}

/** The same as tokens, as far as the model sees them. */
export function batchOf(step: number, source: BatchSource): Tokens[] {
	// What does not fit the block is not looked at.
	const most = source.blockSize + 1;
	const {trainingDocuments, tokenizer} = source;
	return placesOf(step, source).map(place => tokensOf(trainingDocuments, place, tokenizer, most));
}

/** Where the documents of a step are among all. */
function placesOf(step: number, {trainingDocuments: {length}, batchSize, taken}: Pick<BatchSource, 'trainingDocuments' | 'batchSize' | 'taken'>): number[] {
	const first = documentsBefore(step, {batchSize, taken});
	return Array.from({length: batchSize}, (_, index) => (first + index) % length);
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
