import {type Dataset} from './dataset.js';
import {type Documents, tokensOf} from './documents.js';
import {GramCounts} from './gram-counts.js';
import {type Tokenizer} from './tokenizer.js';

/**
Losses of models that only count, in nats a token, to compare a trained model with.
*/
export type Baselines = {
	/** Every token equally likely: ln of the vocabulary size. */
	readonly uniform: number;
	/** How often each token occurs. */
	readonly unigram: number;
	/** How often each token follows the one before it. */
	readonly bigram: number;
	/** How often it follows the two before it; undefined where there are too many to count. */
	readonly trigram?: number;
	/** How often it follows the three before it; undefined where there are too many to count. */
	readonly fourgram?: number;
};

/** Added to every count where some must not be zero: nothing is impossible then. */
export const addedCount = 0.1;
/** About two hundred megabytes for both lengths, for as long as the counting takes. */
const mostGramsOfALength = 2_000_000;

export type BaselineOptions = {
	/** Groups of three or four tokens that differ: above so many, that length is left out. */
	readonly mostGrams?: number;
};

/**
Counts the training documents and scores the validation documents, with 0.1 added to each count.

Without any, it scores the training documents themselves: unigram and bigram by their plain counts,
as the course does; the longer groups still with 0.1 added, since their plain counts would come near
to knowing the documents by heart.

Counted and scored are the positions that the model sees: a document that its block cuts off is cut off
here too, so that the losses are comparable. It begins with one BOS token,
and before that, where the longer groups look further back, with as many more as they need: the first
character follows BOS BOS BOS, the second one BOS BOS and the first. Windows of a text are counted as the one text that they are,
and scored with no more before each character than the model sees of the window: there, a longer group is as long as it can be.

A generator, so that a large corpus can be counted a little at a time: it yields after each
document and returns the result.
*/
export function * countBaselines(dataset: Dataset, {mostGrams = mostGramsOfALength}: BaselineOptions = {}): Generator<undefined, Baselines, undefined> {
	const {tokenizer, training, validation} = dataset;
	const counts = new DocumentCounts(tokenizer, mostGrams);
	for (let index = 0; index < training.length; index++) {
		counts.count(tokensIn(training, index, dataset));
		yield;
	}

	const hasValidation = validation.length > 0;
	const sums = new Float64Array(counts.longest);
	let scoredCount = 0;
	const scored = hasValidation ? validation : training;
	for (let index = 0; index < scored.length; index++) {
		const tokens = tokensIn(scored, index, dataset);
		counts.addLosses(tokens, hasValidation ? addedCount : 0, sums);
		scoredCount += tokens.length - 1;
		yield;
	}

	const [unigram, bigram, trigram, fourgram] = Array.from(sums, sum => sum / scoredCount);
	return {
		uniform: Math.log(tokenizer.vocabSize),
		unigram,
		bigram,
		...(counts.longest > 2 && {trigram}),
		...(counts.longest > 3 && {fourgram}),
	};
}

function tokensIn(documents: Documents, index: number, {tokenizer, blockSize}: Dataset): number[] {
	return tokensOf(documents, index, tokenizer, blockSize + 1);
}

/** How often every group of one to four tokens occurs in some documents. */
class DocumentCounts {
	readonly #mostGrams: number;
	/** Of groups of one token, of two, three and four. */
	readonly #grams: GramCounts[];
	/** For each length, the context of a document's first character. */
	readonly #firstContexts: number[] = [];
	readonly #hasEnds: boolean;
	/** Those of the next character, where documents are one text. */
	#nextContexts: number[] | undefined;

	constructor({vocabSize, bos, hasEnds}: Tokenizer, mostGrams: number) {
		this.#mostGrams = mostGrams;
		this.#hasEnds = hasEnds;
		this.#grams = Array.from({length: 4}, () => new GramCounts(vocabSize));
		let context = 0;
		for (const grams of this.#grams) {
			this.#firstContexts.push(context);
			context = grams.idOf(context, bos);
		}
	}

	/** The length of the longest groups that are counted. */
	get longest(): number {
		return this.#grams.length;
	}

	count(tokens: readonly number[]): void {
		// What comes first is the beginning of a document, or the last character of the window before, or the first of the text.
		const isFirstCounted = !this.#hasEnds && this.#nextContexts === undefined;
		const contexts = this.#nextContexts ?? [...this.#firstContexts];
		this.#nextContexts = this.#hasEnds ? undefined : contexts;
		for (let position = isFirstCounted ? 0 : 1; position < tokens.length; position++) {
			// What a group is here is what the next longer one follows at the next position.
			let context = 0;
			for (let index = 0; index < this.#grams.length; index++) {
				const id = this.#grams[index].count(contexts[index], tokens[position]);
				contexts[index] = context;
				context = id;
			}

			this.#dropIfTooMany();
		}
	}

	/**
	Adds the losses of all tokens but the first.

	@param added - To each count of the short groups; the long ones have their own.
	@param sums - One for each length, added to.
	*/
	addLosses(tokens: readonly number[], added: number, sums: Float64Array): void {
		const contexts: Array<number | undefined> = this.#hasEnds ? [...this.#firstContexts] : [0, this.#grams[0].find(0, tokens[0])];
		for (let position = 1; position < tokens.length; position++) {
			let context: number | undefined = 0;
			let loss = 0;
			for (let index = 0; index < this.#grams.length; index++) {
				const grams = this.#grams[index];
				const isWhole = this.#hasEnds || index <= position;
				const id = isWhole ? grams.find(contexts[index], tokens[position]) : undefined;
				loss = isWhole ? grams.lossOf(id, contexts[index], index < 2 ? added : addedCount) : loss;
				sums[index] += loss;
				contexts[index] = context;
				context = id;
			}
		}
	}

	/** Lets go of the groups of three and four tokens that have become too many, and of longer ones. */
	#dropIfTooMany() {
		while (this.#grams.length > 2 && this.#grams.at(-1)!.size > this.#mostGrams) {
			this.#grams.pop();
		}
	}
}
