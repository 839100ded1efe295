import {type Tokenizer} from '../data/tokenizer.js';
import {type Decoder, type Engine} from '../model/engine.js';
import {ContextWindow} from './context-window.js';

/** More at a time would keep a key waiting with a large model. */
const mostAtOnce = 32;

/** Reads a text of any length through the window of an engine. */
export class SlidingContext {
	readonly #engine: Engine;
	readonly #window: ContextWindow;
	#decoder: Decoder | undefined;

	/** Reads nothing yet. */
	constructor(engine: Engine, tokenizer: Pick<Tokenizer, 'bos' | 'hasEnds'>) {
		this.#engine = engine;
		this.#window = new ContextWindow(engine.model.blockSize, tokenizer);
	}

	/** Takes a token and returns the logits of the one after it: (vocabSize), valid until the engine is asked something else. */
	read(token: number): ArrayLike<number> {
		return this.readAll([token]);
	}

	/** Takes tokens, at least one, and returns the logits of the one after the last of them. */
	readAll(tokens: readonly number[]): ArrayLike<number> {
		const isFresh = tokens.map(token => this.#window.add(token).isFresh).includes(true);
		// Somebody may also have looked at the model between two tokens.
		if (isFresh || !this.#decoder || this.#decoder.isEnded) {
			this.#decoder = this.#engine.createDecoder();
			return readAll(this.#decoder, this.#window.tokens);
		}

		return readAll(this.#decoder, tokens);
	}
}

/** Reads tokens, at least one. */
function readAll(decoder: Decoder, tokens: readonly number[]): ArrayLike<number> {
	let logits: ArrayLike<number> = [];
	const atOnce = decoder.nextAll ? mostAtOnce : 1;
	for (let first = 0; first < tokens.length; first += atOnce) {
		logits = decoder.nextAll && tokens.length > 1 ? decoder.nextAll(tokens.slice(first, first + atOnce)) : decoder.next(tokens[first]);
	}

	return logits;
}
