import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {decodeSafetensors} from '../../helpers/decode-bytes.js';
import {encodeSafetensors} from '../../../source/storage/safetensors/encode-safetensors.js';
import {parseHeader} from '../../../source/storage/safetensors/safetensors-header.js';
import {type Tensor} from '../../../source/storage/safetensors/safetensors.js';
import {sealSafetensors} from '../../../source/storage/safetensors/seal.js';
import {
	anyMetadata,
	anyTensors,
	fileOf,
	readByTheBook,
	writeLikePython,
} from '../../helpers/safetensors-files.js';

const path = 'model.safetensors';
const byName = (tensors: readonly Tensor[]) => new Map(tensors.map(tensor => [tensor.name, tensor]));
const isFinite = ({data}: Tensor) => data.every(number => Number.isFinite(number));

/** What the seal of a file has to be, by another way. */
function sealOf(file: Uint8Array): string {
	const [before, after] = Buffer.from(file).toString('latin1').split(/(?<="sha256":")[\da-f]{64}(?=")/v, 2);
	return createHash('sha256').update(`${before}${'0'.repeat(64)}${after}`, 'latin1').digest('hex');
}

describe('a file that we write', () => {
	it('gives back all tensors and metadata', async () => {
		await fc.assert(fc.asyncProperty(anyTensors, anyMetadata, async (tensors, metadata) => {
			const file = encodeSafetensors(tensors, metadata);
			await sealSafetensors(file);
			const before = Uint8Array.from(file);
			const read = await decodeSafetensors(file, path, {expected: tensors, isSealed: true});
			expect(read.tensors).toStrictEqual(byName(tensors));
			expect(read.metadata).toStrictEqual(new Map([['sha256', sealOf(file)], ...Object.entries(metadata)]));
			expect(file).toEqual(before);
		}));
	});

	it('reads the same by the published format', () => {
		fc.assert(fc.property(anyTensors, anyMetadata, (tensors, metadata) => {
			const {tensors: read, metadata: readMetadata} = readByTheBook(encodeSafetensors(tensors, metadata));
			expect(read).toStrictEqual(byName(tensors));
			expect(readMetadata).toStrictEqual(new Map([['sha256', '0'.repeat(64)], ...Object.entries(metadata)]));
		}));
	});

	it('begins its data at a multiple of 8, and each tensor at one of its width', () => {
		fc.assert(fc.property(anyTensors, anyMetadata, (tensors, metadata) => {
			const file = encodeSafetensors(tensors, metadata);
			const {dataStart, tensors: entries} = parseHeader(file, file.length, path);
			expect(dataStart % 8).toBe(0);
			for (const {begin, dtype} of entries.values()) {
				expect(begin % (dtype === 'F64' ? 8 : 4)).toBe(0);
			}
		}));
	});

	it('is the bytes that the format says', () => {
		const file = encodeSafetensors([{name: 'a', shape: [1], data: Float32Array.of(1)}, {name: 'b', shape: [], data: Float64Array.of(-2)}], {k: 'é'});
		const header = `{"__metadata__":{"sha256":"${'0'.repeat(64)}","k":"é"},"b":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}`;
		const length = Buffer.byteLength(header);
		expect(Buffer.from(file).toString('hex')).toBe([
			Buffer.of(Math.ceil(length / 8) * 8, 0, 0, 0, 0, 0, 0, 0).toString('hex'),
			Buffer.from(header).toString('hex'),
			'20'.repeat((8 - (length % 8)) % 8),
			'00000000000000c0',
			'0000803f',
		].join(''));
	});

	it('can be sealed again after a change', async () => {
		const file = encodeSafetensors([{name: 'a', shape: [1], data: Float64Array.of(1)}], {});
		await sealSafetensors(file);
		file[file.length - 1] = 0;
		await sealSafetensors(file);
		const {metadata} = await decodeSafetensors(file, path, {isSealed: true});
		expect(metadata.get('sha256')).toBe(sealOf(file));
	});

	it('holds copies, so that training may go on', () => {
		const data = Float64Array.of(1, 2);
		const file = encodeSafetensors([{name: 'a', shape: [2], data}], {});
		data.fill(9);
		expect(readByTheBook(file).tensors.get('a')!.data).toEqual(Float64Array.of(1, 2));
	});

	it.each<[string, Tensor[], Record<string, string>]>([
		['two tensors of one name', [{name: 'a', shape: [], data: new Float64Array(1)}, {name: 'a', shape: [], data: new Float32Array(1)}], {}],
		['a tensor named as the metadata', [{name: '__metadata__', shape: [], data: new Float64Array(1)}], {}],
		['a shape that is not that of the data', [{name: 'a', shape: [2, 3], data: new Float64Array(5)}], {}],
		['a shape that is negative', [{name: 'a', shape: [-1, -2], data: new Float64Array(2)}], {}],
		['more dimensions than can be read', [{name: 'a', shape: Array.from({length: 65}, () => 1), data: new Float64Array(1)}], {}],
		['more metadata than can be read', [], Object.fromEntries(Array.from({length: 1e5}, (_, index) => [index, '']))],
		['half a surrogate pair in a name', [{name: '\u{D800}', shape: [], data: new Float64Array(1)}], {}],
		['half a surrogate pair in the metadata', [], {a: '\u{DC00}b'}],
		['half a surrogate pair in a key', [], {'\u{D83D}': ''}],
		['metadata in the place of the seal', [], {sha256: ''}],
	])('does not come from %s', (_, tensors, metadata) => {
		expect(() => encodeSafetensors(tensors, metadata)).toThrow(Error);
		expect(() => encodeSafetensors(tensors, metadata)).not.toThrow(CheckpointError);
	});

	it('is not larger than can be sealed', () => {
		// The numbers are never looked at; the memory of an array that nobody writes to is not taken.
		const data = new Float64Array(2 ** 27);
		const tensors = ['weights', 'moments'].map(name => ({name, shape: [2 ** 27], data}));
		expect(() => encodeSafetensors(tensors, {})).toThrow(new CheckpointError('Expected at most 2,147,483,647 bytes to save, got 2,147,483,912 bytes. Lower --n-embd, --n-layer or --block-size.'));
	});
});

