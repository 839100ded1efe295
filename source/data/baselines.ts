import {type Dataset} from './dataset.js';

/**
Losses of models that only count, in nats a token: what a trained model is to be compared with.
*/
export type Baselines = {
	/** Every token equally likely: ln of the vocabulary size. */
	readonly uniform: number;
	/** How often each token occurs. */
	readonly unigram: number;
	/** How often each token follows the one before it. */
	readonly bigram: number;
	/** How often each token follows the two before it; undefined where there are too many of them to count. So the next. */
	readonly trigram: number | undefined;
	/** How often each token follows the three before it. */
	readonly fourgram: number | undefined;
};

/** Added to every count where others than the counted documents are scored, or rare ones: none is impossible then. */
const smoothing = 0.1;
/** Up to this order plain counts say something about the documents that they come from; beyond, they remember them. */
const highestPlainOrder = 2;
/** Of more sequences the counts would take gigabytes. */
const mostSequences = 5_000_000;

/**
Counts the training documents and scores the validation documents. Without any, it scores the
training documents themselves: by their plain counts up to pairs, as the course does, and smoothed
from triples on.

Documents are counted whole, also where the model's block cuts them off. Before its beginning a
document is thought to go on with BOS, so that every token has as many before it as are asked for.

A generator, so that a large corpus can be counted a little at a time: it yields after each
document and returns the result.
*/
export function * countBaselines(dataset: Dataset): Generator<undefined, Baselines, undefined> {
	const {tokenizer: {vocabSize}, training, validation} = dataset;
	const tables = [1, 2, 3, 4].map(order => new SequenceCounts(order, vocabSize));
	for (const document of training) {
		for (const {before, target} of predictions(document, dataset)) {
			for (const table of tables) {
				table.count(before, target);
			}
		}

		yield;
	}

	const hasValidation = validation.length > 0;
	for (const document of hasValidation ? validation : training) {
		for (const {before, target} of predictions(document, dataset)) {
			for (const table of tables) {
				table.score(before, target, hasValidation || table.order > highestPlainOrder ? smoothing : 0);
			}
		}

		yield;
	}

	const [unigram, bigram, trigram, fourgram] = tables.map(({meanLoss}) => meanLoss);
	return {
		uniform: Math.log(vocabSize), unigram: unigram!, bigram: bigram!, trigram, fourgram,
	};
}

/** How often each token follows a number of others. */
class SequenceCounts {
	/** The length of the sequences, the predicted token included. */
	readonly order: number;
	readonly #vocabSize: number;
	readonly #contexts = new Map<number, number>();
	readonly #sequences = new Map<number, number>();
	#isGivenUp: boolean;
	#scored = 0;
	#sum = 0;

	constructor(order: number, vocabSize: number) {
		this.order = order;
		this.#vocabSize = vocabSize;
		// A sequence is one number, its digits the tokens.
		this.#isGivenUp = vocabSize ** order > Number.MAX_SAFE_INTEGER;
	}

	/**
	Takes note of a token.

	@param before - The tokens before it, the last one last; at least as many as count.
	*/
	count(before: readonly number[], target: number): void {
		if (this.#isGivenUp) {
			return;
		}

		const context = this.#contextOf(before);
		increment(this.#contexts, context);
		increment(this.#sequences, (context * this.#vocabSize) + target);
		if (!(this.order > highestPlainOrder && this.#sequences.size > mostSequences)) {
			return;
		}

		this.#isGivenUp = true;
		this.#contexts.clear();
		this.#sequences.clear();
	}

	/** Adds up the losses. */
	score(before: readonly number[], target: number, added: number): void {
		if (this.#isGivenUp) {
			return;
		}

		const context = this.#contextOf(before);
		const count = this.#sequences.get((context * this.#vocabSize) + target) ?? 0;
		const whole = this.#contexts.get(context) ?? 0;
		this.#sum -= Math.log((count + added) / (whole + (added * this.#vocabSize)));
		this.#scored++;
	}

	get meanLoss(): number | undefined {
		return this.#isGivenUp ? undefined : this.#sum / this.#scored;
	}

	#contextOf(before: readonly number[]): number {
		let context = 0;
		for (let index = before.length - this.order + 1; index < before.length; index++) {
			context = (context * this.#vocabSize) + before[index];
		}

		return context;
	}
}

/**
Goes through a document.

@yields Each token with the three before it; the same array each time.
*/
function * predictions(document: string, {tokenizer, mode}: Pick<Dataset, 'tokenizer' | 'mode'>) {
	const tokens = tokenizer.encode(document);
	// A window of a stream is no document: it has no end to predict.
	const end = mode === 'stream' ? tokens.length - 1 : tokens.length;
	const before = [tokenizer.bos, tokenizer.bos, tokenizer.bos];
	for (let position = 1; position < end; position++) {
		yield {before, target: tokens[position]};
		before.shift();
		before.push(tokens[position]);
	}
}

function increment(counts: Map<number, number>, key: number) {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}
