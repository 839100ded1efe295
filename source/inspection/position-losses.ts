import {type Engine, type EngineName} from '../model/engine.js';
import {type Documents, tokensOf} from '../data/documents.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type QuietPieces} from '../training/pieces.js';
import {surpriseOf} from './document-trace.js';

/** How well the model does at each position of a document, from the first on. */
export type PositionLosses = {
	/** Mean losses in nats; of how many documents each is the mean falls from position to position. */
	readonly means: readonly number[];
	readonly counts: readonly number[];
};

/** Enough for a steady mean at the first positions. */
const mostPositions = 3000;
/**
Positions times the numbers that each of them is computed with, so that an answer takes a few dozen
milliseconds whatever the model: counted, not timed, for the same model is to give the same answer.
*/
const mostWork: Readonly<Record<EngineName, number>> = {tensor: 160e6, scalar: 2e6, torch: 160e6};
/** Enough to know how long documents are. */
const measuredDocuments = 1000;

/** Measures documents that are spread evenly over the data: as many as there is time for, and one at least. */
export function * measurePositions(engine: Engine, tokenizer: Tokenizer, documents: Documents): QuietPieces<PositionLosses> {
	const {blockSize} = engine.model;
	const most = positionsInTime(engine);
	const documentsInTime = Math.floor(most / meanLength(documents, blockSize));
	const documentCount = Math.max(1, Math.min(documents.length, documentsInTime));
	const sums: number[] = [];
	const counts: number[] = [];
	let measured = 0;
	for (let index = 0; index < documentCount && (measured < most || index === 0); index++) {
		const tokens = tokensOf(documents, Math.floor(index * documents.length / documentCount), tokenizer, blockSize + 1);
		const {logits} = engine.inspect(tokens);
		measured += logits.length;
		for (const [position, row] of logits.entries()) {
			sums[position] = (sums[position] ?? 0) + surpriseOf(row, tokens[position + 1]);
			counts[position] = (counts[position] ?? 0) + 1;
		}

		yield;
	}

	return {means: sums.map((sum, position) => sum / counts[position]), counts};
}

function positionsInTime({name, parameters}: Engine): number {
	return Math.min(mostPositions, mostWork[name] / parameters.data.length);
}

/** In positions, of the first documents, which are in no order. */
function meanLength(documents: Documents, blockSize: number): number {
	const count = Math.min(measuredDocuments, documents.length);
	let sum = 0;
	for (let index = 0; index < count; index++) {
		sum += Math.min(documents.at(index)!.length + 1, blockSize);
	}

	return sum / count;
}
