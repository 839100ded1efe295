import {CheckpointError} from '../../errors.js';
import {isUnicode, mostKeys, mostNumbers} from './header-text.js';
import {
	bytes as bytesText,
	metadataKey,
	mostHeaderBytes,
	prefixBytes,
	shapeText,
} from './safetensors-header.js';
import {mostFileBytes, type Tensor} from './safetensors.js';
import {emptySeal, headerStart, sealKey} from './seal.js';

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
	return `${headerStart}${emptySeal}"${entries.join('')}}${tensorEntries.join('')}}`;
}
