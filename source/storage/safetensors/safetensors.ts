import {Buffer} from 'node:buffer';
import {CheckpointError} from '../../errors.js';
import {type RealArray} from '../../model/parameters.js';
import {
	isUnicode,
	mostKeys,
	mostNumbers,
	quote,
} from './header-text.js';
import {widenBF16, widenF16} from './half-precision.js';
import {
	bytes as bytesText,
	isWeight,
	metadataKey,
	mostHeaderBytes,
	parseHeader,
	prefixBytes,
	type SafetensorsHeader,
	shapeText,
	type WeightDtype,
	weightDtypes,
} from './safetensors-header.js';

/** Numbers with a name; their precision is that of the array. */
export type Tensor = {
	readonly name: string;
	/** Without dimensions it is a single number. */
	readonly shape: readonly number[];
	/** The last dimension varies fastest. */
	readonly data: RealArray;
};

/** What a reader asks of a file beyond the format. */
export type ReadOptions = {
	/** The tensors that have to be there, and no others. */
	readonly expected?: ReadonlyArray<Pick<Tensor, 'name' | 'shape'>> | undefined;
	/** The tensors that are read, of a file that has others too; without it, all. */
	readonly wanted?: ReadonlySet<string>;
	/** Whether the file has to be as this program wrote it, to the byte. Without, all numbers have to be finite. */
	readonly isSealed: boolean;
};

/** What a file holds. */
export type Safetensors = {
	readonly tensors: ReadonlyMap<string, Tensor>;
	/** All of it, also the seal. */
	readonly metadata: ReadonlyMap<string, string>;
};

/** `crypto.subtle.digest` takes no more. */
export const mostFileBytes = (2 ** 31) - 1;

const sealKey = 'sha256';
const sealDigits = 64;
/** So begins every file that this program writes, which puts the seal always in the same place. */
const headerStart = `{"${metadataKey}":{"${sealKey}":"`;
const sealStart = prefixBytes + headerStart.length;
const sealEnd = sealStart + sealDigits;
const alignment = 8;

