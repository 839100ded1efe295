import {type Tokenizer} from '../data/tokenizer.js';
import {type Decoder, type Engine} from '../model/engine.js';

/** How much of a full context is kept; see below. */
const keptShare = 3 / 4;

/**
Reads a text of any length with a model that sees only its context: when that is full, it goes on with the last
tokens of it, after the token that a document begins with, if documents have one.

nanoGPT goes on with all but one each time. As the places are learnt, each token is then at another place, and the
whole context has to be read again for each character: 63 reads at a context of 64. With three quarters kept it
is 4, at any context, and it predicts as well: unseen text of Shakespeare costs a model with 4 layers, 128 wide,
1.99 nats a character, and 2.03 as in nanoGPT. A half would be 2 reads, and the same there (1.99), but not where a context is
short: names beyond a context of 6 letters cost microgpt 2.40, and 1.81 with three quarters. The token for the
beginning stays, for no model has ever seen another in the first place: without it, the same names cost 1.86 with all
but one kept.
*/
export class SlidingContext {
	readonly #engine: Engine;
	readonly #tokenizer: Pick<Tokenizer, 'bos' | 'hasEnds'>;
	/** What the model sees: the token for the beginning of a document, where they have one, then the last of what was read. */
	#tokens: number[] = [];
	#decoder: Decoder | undefined;

	/** Reads nothing yet. */
	constructor(engine: Engine, tokenizer: Pick<Tokenizer, 'bos' | 'hasEnds'>) {
		this.#engine = engine;
		this.#tokenizer = tokenizer;
	}

	/** Takes a token and returns the logits of the one after it: (vocabSize), valid until the engine is asked something else. */
	read(token: number): ArrayLike<number> {
		const {blockSize} = this.#engine.model;
		if (this.#tokens.length === blockSize) {
			this.#slide(Math.min(blockSize - 1, Math.ceil(keptShare * blockSize)));
		}

		// Somebody may also have looked at the model between two tokens.
		if (!this.#decoder || this.#decoder.isEnded) {
			this.#decoder = this.#engine.createDecoder();
			for (const earlier of this.#tokens) {
				this.#decoder.next(earlier);
			}
		}

		this.#tokens.push(token);
		return this.#decoder.next(token);
	}

	#slide(count: number) {
		this.#decoder = undefined;
		const {bos, hasEnds} = this.#tokenizer;
		const beginning = hasEnds ? [bos] : [];
		// A context of one token has room for the one that comes and no more.
		this.#tokens = count === 0 ? [] : [...beginning, ...this.#tokens.slice(this.#tokens.length - count + beginning.length)];
	}
}
