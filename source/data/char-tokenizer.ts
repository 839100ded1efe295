import {DatasetError} from '../errors.js';
import {type Tokenizer} from './tokenizer.js';

/**
A token for each character, which is a Unicode code point. The vocabulary is the sorted set of the
characters of the documents.
*/
export class CharTokenizer implements Tokenizer {
	readonly vocabulary: readonly string[];
	readonly bos: number;
	readonly hasEnds: boolean;
	readonly start: number;
	readonly #ids: ReadonlyMap<string, number>;

	/**
	Makes the vocabulary of some documents.

	@param hasEnds - Whether `bos` stands at their ends. Where it does not, a text that is made up begins after the end of a line, as with nanoGPT, or where there is none after a blank.
	@throws DatasetError for fewer than two distinct characters: nothing to tell apart.
	*/
	constructor(documents: Iterable<string>, hasEnds = true) {
		const distinct = new Set<string>();
		for (const document of documents) {
			for (const character of document) {
				distinct.add(character);
			}
		}

		if (distinct.size < 2) {
			throw new DatasetError(`Expected at least 2 distinct characters, got ${distinct.size === 0 ? 'none' : `only ${JSON.stringify([...distinct][0])}`}. Give a text with more to learn.`);
		}

		this.vocabulary = [...distinct].toSorted((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
		this.bos = this.vocabulary.length;
		this.#ids = new Map(this.vocabulary.map((character, id) => [character, id]));
		this.hasEnds = hasEnds;
		this.start = hasEnds ? this.bos : (this.#ids.get('\n') ?? this.#ids.get(' ') ?? 0);
	}

	get vocabSize(): number {
		return this.vocabulary.length + 1;
	}

	encode(text: string, most = Infinity): number[] {
		const tokens = this.hasEnds ? [this.bos] : [];
		for (const character of text) {
			if (tokens.length >= most) {
				return tokens;
			}

			const id = this.#ids.get(character);
			if (id === undefined) {
				throw new DatasetError(`Expected only characters of the vocabulary, got ${JSON.stringify(character)}.`);
			}

			tokens.push(id);
		}

		if (this.hasEnds && tokens.length < most) {
			tokens.push(this.bos);
		}

		return tokens;
	}

	encodeKnown(text: string): number[] {
		return [...text].flatMap(character => this.#ids.get(character) ?? []);
	}

	decode(tokens: Iterable<number>): string {
		let text = '';
		for (const token of tokens) {
			text += this.vocabulary[token] ?? '';
		}

		return text;
	}
}
