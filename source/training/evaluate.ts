import {type Engine} from '../model/engine.js';
import {type TurnGiver} from './turn-giver.js';

/** Enough positions for a steady mean; more would only hold the training up. */
const mostPositions = 10_000;

/**
The mean loss over documents, in nats a token: each document counts alike, as in a training of one document a step.

Of many documents it takes some that are spread evenly, always the same ones, with about 10,000
positions together. Nothing is drawn at random, so that measuring never changes the run.
*/
export async function evaluate(engine: Engine, documents: readonly string[], encode: (document: string) => readonly number[], turns: TurnGiver): Promise<number> {
	const count = Math.min(documents.length, Math.max(1, Math.floor(mostPositions / engine.model.blockSize)));
	let sum = 0;
	for (let index = 0; index < count; index++) {
		const document = documents[Math.floor(index * documents.length / count)];
		sum += engine.computeLoss([encode(document)]);
		if (turns.isDue) {
			await turns.give();
		}
	}

	return sum / count;
}
