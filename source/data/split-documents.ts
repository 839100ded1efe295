import {DatasetError} from '../errors.js';
import {type RandomSource} from '../random/random-source.js';
import {type DocumentMode} from './documents.js';

/** Documents in two parts: the model learns from one and is only measured on the other. */
export type DocumentSplit = {
	readonly training: readonly string[];
	readonly validation: readonly string[];
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

@param random - A stream of its own, so that a split does not shift the draws of the training.
@throws DatasetError if either part would be empty.
*/
export function splitDocuments(documents: readonly string[], {share, mode, isOneByOne}: SplitOptions, random: RandomSource): DocumentSplit {
	if (share === 0) {
		return {training: documents, validation: []};
	}

	const count = Math.round(documents.length * share);
	if (count === 0 || count === documents.length) {
		throw new DatasetError(`Expected enough documents for a validation split of ${share}, got ${documents.length}. Use a larger file or another --val-split.`);
	}

	if (isOneByOne) {
		const heldOut = new Set(random.shuffle([...documents.keys()]).slice(0, count));
		return parted(documents, (_, index) => heldOut.has(index));
	}

	if (mode === 'stream') {
		return {training: documents.slice(0, -count), validation: documents.slice(-count)};
	}

	const heldOut = drawTexts(documents, count, random);
	if (heldOut.size === 0) {
		throw new DatasetError(`Expected documents of which ${count} can be held out with all that are equal to them, got too few different ones. Use another file or another --val-split.`);
	}

	return parted(documents, document => heldOut.has(document));
}

/** Texts of which there are so many documents, or nearly. */
function drawTexts(documents: readonly string[], count: number, random: RandomSource): ReadonlySet<string> {
	const counts = new Map<string, number>();
	for (const document of documents) {
		counts.set(document, (counts.get(document) ?? 0) + 1);
	}

	const drawn = new Set<string>();
	let open = count;
	for (const text of random.shuffle([...counts.keys()])) {
		const needed = counts.get(text)!;
		if (needed > open) {
			// It is there too often, and leaves its place to those that come next.
			continue;
		}

		drawn.add(text);
		open -= needed;
	}

	return drawn;
}

function parted(documents: readonly string[], isHeldOut: (document: string, index: number) => boolean): DocumentSplit {
	return {
		training: documents.filter((document, index) => !isHeldOut(document, index)),
		validation: documents.filter((document, index) => isHeldOut(document, index)),
	};
}
