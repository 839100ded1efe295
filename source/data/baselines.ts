import {type Dataset} from './dataset.js';
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
character follows BOS BOS BOS, the second one BOS BOS and the first.

A generator, so that a large corpus can be counted a little at a time: it yields after each
document and returns the result.
*/
export function * countBaselines(dataset: Dataset, {mostGrams = mostGramsOfALength}: BaselineOptions = {}): Generator<undefined, Baselines, undefined> {
	const {tokenizer, training, validation} = dataset;
	const counts = new DocumentCounts(tokenizer, mostGrams);
	for (const document of training) {
		counts.count(tokensOf(document, dataset));
		yield;
	}

	const hasValidation = validation.length > 0;
	const sums = new Float64Array(counts.longest);
	let scoredCount = 0;
	for (const document of hasValidation ? validation : training) {
		const tokens = tokensOf(document, dataset);
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

function tokensOf(document: string, {tokenizer, blockSize}: Dataset): number[] {
	return tokenizer.encode(document, blockSize + 1);
}

/** How often every group of one to four tokens occurs in some documents. */
class DocumentCounts {
	readonly #mostGrams: number;
	/** Of groups of one token, of two, three and four. */
	readonly #grams: GramCounts[];
	/** For each length, the context of a document's first character. */
	readonly #firstContexts: number[] = [];

	constructor({vocabSize, bos}: Tokenizer, mostGrams: number) {
		this.#mostGrams = mostGrams;
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
		const contexts = [...this.#firstContexts];
		for (let position = 1; position < tokens.length; position++) {
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
		const contexts: Array<number | undefined> = [...this.#firstContexts];
		for (let position = 1; position < tokens.length; position++) {
			let context: number | undefined = 0;
			for (let index = 0; index < this.#grams.length; index++) {
				const grams = this.#grams[index];
				const id = grams.find(contexts[index], tokens[position]);
				sums[index] += grams.lossOf(id, contexts[index], index < 2 ? added : addedCount);
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
