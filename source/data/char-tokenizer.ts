import {DatasetError} from '../errors.js';
import {type TokenIds} from './token-ids.js';
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
	/** By code point: one more than the id of its token; 0 if there is none. */
	readonly #idsAfter: Uint32Array;

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

		const codes = Uint32Array.from(distinct, character => character.codePointAt(0)!).toSorted();
		this.vocabulary = Array.from(codes, code => String.fromCodePoint(code));
		this.bos = codes.length;
		this.#idsAfter = new Uint32Array(codes.at(-1)! + 1);
		for (const [id, code] of codes.entries()) {
			this.#idsAfter[code] = id + 1;
		}

		this.hasEnds = hasEnds;
		this.start = hasEnds ? this.bos : (this.#idOf('\n') ?? this.#idOf(' ') ?? 0);
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

			const id = this.#idOf(character);
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

	/**
	Writes the tokens of a stretch of a text, without any `bos`. All of its characters have to be known, and none cut in half.

	@param ids - Where they go, from `place` on.
	@returns the place after the last.
	*/
	encodeInto(ids: TokenIds, place: number, text: string, [from, to]: readonly [from: number, to: number]): number {
		const idsAfter = this.#idsAfter;
		let next = place;
		for (let index = from; index < to; index++) {
			const code = text.codePointAt(index)!;
			ids[next++] = idsAfter[code] - 1;
			index += code > 0xFF_FF ? 1 : 0;
		}

		return next;
	}

	encodeKnown(text: string): number[] {
		return [...text].flatMap(character => this.#idOf(character) ?? []);
	}

	decode(tokens: Iterable<number>): string {
		let text = '';
		for (const token of tokens) {
			text += this.vocabulary[token] ?? '';
		}

		return text;
	}

	#idOf(character: string): number | undefined {
		const after = this.#idsAfter[character.codePointAt(0)!] ?? 0;
		return after === 0 ? undefined : after - 1;
	}
}
