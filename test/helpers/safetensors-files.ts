import {Buffer} from 'node:buffer';
import fc from 'fast-check';
import {encodeSafetensors} from '../../source/storage/safetensors/encode-safetensors.js';
import {type Tensor} from '../../source/storage/safetensors/safetensors.js';
import {sealSafetensors} from '../../source/storage/safetensors/seal.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** A file of any header, right or wrong, and any data. */
export function fileOf(header: string | Uint8Array, data: ArrayLike<number> = [], length?: bigint): Bytes {
	const text = Buffer.from(header);
	const prefix = Buffer.alloc(8);
	prefix.writeBigUInt64LE(length ?? BigInt(text.length));
	return Uint8Array.from(Buffer.concat([prefix, text, Uint8Array.from(data)]));
}

/** What the published format says of a file, with nothing checked and nothing of ours used. */
export function readByTheBook(file: Uint8Array): {readonly tensors: Map<string, Tensor>; readonly metadata: Map<string, string>} {
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	const headerLength = view.getUint32(0, true) + (view.getUint32(4, true) * (2 ** 32));
	let text = '';
	for (let index = 0; index < headerLength; index++) {
		text += `%${view.getUint8(8 + index).toString(16).padStart(2, '0')}`;
	}

	const metadata = new Map<string, string>();
	const tensors = new Map<string, Tensor>();
	for (const [name, fields] of pairsOf(asLists(decodeURIComponent(text)))) {
		if (name === '__metadata__') {
			for (const [key, content] of pairsOf(fields)) {
				metadata.set(key, content as string);
			}

			continue;
		}

		const {dtype, shape, data_offsets: offsets} = Object.fromEntries(pairsOf(fields)) as {dtype: string; shape: number[]; data_offsets: [number, number]};
		const [begin, end] = offsets;
		const width = dtype === 'F64' ? 8 : 4;
		const count = (end - begin) / width;
		const data = dtype === 'F64' ? new Float64Array(count) : new Float32Array(count);
		for (let index = 0; index < count; index++) {
			const place = 8 + headerLength + begin + (index * width);
			data[index] = dtype === 'F64' ? view.getFloat64(place, true) : view.getFloat32(place, true);
		}

		tensors.set(name, {name, shape, data});
	}

	return {tensors, metadata};
}

/**
The JSON with each object as a list of its keys and values. As objects, V8 13.6 may give the wrong keys: after `{"a":0,"\\":0}` it
takes the quotation mark of `{"a":0,"\"":0}` for a backslash.
*/
function asLists(json: string): unknown {
	const signs: Record<string, string> = {'{': '[', '}': ']', ':': ','};
	return JSON.parse(json.replaceAll(/"(?:[^"\\]|\\.)*"|[:\{\}]/gv, token => signs[token] ?? token));
}

function pairsOf(list: unknown): Array<[string, unknown]> {
	const items = list as unknown[];
	return Array.from({length: items.length / 2}, (_, index) => [items[index * 2] as string, items[(index * 2) + 1]]);
}

/** A file as the Python package writes it: the widest numbers first, then by name, with metadata of its own. */
export function writeLikePython(tensors: readonly Tensor[], metadata?: Record<string, string>): Bytes {
	const named = tensors.toSorted((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
	const sorted = named.toSorted((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
	const header: Array<[string, unknown]> = metadata ? [['__metadata__', metadata]] : [];
	const data: number[] = [];
	for (const {name, shape, data: numbers} of sorted) {
		const width = numbers.BYTES_PER_ELEMENT;
		const buffer = new ArrayBuffer(numbers.length * width);
		const view = new DataView(buffer);
		for (const [index, number] of numbers.entries()) {
			if (width === 8) {
				view.setFloat64(index * 8, number, true);
			} else {
				view.setFloat32(index * 4, number, true);
			}
		}

		const begin = data.length;
		data.push(...new Uint8Array(buffer));
		header.push([name, {dtype: width === 8 ? 'F64' : 'F32', shape, data_offsets: [begin, data.length]}]);
	}

	const text = Buffer.from(`{${header.map(([key, content]) => `${JSON.stringify(key)}:${JSON.stringify(content)}`).join(',')}}`);
	return fileOf(Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')]), data);
}

/** A small file of all that there can be, sealed. */
export async function sealedExample(): Promise<Bytes> {
	const file = encodeSafetensors([
		{name: 'wte', shape: [3, 4], data: Float64Array.from({length: 12}, (_, index) => Math.sin(index))},
		{name: 'wpe', shape: [1, 3], data: Float32Array.of(0.5, NaN, -0)},
		{name: 'temperature', shape: [], data: Float64Array.of(0.7)},
		{name: 'none', shape: [0, 16], data: new Float64Array()},
		{name: 'moment “é”', shape: [2], data: Float64Array.of(Infinity, 5e-324)},
	], {step: '120', vocabulary: String.raw`["a","ü","\n"]`});
	await sealSafetensors(file);
	return file;
}

/** Names that a careless reader would stumble over, and any others. */
const anyName = fc.oneof(
	fc.string({unit: 'binary', maxLength: 12}),
	fc.constantFrom('__proto__', 'constructor', 'toString', '', '0', '1', '"', '\\', String.raw`\"`, '\u{FEFF}', '\u{2028}', '😀', 'sha256 '),
);

const anyTensor = fc.record({
	name: anyName.filter(name => name !== '__metadata__'),
	shape: fc.array(fc.integer({min: 0, max: 4}), {maxLength: 4}),
	isDouble: fc.boolean(),
	numbers: fc.infiniteStream(fc.double()),
	/** Numbers that lie somewhere in a larger array, as those of a model do. */
	before: fc.integer({min: 0, max: 3}),
}).map(({name, shape, isDouble, numbers, before}): Tensor => {
	const count = shape.reduce((product, size) => product * size, 1);
	const values = Array.from({length: count + before}, () => numbers.next().value as number);
	const data = isDouble ? Float64Array.from(values) : Float32Array.from(values);
	return {name, shape, data: data.subarray(before)};
});

/** Tensors of different names. */
export const anyTensors = fc.uniqueArray(anyTensor, {selector: ({name}) => name, maxLength: 8});

const anyMetadataKey = anyName.filter(name => name !== 'sha256');
const anyMetadataEntry = fc.tuple(anyMetadataKey, fc.string({unit: 'binary', maxLength: 40}));

/** Metadata of any Unicode, which leaves out halves of surrogate pairs. */
export const anyMetadata = fc.array(anyMetadataEntry, {maxLength: 6}).map(entries => Object.fromEntries(entries) as Record<string, string>);
