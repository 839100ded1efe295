import {DatasetError} from '../errors.js';
import {drawAt} from '../random/draw-at.js';
import {piecesOf} from '../text/pieces-of.js';
import {type EncodedDocuments} from './documents.js';
import {type CharTokenizer} from './char-tokenizer.js';
import {type OnLoadProgress, progressTeller} from './load-progress.js';
import {createIds, hasTokens, type TokenIds} from './token-ids.js';
import {encodeWhole, type Tokenizer} from './tokenizer.js';

/** A stretch of a text as tokens, and the longest that a model sees of it at once. */
export type Stretch = {
	readonly ids: TokenIds;
	readonly tokenizer: Tokenizer;
	readonly blockSize: number;
};

/** More than any training takes, and still exact: windows at random places have no end. */
const endless = Number.MAX_SAFE_INTEGER;

/** A text as tokens, without ends. The tokenizer has to know all of its characters. */
export function encodeText(text: string, tokenizer: CharTokenizer, onProgress?: OnLoadProgress): TokenIds {
	const ids = createIds(tokenizer.vocabSize, text.length);
	const tell = progressTeller(onProgress, {activity: 'encoding', total: text.length});
	let place = 0;
	for (const piece of piecesOf(text)) {
		place = tokenizer.encodeInto(ids, place, text, piece);
		tell(piece[1]);
	}

	return ids.subarray(0, place);
}

/**
A text in two parts: the model learns from the first and is only measured on the last.

@param share - Of the tokens that are held out, from 0 to 1.
@throws DatasetError if a part would have nothing to predict.
*/
export function splitStretch(text: Stretch, share: number): {readonly training: Stretch; readonly validation: Stretch} {
	const {ids} = text;
	const heldOut = Math.round(ids.length * share);
	const first = ids.length - heldOut;
	if (first < 2) {
		throw new DatasetError(`Expected a text with at least 2 characters to train on, got ${first}. Use a larger file${share === 0 ? '' : ' or another --val-split'}.`);
	}

	if (share > 0 && heldOut < 2) {
		throw new DatasetError(`Expected enough text for a validation split of ${share}, got ${ids.length} characters. Use a larger file or another --val-split.`);
	}

	return {training: {...text, ids: ids.subarray(0, first)}, validation: {...text, ids: ids.subarray(first)}};
}

/**
The windows of a text side by side. Each token but the first is predicted once: a window begins with the last token of the one before it,
of which it predicts none.
*/
export function adjacentWindows(text: Stretch): EncodedDocuments {
	const {ids, blockSize} = text;
	return windowsOf(text, Math.ceil(Math.max(0, ids.length - 1) / blockSize), index => index * blockSize);
}

/**
Windows that begin at random places of a text, without end. The place of each follows from the seed and its index alone, so that
a training that goes on anywhere finds those that it would have had.

@param seed - A whole number.
*/
export function randomWindows(text: Stretch, seed: number): EncodedDocuments {
	const {ids, blockSize} = text;
	const placeCount = Math.max(1, ids.length - blockSize);
	return windowsOf(text, endless, index => drawAt(seed, index, placeCount));
}

/** A window has a token more than the model sees: the last is only predicted. */
function windowsOf({ids, tokenizer, blockSize}: Stretch, length: number, placeOf: (index: number) => number): EncodedDocuments {
	const tokensAt = (index: number, most: number) => {
		const place = placeOf(index);
		return [...ids.subarray(place, place + Math.min(most, blockSize + 1))];
	};

	const at = (index: number) => tokenizer.decode(tokensAt(index, Infinity));
	return {
		length,
		at,
		tokensAt,
		pick: places => windowsOf({ids, tokenizer, blockSize}, places.length, index => placeOf(places[index])),
		includes: text => hasTokens(ids, encodeWhole(tokenizer, text)),
		* [Symbol.iterator]() {
			for (let index = 0; index < length; index++) {
				yield at(index);
			}
		},
	};
}
