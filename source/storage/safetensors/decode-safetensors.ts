import {CheckpointError} from '../../errors.js';
import {type RealArray} from '../../model/parameters.js';
import {
	bitsOfDtypes,
	isWeight,
	type WeightDtype,
	weightDtypes,
} from './dtypes.js';
import {widenBF16, widenF16} from './half-precision.js';
import {quote} from './header-text.js';
import {
	bytes,
	headerLength,
	parseHeader,
	prefixBytes,
	type SafetensorsHeader,
	shapeText,
	type TensorEntry,
} from './safetensors-header.js';
import {mostFileBytes, type Safetensors, type Tensor} from './safetensors.js';
import {SealCheck} from './seal.js';

/** What a reader asks of a file beyond the format. */
export type ReadOptions = {
	/** The tensors that have to be there, and no others. */
	readonly expected?: ReadonlyArray<Pick<Tensor, 'name' | 'shape'>> | undefined;
	/** The tensors that are read, of a file that has others too; without it, all. */
	readonly wanted?: ReadonlySet<string>;
	/** Whether the file has to be as this program wrote it, to the byte. Without, all numbers have to be finite. */
	readonly isSealed: boolean;
};

/** Where the bytes of a file come from. */
export type ByteSource = {
	readonly size: number;
	/** Fills an array with the bytes from some place on. */
	readonly read: (into: Uint8Array<ArrayBuffer>, place: number) => Promise<void>;
};

/** Less than a millisecond's worth, which is still in the cache when it is hashed. */
const pieceBytes = 2 ** 20;

/**
Reads a file from its beginning to its end, each byte of its numbers once. Memory is taken for them only when its header describes the
file as it is and fits what is expected.

@param path - For messages.
@throws CheckpointError if it is damaged or not what is asked for.
*/
export async function decodeSafetensors(source: ByteSource, path: string, {expected, wanted, isSealed}: ReadOptions): Promise<Safetensors> {
	const start = await readStart(source, path);
	const header = parseHeader(start, source.size, path);
	checkExpected(header, expected, path);
	if (source.size > mostFileBytes) {
		throw new CheckpointError(`Expected ${path} to be at most ${bytes(mostFileBytes)}, got ${bytes(source.size)}. Use a smaller model.`);
	}

	const seal = isSealed ? new SealCheck(start, path) : undefined;
	const scratch = new Uint8Array(Math.min(pieceBytes, source.size));
	const entries = inOrder(header);
	const parts = roomFor(entries.filter(({name}) => wanted?.has(name) ?? true));
	for (const entry of entries) {
		const part = parts.get(entry);
		const size = entry.end - entry.begin;
		// What nobody asks for is read for the sake of the seal.
		const toRead = part ?? seal ? size : 0;
		for (let place = 0; place < toRead; place += pieceBytes) {
			const end = Math.min(size, place + pieceBytes);
			const piece = part?.subarray(place, end) ?? scratch.subarray(0, end - place);
			await source.read(piece, header.dataStart + entry.begin + place);
			seal?.add(piece);
		}
	}

	seal?.end();
	const tensors = new Map<string, Tensor>();
	for (const entry of header.tensors.values()) {
		const part = parts.get(entry);
		if (part) {
			tensors.set(entry.name, tensorOf(entry, part, path));
		}
	}

	if (!isSealed) {
		checkFinite(tensors, path);
	}

	return {tensors, metadata: header.metadata};
}

/** The file up to the end of its header. */
export async function readStart({size, read}: ByteSource, path: string): Promise<Uint8Array<ArrayBuffer>> {
	const first = new Uint8Array(Math.min(size, prefixBytes + 1));
	await read(first, 0);
	const start = new Uint8Array(prefixBytes + headerLength(first, size, path));
	await read(start, 0);
	return start;
}

/** The tensors as they lie in the file: one after the other, and empty ones wherever. */
function inOrder({tensors}: SafetensorsHeader): TensorEntry[] {
	return [...tensors.values()].toSorted((a, b) => a.begin - b.begin);
}

/** Room for the numbers of tensors: one piece of memory, in which they lie one after the other as they do in the file, each where its numbers may begin. */
function roomFor(entries: readonly TensorEntry[]): Map<TensorEntry, Uint8Array<ArrayBuffer>> {
	let size = 0;
	const places = entries.map(entry => {
		const bytesPerNumber = Math.max(1, bitsOfDtypes[entry.dtype] / 8);
		const place = Math.ceil(size / bytesPerNumber) * bytesPerNumber;
		size = place + entry.end - entry.begin;
		return {entry, place};
	});
	const buffer = new ArrayBuffer(size);
	return new Map(places.map(({entry, place}) => [entry, new Uint8Array(buffer, place, entry.end - entry.begin)]));
}

function tensorOf({name, dtype, shape}: TensorEntry, part: Uint8Array<ArrayBuffer>, path: string): Tensor {
	if (!isWeight(dtype)) {
		throw new CheckpointError(`Expected the tensor ${quote(name)} of ${path} to be ${weightDtypes.slice(0, -1).join(', ')} or ${weightDtypes.at(-1)}, got ${dtype}. Convert it first.`);
	}

	return {name, shape, data: numbersOf(part, dtype)};
}

/** As they lie in memory, or, where there is no array for them, in the next wider kind. */
function numbersOf({buffer, byteOffset, byteLength}: Uint8Array<ArrayBuffer>, dtype: WeightDtype): RealArray {
	const count = byteLength * 8 / bitsOfDtypes[dtype];
	switch (dtype) {
		case 'F64': {
			return new Float64Array(buffer, byteOffset, count);
		}

		case 'F32': {
			return new Float32Array(buffer, byteOffset, count);
		}

		case 'F16': {
			return widenF16(new Uint16Array(buffer, byteOffset, count));
		}

		case 'BF16': {
			return widenBF16(new Uint16Array(buffer, byteOffset, count));
		}
	}
}

/**
Sees that a file holds the tensors that are expected, before any of them is read.

@throws CheckpointError if one is missing, has another shape or is not among them.
*/
export function checkExpected({tensors}: SafetensorsHeader, expected: ReadOptions['expected'], path: string): void {
	if (!expected) {
		return;
	}

	const advice = 'It belongs to another model; use its settings or another file.';
	for (const {name, shape} of expected) {
		const entry = tensors.get(name);
		if (!entry) {
			throw new CheckpointError(`Expected ${path} to hold the tensor ${quote(name)} of shape ${shapeText(shape)}, got none of that name. ${advice}`);
		}

		if (shapeText(shape) !== shapeText(entry.shape)) {
			throw new CheckpointError(`Expected the tensor ${quote(name)} of ${path} to be of shape ${shapeText(shape)}, got ${shapeText(entry.shape)}. ${advice}`);
		}
	}

	const known = new Set(expected.map(({name}) => name));
	for (const {name, shape} of tensors.values()) {
		if (!known.has(name)) {
			throw new CheckpointError(`Expected ${path} to hold only the tensors of the model, got also ${quote(name)} of shape ${shapeText(shape)}. ${advice}`);
		}
	}
}

function checkFinite(tensors: ReadonlyMap<string, Tensor>, path: string) {
	for (const {name, data} of tensors.values()) {
		const index = data.findIndex(number => !Number.isFinite(number));
		if (index !== -1) {
			throw new CheckpointError(`Expected finite numbers in the tensor ${quote(name)} of ${path}, got ${data[index]} at index ${index}. Use weights from before it diverged.`);
		}
	}
}
