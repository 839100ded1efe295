import {CharTokenizer} from './char-tokenizer.js';
import {type EncodedDocuments} from './documents.js';
import {type OnLoadProgress, progressTeller} from './load-progress.js';
import {forEachLine, type LinesScan} from './scan-text.js';
import {createIds, type TokenIds} from './token-ids.js';
import {encodeWhole, type Tokenizer} from './tokenizer.js';

/** The tokens of all documents one after the other, without ends, and where each begins; last of all, where they end. */
export type DocumentTokens = {
	readonly ids: TokenIds;
	readonly offsets: Uint32Array;
	readonly tokenizer: Tokenizer;
};

/** Documents that stay tokens; some of them or all, in any order. */
export class DocumentList implements EncodedDocuments {
	/** Of those that it has and of others. */
	readonly all: DocumentTokens;
	/** Those that it has, by their places among all; undefined: all of them in their order. */
	readonly #places: Uint32Array | undefined;

	constructor(all: DocumentTokens, places?: Uint32Array) {
		this.all = all;
		this.#places = places;
	}

	get length(): number {
		return this.#places ? this.#places.length : this.all.offsets.length - 1;
	}

	at(index: number): string | undefined {
		return index < this.length ? this.all.tokenizer.decode(this.idsAt(index)) : undefined;
	}

	tokensAt(index: number, most: number): number[] {
		const {bos, hasEnds} = this.all.tokenizer;
		const ids = this.idsAt(index);
		if (!hasEnds) {
			return [...ids.subarray(0, most)];
		}

		const tokens = [bos, ...ids.subarray(0, Math.max(0, most - 1))];
		if (tokens.length < most) {
			tokens.push(bos);
		}

		return tokens;
	}

	/** The tokens of a document without ends, where they are. */
	idsAt(index: number): TokenIds {
		const {ids, offsets} = this.all;
		const place = this.#placeOf(index);
		return ids.subarray(offsets[place], offsets[place + 1]);
	}

	/** How many have so many characters or more. */
	countFrom(length: number): number {
		return this.lengths.reduce((count, each) => count + (each >= length ? 1 : 0), 0);
	}

	/** How many characters each has. */
	get lengths(): Uint32Array {
		const {offsets} = this.all;
		const lengths = new Uint32Array(this.length);
		for (let index = 0; index < lengths.length; index++) {
			const place = this.#placeOf(index);
			lengths[index] = offsets[place + 1] - offsets[place];
		}

		return lengths;
	}

	includes(text: string): boolean {
		const {ids, offsets, tokenizer} = this.all;
		const wanted = encodeWhole(tokenizer, text);
		if (!wanted) {
			return false;
		}

		for (let index = 0; index < this.length; index++) {
			const place = this.#placeOf(index);
			const begin = offsets[place];
			if (offsets[place + 1] - begin === wanted.length && wanted.every((id, position) => ids[begin + position] === id)) {
				return true;
			}
		}

		return false;
	}

	/** Some of them, in an order of their own. */
	pick(places: Uint32Array): DocumentList {
		const own = this.#places;
		return new DocumentList(this.all, own ? places.map(place => own[place]) : places);
	}

	/** Of a document that it has, among all. */
	#placeOf(index: number): number {
		return this.#places ? this.#places[index] : index;
	}

	* [Symbol.iterator](): Generator<string, void, undefined> {
		for (let index = 0; index < this.length; index++) {
			yield this.at(index)!;
		}
	}
}

/** The lines of a text that are not blank, without the blanks around them. */
export function encodeLines(text: string, {characters, characterCount, lineCount}: LinesScan, onProgress?: OnLoadProgress): {readonly documents: DocumentList; readonly tokenizer: CharTokenizer} {
	const tokenizer = new CharTokenizer(characters);
	const ids = createIds(tokenizer.vocabSize, characterCount);
	const offsets = new Uint32Array(lineCount + 1);
	const tell = progressTeller(onProgress, {activity: 'encoding', total: text.length});
	let [line, place] = [0, 0];
	forEachLine(text, (from, to) => {
		place = tokenizer.encodeInto(ids, place, text, [from, to]);
		offsets[++line] = place;
		tell(to);
	});
	return {documents: new DocumentList({ids, offsets, tokenizer}), tokenizer};
}

/** A text in pieces of one length but for the last. */
export function cutTokens(ids: TokenIds, tokenizer: Tokenizer, length: number): DocumentList {
	const offsets = Uint32Array.from({length: Math.ceil(ids.length / length) + 1}, (_, index) => Math.min(ids.length, index * length));
	return new DocumentList({ids, offsets, tokenizer});
}

/** Texts as documents of their own. */
export function encodeDocuments(texts: readonly string[], tokenizer: CharTokenizer): DocumentList {
	const ids = createIds(tokenizer.vocabSize, texts.reduce((sum, text) => sum + text.length, 0));
	const offsets = new Uint32Array(texts.length + 1);
	for (const [index, text] of texts.entries()) {
		offsets[index + 1] = tokenizer.encodeInto(ids, offsets[index], text, [0, text.length]);
	}

	return new DocumentList({ids, offsets, tokenizer});
}
