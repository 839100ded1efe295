import {type Documents, tokensOf} from '../data/documents.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type Letter} from './document-trace.js';
import {embeddingCosines} from './embedding-cosines.js';
import {type InspectionSource} from './inspection-source.js';
import {type VowelEvidence, weighVowels} from './vowels.js';

/** How alike the embeddings of the letters are. */
export type Similarities = {
	/** In such an order that letters that are alike stand side by side. */
	readonly letters: readonly Letter[];
	/** Cosines, from −1 to 1: (letters, letters). */
	readonly cosines: ReadonlyArray<readonly number[]>;
	/** What is special about the vowels; undefined where some are missing. */
	readonly vowels: VowelEvidence | undefined;
};

/** More would fit no screen. */
const mostLetters = 64;
/** Enough to know the frequent letters. */
const mostDocuments = 2000;

/** Compares the embeddings of the letters, the most frequent ones if there are many. */
export function compareEmbeddings({engine, tokenizer, trainingDocuments, initialVowels}: Pick<InspectionSource, 'engine' | 'tokenizer' | 'trainingDocuments' | 'initialVowels'>): Similarities {
	const tokens = frequentTokens(tokenizer, trainingDocuments);
	const cosines = embeddingCosines(engine, tokens);
	const order = chain(cosines);
	return {
		letters: order.map(index => tokenizer.vocabulary[tokens[index]]),
		cosines: order.map(a => order.map(b => cosines[a][b])),
		vowels: weighVowels(engine, tokenizer, initialVowels),
	};
}

/** The most frequent first. */
function frequentTokens(tokenizer: Tokenizer, documents: Documents): number[] {
	const counts = Array.from({length: tokenizer.vocabSize}, () => 0);
	for (let index = 0; index < Math.min(mostDocuments, documents.length); index++) {
		for (const token of tokensOf(documents, index, tokenizer, Infinity)) {
			counts[token]++;
		}
	}

	// Where documents have no ends, nothing has been learnt of the token for them.
	return [...counts.keys()].filter(token => tokenizer.hasEnds || token !== tokenizer.bos).toSorted((a, b) => counts[b] - counts[a]).slice(0, mostLetters);
}

/** From the first on, always to the one that is most like the last. */
function chain(cosines: ReadonlyArray<readonly number[]>): number[] {
	const left = new Set(cosines.keys());
	const order: number[] = [];
	let last = 0;
	while (left.size > 0) {
		left.delete(last);
		order.push(last);
		const row = cosines[last];
		// The first of them stands for the best also where no number can be compared.
		last = [...left].reduce((best, index) => row[index] > row[best] ? index : best, [...left][0]);
	}

	return order;
}
