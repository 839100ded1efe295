import {type Documents} from '../data/documents.js';
import {type Engine, type Tokens} from '../model/engine.js';
import {countPositions} from '../model/forward.js';
import {type Pieces} from './pieces.js';

/** What a training is measured on, always the same documents of both parts of its data. */
export type EvaluationDocuments = {
	readonly training: Documents;
	readonly validation: Documents;
	/** How many are measured at a time: no more than a batch of the engine. */
	readonly batchSize: number;
};

/** In nats a token: the mean over all positions that the model sees, as the loss of a step is over those of its batch. */
export type EvaluationLosses = {readonly trainLoss: number; readonly validationLoss: number};

/**
Measures the losses on both parts of the data. Nothing is drawn at random, so that measuring never changes the run.

@param encode - One of the documents, as far as the model sees it.
@yields How many documents of both parts have been measured.
*/
export function * evaluate(engine: Engine, {training, validation, batchSize}: EvaluationDocuments, encode: (documents: Documents, index: number) => Tokens): Pieces<EvaluationLosses> {
	let measured = 0;

	function * meanLoss(documents: Documents): Pieces<number> {
		let sum = 0;
		let positions = 0;
		for (let first = 0; first < documents.length; first += batchSize) {
			const batch = Array.from({length: Math.min(batchSize, documents.length - first)}, (_, index) => encode(documents, first + index));
			const count = batch.reduce((total, tokens) => total + countPositions(engine.model, tokens), 0);
			sum += engine.computeLoss(batch) * count;
			positions += count;
			measured += batch.length;
			yield measured;
		}

		return sum / positions;
	}

	return {trainLoss: yield * meanLoss(training), validationLoss: yield * meanLoss(validation)};
}
