import {type CharTokenizer} from './char-tokenizer.js';
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
};

/** Added to every count when scoring documents that were not counted: none is impossible then. */
const validationSmoothing = 0.1;

/**
Counts the training documents and scores the validation documents; without any, it scores the
training documents themselves by their plain counts, as the course does.

Documents are counted whole, also where the model's block cuts them off.

A generator, so that a large corpus can be counted a little at a time: it yields after each
document and returns the result.
*/
export function * countBaselines(dataset: Dataset): Generator<undefined, Baselines, undefined> {
	const {tokenizer} = dataset;
	const tokenCounts = new Map<number, number>();
	const pairCounts = new Map<number, number>();
	const contextCounts = new Map<number, number>();
	let total = 0;
	for (const document of dataset.training) {
		for (const {context, target} of pairs(document, dataset)) {
			increment(tokenCounts, target);
			increment(contextCounts, context);
			increment(pairCounts, (context * tokenizer.vocabSize) + target);
			total++;
		}

		yield;
	}

	const hasValidation = dataset.validation.length > 0;
	const smoothing = hasValidation ? validationSmoothing : 0;
	const negativeLogLikelihood = (count = 0, contextCount = 0) =>
		-Math.log((count + smoothing) / (contextCount + (smoothing * tokenizer.vocabSize)));

	let scored = 0;
	let unigram = 0;
	let bigram = 0;
	for (const document of hasValidation ? dataset.validation : dataset.training) {
		for (const {context, target} of pairs(document, dataset)) {
			unigram += negativeLogLikelihood(tokenCounts.get(target), total);
			bigram += negativeLogLikelihood(pairCounts.get((context * tokenizer.vocabSize) + target), contextCounts.get(context));
			scored++;
		}

		yield;
	}

	return {
		uniform: Math.log(tokenizer.vocabSize),
		unigram: unigram / scored,
		bigram: bigram / scored,
	};
}

function * pairs(document: string, {tokenizer, mode}: {tokenizer: CharTokenizer; mode: Dataset['mode']}) {
	const tokens = tokenizer.encode(document);
	// A window of a stream is no document: it has no end to predict.
	const targetCount = mode === 'stream' ? tokens.length - 2 : tokens.length - 1;
	for (let position = 0; position < targetCount; position++) {
		yield {context: tokens[position], target: tokens[position + 1]};
	}
}

function increment(counts: Map<number, number>, key: number) {
	counts.set(key, (counts.get(key) ?? 0) + 1);
}
