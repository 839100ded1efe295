import {type Baselines} from '../data/baselines.js';
import {type ToldModel} from '../training/told-events.js';

/** A model that only counts, as a line for the loss to pass. */
export type Rung = {
	readonly name: keyof Baselines;
	readonly label: string;
	readonly loss: number;
};

const labels: ReadonlyArray<readonly [keyof Baselines, string]> = [
	['uniform', 'uniform'], ['unigram', 'unigram'], ['bigram', 'bigram'], ['trigram', 'trigram'], ['fourgram', '4-gram'],
];

/**
The baselines that mean something for a model, from the highest to the lowest.

Those that look further back than the model can are left out, and all from the first one on that is no
better than the one before: on little data the longer groups are rare, and a lower loss than theirs shows
nothing.
*/
export function ladderOf(baselines: Baselines, model: ToldModel): Rung[] {
	const rungs: Rung[] = [];
	// Uniform and unigram look at no letter, the bigram at one, and so on.
	for (const [name, label] of labels.slice(0, 2 + sightOf(model))) {
		const loss = baselines[name];
		if (loss === undefined || loss >= (rungs.at(-1)?.loss ?? Infinity)) {
			break;
		}

		rungs.push({name, label, loss});
	}

	return rungs;
}

/** How many letters the model sees when it predicts the next; any number, where that is not told. */
export function sightOf({architecture, blockSize = Infinity}: ToldModel): number {
	return architecture === 'bigram' ? 1 : blockSize;
}
