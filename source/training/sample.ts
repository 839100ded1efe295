import {type CharTokenizer} from '../data/char-tokenizer.js';
import {type Engine} from '../model/engine.js';
import {type RandomSource} from '../random/random-source.js';
import {type SampleEvent} from './events.js';

/** What documents are made up with. */
export type SampleSource = {
	readonly engine: Engine;
	readonly tokenizer: CharTokenizer;
	readonly trainingDocuments: readonly string[];
};

/** Makes documents up, and tells those that the model may just remember. */
export class Sampler {
	readonly #source: SampleSource;
	readonly #temperature: number;
	#known: ReadonlySet<string> | undefined;

	constructor(source: SampleSource, temperature: number) {
		this.#source = source;
		this.#temperature = temperature;
	}

	sample(step: number, random: RandomSource): SampleEvent {
		const {engine, tokenizer, trainingDocuments} = this.#source;
		const temperature = this.#temperature;
		this.#known ??= new Set(trainingDocuments);
		const text = sampleDocument(engine, tokenizer, temperature, random);
		return {
			type: 'sample', step, text, temperature, novelty: this.#known.has(text) ? 'known' : 'new',
		};
	}
}

/**
Makes up a document, token by token, until the model ends it or its block is full.

@param temperature - Above 0; below 1 the likely gets likelier, above 1 everything evens out.
@param random - The stream that the tokens are drawn from, one draw each.
*/
export function sampleDocument(engine: Engine, tokenizer: CharTokenizer, temperature: number, random: RandomSource): string {
	const decoder = engine.createDecoder();
	const tokens: number[] = [];
	let token = tokenizer.bos;
	while (tokens.length < engine.model.blockSize) {
		const logits = decoder.next(token);
		token = random.choose(softmax(Array.from(logits, logit => logit / temperature)));
		if (token === tokenizer.bos) {
			break;
		}

		tokens.push(token);
	}

	return tokenizer.decode(tokens);
}

function softmax(logits: readonly number[]): number[] {
	const largest = Math.max(...logits);
	const exponentials = logits.map(logit => Math.exp(logit - largest));
	const total = exponentials.reduce((sum, exponential) => sum + exponential);
	return exponentials.map(exponential => exponential / total);
}
