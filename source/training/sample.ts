import {type Documents} from '../data/documents.js';
import {type Tokenizer} from '../data/tokenizer.js';
import {type Engine} from '../model/engine.js';
import {type RandomSource, type ResumableRandom} from '../random/random-source.js';
import {chooseToken, type TokenChoice} from './choose-token.js';
import {type Novelty, type SampleEvent} from './events.js';
import {type Pieces} from './pieces.js';
import {SlidingContext} from './sliding-context.js';

/** What documents are made up with. */
export type SampleSource = {
	readonly engine: Engine;
	readonly tokenizer: Tokenizer;
	readonly trainingDocuments: Documents;
	readonly validationDocuments: Documents;
};

/** What is needed to make up a document. */
type Writer = Pick<SampleSource, 'engine' | 'tokenizer'>;

export type SampleStyle = Pick<TokenChoice, 'temperature'> & {
	/** How the document begins. Characters that the model does not know are left out. */
	readonly prefix?: string | undefined;
};

/** What is asked of a document beside that. */
export type WritingStyle = SampleStyle & TokenChoice & {
	/**
	How many characters to make up at most, the prefix not counted, also past the context. Without it, the document
	ends where the context is full, and of the prefix no more is taken than fits.
	*/
	readonly length?: number | undefined;
	/** Whether the model ends nothing, for it has learnt from pieces of one long text. */
	readonly isEndless?: boolean | undefined;
};

/** Makes documents up, and tells those that the model may just remember. */
export class Sampler {
	readonly #source: SampleSource;
	readonly #temperature: number;

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
		const {tokenizer} = this.#source;
		const draft = random.fork();
		const tokens: number[] = [];
		for (const token of writeTokens(this.#source, {temperature, prefix}, draft)) {
			tokens.push(token);
			yield tokens.length;
		}

		random.restore(draft.state);
		const text = tokenizer.decode(tokens);
		const given = tokenizer.decode(givenTokens(this.#source, {prefix}));
		return {
			type: 'sample', step, text, temperature, ...(given !== '' && {prefix: given}), novelty: this.#noveltyOf(text),
		};
	}

	#noveltyOf(text: string): Novelty {
		const {trainingDocuments, validationDocuments} = this.#source;
		if (trainingDocuments.includes(text)) {
			return 'copied';
		}

		return validationDocuments.includes(text) ? 'held-out' : 'new';
	}
}

/**
Makes up a document in one go.

@param random - The stream that the tokens are drawn from, one draw each; those of the prefix take none.
*/
export function sampleDocument(engine: Engine, tokenizer: Tokenizer, style: WritingStyle, random: RandomSource): string {
	return [...writeDocument({engine, tokenizer}, style, random)].join('');
}

/**
Makes up a document as in `sampleDocument`.

@yields Its characters one by one, those of the prefix first.
*/
export function * writeDocument(source: Writer, style: WritingStyle, random: RandomSource): Generator<string, void, undefined> {
	for (const token of writeTokens(source, style, random)) {
		yield source.tokenizer.decode([token]);
	}
}

/**
Goes on until the model ends the document, or as much has come as is asked for.

@yields The tokens, those of the prefix first.
*/
function * writeTokens({engine, tokenizer}: Writer, style: WritingStyle, random: RandomSource): Generator<number, void, undefined> {
	const {bos, hasEnds} = tokenizer;
	const {blockSize} = engine.model;
	const given = givenTokens({engine, tokenizer}, style);
	const {length = blockSize - given.length, isEndless = !hasEnds} = style;
	const context = new SlidingContext(engine, tokenizer);
	// More than fits the context is not read, for the model would not see it when it comes to the end.
	const unread = Math.max(0, given.length - blockSize + 1);
	yield * given.slice(0, unread);
	let token = tokenizer.start;
	for (let place = unread; place < given.length + length; place++) {
		const logits = context.read(token);
		token = given[place] ?? chooseToken(logits, style, random, isEndless ? bos : undefined);
		if (token === bos) {
			return;
		}

		yield token;
	}
}

/** The beginning as the model knows it. */
export function givenTokens({engine, tokenizer}: {readonly engine: Pick<Engine, 'model'>; readonly tokenizer: Tokenizer}, {prefix = '', length}: Pick<WritingStyle, 'prefix' | 'length'>): number[] {
	const tokens = tokenizer.encodeKnown(prefix);
	return length === undefined ? tokens.slice(0, engine.model.blockSize) : tokens;
}
