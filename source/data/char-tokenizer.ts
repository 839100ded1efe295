import {DatasetError} from '../errors.js';

/**
Turns text into token ids, one a character, and back.

A character is a Unicode code point. The vocabulary is the sorted set of the characters of the
documents; one more token, `bos`, with the last id, marks both ends of a document. It knows
nothing of models or block sizes.
*/
export class CharTokenizer {
	/** The characters in the order of their ids, without the BOS token. */
	readonly characters: readonly string[];
	/** The id of the token for the beginning and the end of a document. */
	readonly bos: number;
	readonly #ids: ReadonlyMap<string, number>;

	/**
	Makes the vocabulary of some documents.

	@throws DatasetError for fewer than two distinct characters: nothing to tell apart.
	*/
	constructor(documents: Iterable<string>) {
		const distinct = new Set<string>();
		for (const document of documents) {
			for (const character of document) {
				distinct.add(character);
			}
		}

		if (distinct.size < 2) {
			throw new DatasetError(`Expected at least 2 distinct characters, got ${distinct.size === 0 ? 'none' : `only ${JSON.stringify([...distinct][0])}`}. Give a text with more to learn.`);
		}

		this.characters = [...distinct].toSorted((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
		this.bos = this.characters.length;
		this.#ids = new Map(this.characters.map((character, id) => [character, id]));
	}

	/** The number of tokens: the characters and BOS. */
	get vocabSize(): number {
		return this.characters.length + 1;
	}

	/**
	The token ids of a document: `[bos, c1 … cn, bos]`.

	@param most - Stops after so many tokens.
	@throws DatasetError for a character that is not in the vocabulary.
	*/
	encode(text: string, most = Infinity): number[] {
		const tokens = [this.bos];
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

		if (tokens.length < most) {
			tokens.push(this.bos);
		}

		return tokens;
	}

	/** The token ids of the characters that are in the vocabulary, without any BOS. */
	encodeKnown(text: string): number[] {
		return [...text].flatMap(character => this.#ids.get(character) ?? []);
	}

	/** The text of token ids; BOS tokens have none. */
	decode(tokens: Iterable<number>): string {
		let text = '';
		for (const token of tokens) {
			text += this.characters[token] ?? '';
		}

		return text;
	}
}