describe('a file that the Python package writes', () => {
	it('is read, whatever its order', async () => {
		await fc.assert(fc.asyncProperty(anyTensors.map(tensors => tensors.filter(tensor => isFinite(tensor))), fc.option(anyMetadata, {nil: undefined}), async (tensors, metadata) => {
			const {tensors: read, metadata: readMetadata} = await decodeSafetensors(writeLikePython(tensors, metadata), path, {expected: tensors.toReversed(), isSealed: false});
			expect(read).toStrictEqual(byName(tensors));
			expect(readMetadata).toStrictEqual(new Map(Object.entries(metadata ?? {})));
		}));
	});

	it('may have a header of any length, and be part of a larger buffer', async () => {
		const header = '{"a":{"dtype":"F64","shape":[1],"data_offsets":[4,12]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ';
		const buffer = Uint8Array.of(1, 2, 3, ...fileOf(header, Buffer.from('0000803f00000000000000c0', 'hex')), 4);
		const {tensors} = await decodeSafetensors(buffer.subarray(3, -1), path, {isSealed: false});
		expect(tensors).toStrictEqual(byName([{name: 'a', shape: [1], data: Float64Array.of(-2)}, {name: 'b', shape: [1], data: Float32Array.of(1)}]));
	});

	it('is read with its fields in another order, with spaces and with escapes', async () => {
		const header = '{ "\\u0061" : {"data_offsets":[ 0,\n0 ], "shape":[0 , 2],\t"dtype":"F32"},\r\n"__metadata__":{"\\"":"\\\\","":"\\ud83d\\ude00"} }   ';
		const {tensors, metadata} = await decodeSafetensors(fileOf(header), path, {isSealed: false});
		expect(tensors).toStrictEqual(byName([{name: 'a', shape: [0, 2], data: new Float32Array()}]));
		expect(metadata).toStrictEqual(new Map([['"', '\\'], ['', '😀']]));
	});

	it('loses its seal when it is saved anew', async () => {
		const file = writeLikePython([{name: 'a', shape: [], data: Float32Array.of(1)}], {format: 'pt', sha256: 'a'.repeat(64)});
		// The old one is a text like others, and fits nothing.
		const {tensors, metadata} = await decodeSafetensors(file, path, {isSealed: false});
		expect(tensors).toStrictEqual(byName([{name: 'a', shape: [], data: Float32Array.of(1)}]));
		expect(metadata).toEqual(new Map([['format', 'pt'], ['sha256', 'a'.repeat(64)]]));
		await expect(decodeSafetensors(file, path, {isSealed: true})).rejects.toThrow(/^Expected model\.safetensors to be sealed by this program, got no seal at the beginning of its header\./v);
	});
});
