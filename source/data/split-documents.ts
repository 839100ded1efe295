import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';
import {type DocumentList} from './document-list.js';
import {type DocumentMode} from './documents.js';
import {groupEqual} from './group-equal.js';

/** Documents in two parts: the model learns from one and is only measured on the other. */
export type DocumentSplit = {
	readonly training: DocumentList;
	readonly validation: DocumentList;
};

/** Which documents are held out. */
export type SplitOptions = {
	/** How many of all, from 0 to 1. */
	readonly share: number;
	readonly mode: DocumentMode;
	/** As in runs of earlier versions: each document by itself, whatever stands beside it or is equal to it. */
	readonly isOneByOne: boolean;
};

/**
Holds out a share of the documents; the rest keeps its order. Of a stream it is the end of the text, for windows between those of
the training would flatter the model; of lines, some that are drawn, all that are equal on the same side.

@param documents - All of a text, in their order.
@param random - A stream of its own, so that a split does not shift the draws of the training.
@throws DatasetError if either part would be empty.
*/
export function splitDocuments(documents: DocumentList, {share, mode, isOneByOne}: SplitOptions, random: RandomSource): DocumentSplit {
	const {length} = documents;
	if (share === 0) {
		return {training: documents, validation: documents.pick(new Uint32Array(0))};
	}

	const count = Math.round(length * share);
	if (count === 0 || count === length) {
		throw new DatasetError(`Expected enough documents for a validation split of ${share}, got ${length}. Use a larger file or another --val-split.`);
	}

	const marks = new Uint8Array(length);
	if (isOneByOne) {
		for (const place of random.permutation(length).subarray(0, count)) {
			marks[place] = 1;
		}
	} else if (mode === 'stream') {
		marks.fill(1, length - count);
	} else {
		holdOutTexts(marks, documents, count, random);
	}

	return {training: documents.pick(placesOf(0, marks)), validation: documents.pick(placesOf(1, marks))};
}

/** Marks so many documents, or nearly, with all that are equal to them. */
function holdOutTexts(marks: Uint8Array, documents: DocumentList, count: number, random: RandomSource) {
	const {groups, sizes} = groupEqual(documents.all);
	const drawn = new Uint8Array(sizes.length);
	let open = count;
	for (const group of random.permutation(sizes.length)) {
		if (sizes[group] > open) {
			// It is there too often, and leaves its place to those that come next.
			continue;
		}

		drawn[group] = 1;
		open -= sizes[group];
	}

	if (open === count) {
		throw new DatasetError(`Expected documents of which ${count} can be held out with all that are equal to them, got too few different ones. Use another file or another --val-split.`);
	}

	for (const [place, group] of groups.entries()) {
		marks[place] = drawn[group];
	}
}

/** The places that are marked so. */
function placesOf(wanted: 0 | 1, marks: Uint8Array): Uint32Array {
	const places = new Uint32Array(marks.reduce((count, mark) => count + (mark === wanted ? 1 : 0), 0));
	let next = 0;
	for (const [place, mark] of marks.entries()) {
		if (mark === wanted) {
			places[next++] = place;
		}
	}

	return places;
}
