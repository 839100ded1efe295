import {Buffer} from 'node:buffer';

/** Token ids, in as few bytes as the vocabulary allows. */
export type TokenIds = Uint8Array | Uint16Array | Uint32Array;

/** Room for so many ids. */
export function createIds(vocabSize: number, length: number): TokenIds {
	if (vocabSize <= 2 ** 8) {
		return new Uint8Array(length);
	}

	return vocabSize <= 2 ** 16 ? new Uint16Array(length) : new Uint32Array(length);
}

/** Whether some tokens stand among others one after the other; no tokens stand nowhere. */
export function hasTokens(ids: TokenIds, tokens: readonly number[] = []): boolean {
	if (tokens.length === 0) {
		return false;
	}

	const size = ids.BYTES_PER_ELEMENT;
	const wanted = new (ids.constructor as new (values: readonly number[]) => TokenIds)(tokens);
	const bytes = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength);
	const wantedBytes = new Uint8Array(wanted.buffer, wanted.byteOffset, wanted.byteLength);
	let place = bytes.indexOf(wantedBytes);
	// What begins in the middle of a token is something else.
	while (place % size > 0) {
		place = bytes.indexOf(wantedBytes, place + 1);
	}

	return place !== -1;
}