/**
A file in the safetensors format, still to be sealed. Training waits for this, so that it copies the numbers once and does
nothing else with them.

@throws CheckpointError if it would be larger than a file may be.
*/
export function encodeSafetensors(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
	checkWritable(tensors, metadata);
	// The wider numbers first: that way each tensor begins at a multiple of the width of its numbers.
	const sorted = tensors.toSorted((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
	const header = new TextEncoder().encode(headerOf(sorted, metadata));
	const headerBytes = Math.ceil(header.length / alignment) * alignment;
	const dataStart = prefixBytes + headerBytes;
	let size = dataStart;
	for (const {data} of sorted) {
		size += data.byteLength;
	}

	if (headerBytes > mostHeaderBytes || size > mostFileBytes) {
		throw new CheckpointError(`Expected at most ${bytesText(mostFileBytes)} to save, got ${bytesText(size)}. Lower --n-embd, --n-layer or --block-size.`);
	}

	const file = new Uint8Array(size);
	new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
	file.set(header, prefixBytes);
	file.fill(0x20, prefixBytes + header.length, dataStart);
	let offset = dataStart;
	for (const {data} of sorted) {
		// As they lie in memory, which is little-endian on all that Node runs this program on.
		file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
		offset += data.byteLength;
	}

	return file;
}

/**
Writes the seal into a file that `encodeSafetensors` has made: the SHA-256 of all its bytes, with the 64
digits of the seal taken as zeros. It is computed in another thread.
*/
export async function sealSafetensors(file: Uint8Array<ArrayBuffer>): Promise<void> {
	file.set(await computeSeal(file), sealStart);
}

/**
Reads a file that is in memory.

@param path - For messages.
@throws CheckpointError if it is damaged or not what is asked for.
*/
export async function decodeSafetensors(file: Uint8Array<ArrayBuffer>, path: string, {expected, wanted, isSealed}: ReadOptions): Promise<Safetensors> {
	const header = parseHeader(file, file.length, path);
	checkExpected(header, expected, path);
	if (isSealed) {
		await checkSeal(file, path);
	}

	const tensors = new Map<string, Tensor>();
	for (const {name, dtype, shape, begin, end} of header.tensors.values()) {
		if (wanted?.has(name) === false) {
			continue;
		}

		if (!isWeight(dtype)) {
			throw new CheckpointError(`Expected the tensor ${quote(name)} of ${path} to be ${weightDtypes.slice(0, -1).join(', ')} or ${weightDtypes.at(-1)}, got ${dtype}. Convert it first.`);
		}

		const {byteOffset} = file;
		// A copy of its own: in files of others the numbers may begin anywhere.
		const buffer = file.buffer.slice(byteOffset + header.dataStart + begin, byteOffset + header.dataStart + end);
		tensors.set(name, {name, shape, data: numbersOf(buffer, dtype)});
	}

	if (!isSealed) {
		checkFinite(tensors, path);
	}

	return {tensors, metadata: header.metadata};
}

/** As they lie in memory, or, where there is no array for them, in the next wider kind. */
function numbersOf(buffer: ArrayBuffer, dtype: WeightDtype): RealArray {
	switch (dtype) {
		case 'F64': {
			return new Float64Array(buffer);
		}

		case 'F32': {
			return new Float32Array(buffer);
		}

		case 'F16': {
			return widenF16(new Uint16Array(buffer));
		}

		case 'BF16': {
			return widenBF16(new Uint16Array(buffer));
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

/** What breaks a rule here is a mistake of the caller's, and no file would show it. */
function checkWritable(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>) {
	const names = new Set([metadataKey]);
	for (const {name, shape, data} of tensors) {
		const isShape = shape.length <= mostNumbers && shape.every(size => Number.isSafeInteger(size) && size >= 0);
		const product = shape.reduce((count, size) => count * size, 1);
		if (names.has(name) || !isShape || product !== data.length) {
			throw new Error(`The tensor ${name} of shape ${shapeText(shape)} and ${data.length} numbers cannot be saved.`);
		}

		names.add(name);
	}

	// The names have the key of the metadata among them, and these will have the seal.
	const keyCount = Math.max(names.size, Object.keys(metadata).length + 1);
	if (keyCount > mostKeys || Object.hasOwn(metadata, sealKey) || [...names, ...Object.entries(metadata).flat()].some(text => !isUnicode(text))) {
		throw new Error(`Names and metadata have to be Unicode, at most ${mostKeys} and leave ${sealKey} free.`);
	}
}

function headerOf(tensors: readonly Tensor[], metadata: Readonly<Record<string, string>>): string {
	const entries = Object.entries(metadata).map(([key, text]) => `,${JSON.stringify(key)}:${JSON.stringify(text)}`);
	let offset = 0;
	const tensorEntries = tensors.map(({name, shape, data}) => {
		const begin = offset;
		offset += data.byteLength;
		const dtype = data instanceof Float64Array ? 'F64' : 'F32';
		return `,${JSON.stringify(name)}:${JSON.stringify({dtype, shape, data_offsets: [begin, offset]})}`;
	});
	return `${headerStart}${'0'.repeat(sealDigits)}"${entries.join('')}}${tensorEntries.join('')}}`;
}

/** The digits of the seal as bytes. Leaves zeros in their place. */
async function computeSeal(file: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	file.fill(0x30, sealStart, sealEnd);
	return Buffer.from(Buffer.from(await crypto.subtle.digest('SHA-256', file)).toString('hex'));
}

async function checkSeal(file: Uint8Array<ArrayBuffer>, path: string) {
	const start = Buffer.from(file.subarray(prefixBytes, sealStart)).toString('latin1');
	if (start !== headerStart) {
		throw new CheckpointError(`Expected ${path} to be sealed by this program, got no seal at the beginning of its header. Use a file as it was saved.`);
	}

	const digits = Uint8Array.from(file.subarray(sealStart, sealEnd));
	const computed = await computeSeal(file);
	file.set(digits, sealStart);
	if (Buffer.compare(digits, computed) !== 0) {
		throw new CheckpointError(`Expected ${path} to be as it was saved, got bytes that its seal does not fit. It is damaged or was changed; use another file.`);
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
