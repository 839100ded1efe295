import {type Engine} from '../model/engine.js';
import {type CharTokenizer} from '../data/char-tokenizer.js';
import {readDocument} from './reading.js';

/** How well the model does at each position of a document, from the first on. */
export type PositionLosses = {
	/** Mean losses in nats; of how many documents each is the mean falls from position to position. */
	readonly means: readonly number[];
	readonly counts: readonly number[];
};

/** Enough for a steady mean at the first positions. */
const mostPositions = 3000;

/** Measures documents that are spread evenly over the data. */
export function measurePositions(engine: Engine, tokenizer: CharTokenizer, documents: readonly string[]): PositionLosses {
	const {blockSize} = engine.model;
	const documentCount = Math.min(documents.length, Math.max(1, Math.floor(mostPositions / blockSize)));
	const sums: number[] = [];
	const counts: number[] = [];
	for (let index = 0; index < documentCount; index++) {
		const document = documents[Math.floor(index * documents.length / documentCount)];
		const {positions} = readDocument(engine, tokenizer, tokenizer.encode(document, blockSize + 1));
		for (const [position, {next}] of positions.entries()) {
			sums[position] = (sums[position] ?? 0) - Math.log(next.probability);
			counts[position] = (counts[position] ?? 0) + 1;
		}
	}

	return {means: sums.map((sum, position) => sum / counts[position]), counts};
}
