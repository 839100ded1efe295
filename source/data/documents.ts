import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';
import {type Tokenizer} from './tokenizer.js';

/** How a text becomes documents: one a line, or windows of one text. */
export type DocumentMode = 'lines' | 'stream';

/** Documents, as their texts or as tokens of which a text is made when it is asked for. */
export type Documents = readonly string[] | EncodedDocuments;

export type EncodedDocuments = Iterable<string> & {
	readonly length: number;
	/** The text of a document, counted from 0. */
	readonly at: (index: number) => string | undefined;
	/** The first tokens of a document, at most so many. */
	readonly tokensAt: (index: number, most: number) => number[];
	/** Some of them, in an order of their own. */
	readonly pick: (places: Uint32Array) => EncodedDocuments;
	/** Whether one of them, or a stretch of the text that they come from, is this text. */
	readonly includes: (text: string) => boolean;
};

/**
The tokens of a document.

@param most - Stops after so many.
*/
export function tokensOf(documents: Documents, index: number, tokenizer: Tokenizer, most: number): number[] {
	return 'tokensAt' in documents ? documents.tokensAt(index, most) : tokenizer.encode(documents[index], most);
}

/**
A text whose lines are ended by line feeds, whatever system it comes from.

@throws DatasetError if there is none.
*/
export function textOfLines(text: string, source: string): string {
	if (text === '') {
		throw new DatasetError(`Expected ${source} to hold text, got an empty file.`);
	}

	// To look first is quick, and most texts have none to replace.
	return text.includes('\r') ? text.replaceAll(/\r\n?/gv, '\n') : text;
}

/**
Refuses a text without anything to learn from.

@throws DatasetError if there is none.
*/
export function checkNotBlank({length}: {readonly length: number}, source: string) {
	if (length === 0) {
		throw new DatasetError(`Expected ${source} to hold text, got only blank lines.`);
	}
}

/**
Some of the documents, drawn at random and in their order.

@param most - How many; 0 is all of them.
*/
export function drawDocuments(documents: Documents, most: number, random: RandomSource): Documents {
	return most === 0 || documents.length <= most
		? documents
		: pickDocuments(documents, random.permutation(documents.length).slice(0, most).toSorted());
}

/** Some of the documents, by their places. */
export function pickDocuments(documents: Documents, places: Uint32Array): Documents {
	return 'pick' in documents ? documents.pick(places) : Array.from(places, place => documents[place]);
}
