import {CheckpointError} from '../../errors.js';
import {bitsOfDtypes, type Dtype} from './dtypes.js';
import {HeaderText, quote} from './header-text.js';
import {refuseOtherKind} from './other-kinds.js';

/** How many bytes say how long the header is. */
export const prefixBytes = 8;
/** The format allows no longer header. */
export const mostHeaderBytes = 100_000_000;
/** The key that stands for no tensor. */
export const metadataKey = '__metadata__';

/** What a header says of a tensor. */
export type TensorEntry = {
	readonly name: string;
	readonly dtype: Dtype;
	readonly shape: readonly number[];
	/** Where its numbers begin and end, in bytes from the beginning of the data. */
	readonly begin: number;
	readonly end: number;
};

/** What is known of a file before its numbers are read. */
export type SafetensorsHeader = {
	readonly tensors: ReadonlyMap<string, TensorEntry>;
	/** All of it, also the seal. */
	readonly metadata: ReadonlyMap<string, string>;
	/** Where the data begins, in bytes from the beginning of the file. */
	readonly dataStart: number;
};

/** The error for a file that breaks a rule of the format. */
export function damaged(path: string, got: string): CheckpointError {
	return new CheckpointError(`Expected ${path} to be a safetensors file, got ${got}. It is damaged or of another kind; use another file.`);
}

/**
How long the header is, in bytes.

@param start - At least the first 9 bytes of the file, or all if it has less.
@throws CheckpointError if no header can be so long or it does not begin as one.
*/
export function headerLength(start: Uint8Array, fileBytes: number, path: string): number {
	if (fileBytes < prefixBytes) {
		throw damaged(path, `a file of ${bytes(fileBytes)}`);
	}

	const length = new DataView(start.buffer, start.byteOffset, start.byteLength).getBigUint64(0, true);
	if (length > fileBytes - prefixBytes) {
		refuseOtherKind(start, path);
		throw damaged(path, `a header of ${bytes(length)} in a file of ${bytes(fileBytes)}`);
	}

	if (length > mostHeaderBytes) {
		throw damaged(path, `a header of ${bytes(length)} where ${bytes(mostHeaderBytes)} are allowed`);
	}

	// At once, so that nothing of the claimed length is read from a file of zeros.
	if (length === 0n || start[prefixBytes] !== 0x7B) {
		throw damaged(path, 'a header that does not begin with {');
	}

	return Number(length);
}

/**
Reads the header and sees that it describes the whole file.

@param start - The file from its beginning to the end of the header or further.
@throws CheckpointError if it breaks a rule of the format.
*/
export function parseHeader(start: Uint8Array, fileBytes: number, path: string): SafetensorsHeader {
	const dataStart = prefixBytes + headerLength(start, fileBytes, path);
	const text = new HeaderText(decodeUtf8(start.subarray(prefixBytes, dataStart), path), got => damaged(path, got));
	const tensors = new Map<string, TensorEntry>();
	const metadata = new Map<string, string>();
	for (const name of text.keys()) {
		if (name !== metadataKey) {
			tensors.set(name, readEntry(text, name, path));
			continue;
		}

		for (const key of text.keys()) {
			metadata.set(key, text.string());
		}
	}

	text.end();
	checkLayout([...tensors.values()], fileBytes - dataStart, path);
	return {tensors, metadata, dataStart};
}

function decodeUtf8(encoded: Uint8Array, path: string): string {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(encoded);
	} catch {
		throw damaged(path, 'a header that is not UTF-8');
	}
}

function readEntry(text: HeaderText, name: string, path: string): TensorEntry {
	let dtype: string | undefined;
	const lists = new Map<string, number[]>();
	for (const field of text.keys()) {
		if (field === 'dtype') {
			dtype = text.string();
		} else if (field === 'shape' || field === 'data_offsets') {
			lists.set(field, text.numbers());
		} else {
			throw damaged(path, `the field ${quote(field)} in the tensor ${quote(name)}`);
		}
	}

	const shape = lists.get('shape');
	const offsets = lists.get('data_offsets');
	if (dtype === undefined || !shape || offsets?.length !== 2) {
		throw damaged(path, `the tensor ${quote(name)} without a dtype, a shape and two data_offsets`);
	}

	const [begin, end] = offsets;
	const entry = {
		name, dtype: checkDtype(dtype, name, path), shape, begin, end,
	};
	checkSize(entry, path);
	return entry;
}

function checkDtype(dtype: string, name: string, path: string): Dtype {
	if (Object.hasOwn(bitsOfDtypes, dtype)) {
		return dtype as Dtype;
	}

	throw damaged(path, `the unknown dtype ${quote(dtype)} in the tensor ${quote(name)}`);
}

/** Sees that a tensor takes the bytes that its shape needs. */
function checkSize({name, dtype, shape, begin, end}: TensorEntry, path: string) {
	let bits: number = bitsOfDtypes[dtype];
	for (const size of shape) {
		bits *= size;
		// Beyond this, products are rounded, and a wrong one could look right.
		if (bits > Number.MAX_SAFE_INTEGER) {
			throw damaged(path, `the tensor ${quote(name)} of shape ${shapeText(shape)}, which no file can hold`);
		}
	}

	const needed = bits / 8;
	if (end - begin !== needed) {
		throw damaged(path, `data_offsets ${begin} and ${end} for the tensor ${quote(name)}, which takes ${bytes(needed)}`);
	}
}

/** Sees that the tensors cover the data without holes or overlaps. */
function checkLayout(entries: TensorEntry[], dataBytes: number, path: string) {
	// An empty tensor goes before the one that begins at the same place.
	const sorted = entries.toSorted((a, b) => a.begin === b.begin ? a.end - b.end : a.begin - b.begin);
	let covered = 0;
	for (const {name, begin, end} of sorted) {
		if (begin !== covered) {
			throw damaged(path, `the tensor ${quote(name)} at byte ${begin} of the data, where ${covered} is next`);
		}

		covered = end;
	}

	if (covered !== dataBytes) {
		throw damaged(path, `${bytes(dataBytes)} of data, of which the tensors take ${bytes(covered)}`);
	}
}

/** For messages: `[27, 16]`. */
export function shapeText(shape: readonly number[]): string {
	return `[${shape.join(', ')}]`;
}

/** For messages: in full, since what has to be told apart may differ by one. */
export function bytes(count: number | bigint): string {
	return `${count.toLocaleString('en')} ${Number(count) === 1 ? 'byte' : 'bytes'}`;
}
