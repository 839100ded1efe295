import {type CharTokenizer} from '../data/char-tokenizer.js';
import {type Engine} from '../model/engine.js';
import {type RandomSource, type ResumableRandom} from '../random/random-source.js';
import {type Novelty, type SampleEvent} from './events.js';
import {atOnce, type Pieces} from './pieces.js';

/** What documents are made up with. */
export type SampleSource = {
	readonly engine: Engine;
	readonly tokenizer: CharTokenizer;
	readonly trainingDocuments: readonly string[];
	readonly validationDocuments: readonly string[];
};

export type SampleStyle = {
	/** Above 0; below 1 the likely gets likelier, above 1 everything evens out. */
	readonly temperature: number;
	/** How the document begins. Characters that the model does not know are left out. */
	readonly prefix?: string | undefined;
};

/** Makes documents up, and tells those that the model may just remember. */
export class Sampler {
	readonly #source: SampleSource;
	readonly #temperature: number;
	#known: {readonly training: ReadonlySet<string>; readonly validation: ReadonlySet<string>} | undefined;

	/**
	Makes nothing up yet.

	@param temperature - Where no other is asked for.
	*/
	constructor(source: SampleSource, temperature: number) {
		this.#source = source;
		this.#temperature = temperature;
	}

	/**
	Makes a document up token by token. One that is left half made has drawn nothing: the same one comes next.

	@yields How many tokens there are.
	*/
	* samplePieces(step: number, random: ResumableRandom, {temperature = this.#temperature, prefix = ''}: Partial<SampleStyle> = {}): Pieces<SampleEvent> {
		const {engine, tokenizer} = this.#source;
		const given = tokenizer.decode(givenTokens(this.#source, prefix));
		const draft = random.fork();
		const text = yield * samplePieces(engine, tokenizer, {temperature, prefix}, draft);
		random.restore(draft.state);
		return {
			type: 'sample', step, text, temperature, ...(given !== '' && {prefix: given}), novelty: this.#noveltyOf(text),
		};
	}

	/** The same in one go. */
	sample(step: number, random: ResumableRandom, style?: Partial<SampleStyle>): SampleEvent {
		return atOnce(this.samplePieces(step, random, style));
	}

	#noveltyOf(text: string): Novelty {
		const {trainingDocuments, validationDocuments} = this.#source;
		this.#known ??= {training: new Set(trainingDocuments), validation: new Set(validationDocuments)};
		if (this.#known.training.has(text)) {
			return 'copied';
		}

		return this.#known.validation.has(text) ? 'held-out' : 'new';
	}
}

/**
Makes up a document, token by token, until the model ends it or its block is full.

@param random - The stream that the tokens are drawn from, one draw each; those of the prefix take none.
*/
export function sampleDocument(engine: Engine, tokenizer: CharTokenizer, style: SampleStyle, random: RandomSource): string {
	return atOnce(samplePieces(engine, tokenizer, style, random));
}

function * samplePieces(engine: Engine, tokenizer: CharTokenizer, {temperature, prefix}: SampleStyle, random: RandomSource): Pieces<string> {
	const given = givenTokens({engine, tokenizer}, prefix);
	const tokens: number[] = [];
	let token = tokenizer.bos;
	let decoder = engine.createDecoder();
	while (tokens.length < engine.model.blockSize) {
		if (decoder.isEnded) {
			// Somebody has looked at the model between two tokens.
			decoder = engine.createDecoder();
			for (const earlier of [tokenizer.bos, ...tokens].slice(0, -1)) {
				decoder.next(earlier);
			}
		}

		const logits = decoder.next(token);
		token = given[tokens.length] ?? random.choose(softmax(Array.from(logits, logit => logit / temperature)));
		if (token === tokenizer.bos) {
			break;
		}

		tokens.push(token);
		yield tokens.length;
	}

	return tokenizer.decode(tokens);
}

/** As much of a beginning as the model knows and its block holds. */
function givenTokens({engine, tokenizer}: Pick<SampleSource, 'engine' | 'tokenizer'>, prefix = ''): number[] {
	return tokenizer.encodeKnown(prefix).slice(0, engine.model.blockSize);
}

/** Probabilities from logits. */
export function softmax(logits: readonly number[]): number[] {
	const largest = Math.max(...logits);
	const exponentials = logits.map(logit => Math.exp(logit - largest));
	const total = exponentials.reduce((sum, exponential) => sum + exponential);
	return exponentials.map(exponential => exponential / total);
}
