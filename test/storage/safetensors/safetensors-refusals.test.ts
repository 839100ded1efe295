import {Buffer} from 'node:buffer';
import {describe, expect, it} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {decodeSafetensors} from '../../helpers/decode-bytes.js';
import {encodeSafetensors} from '../../../source/storage/safetensors/encode-safetensors.js';
import {sealSafetensors} from '../../../source/storage/safetensors/seal.js';
import {fileOf, sealedExample} from '../../helpers/safetensors-files.js';

const path = 'model.safetensors';

/** The header of one tensor, with what is given in place of what would be right for 16 bytes of data. */
function headerWith({dtype = '"F64"', shape = '[2]', offsets = '[0,16]'}: {dtype?: string; shape?: string; offsets?: string}): string {
	return `{"a":{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}}`;
}

const entry = (begin: number, end: number) => `{"dtype":"F32","shape":[${(end - begin) / 4}],"data_offsets":[${begin},${end}]}`;
const manyKeys = `{"__metadata__":{${Array.from({length: 100_001}, (_, index) => `"${index}":""`).join(',')}}}`;
const sixteen = new Uint8Array(16);

const damagedFiles: Array<[string, Uint8Array<ArrayBuffer>, string]> = [
	['nothing', new Uint8Array(), 'a file of 0 bytes'],
	['no whole length', new Uint8Array(7), 'a file of 7 bytes'],
	['one byte', new Uint8Array(1), 'a file of 1 byte'],
	['only zeros', new Uint8Array(64), 'a header that does not begin with {'],
	['a length and no header', fileOf('', [], 1n), 'a header of 1 byte in a file of 8 bytes'],
	['a header longer than the file', fileOf('{}', [], 912_680_550_400n), 'a header of 912,680,550,400 bytes in a file of 10 bytes'],
	['the longest length', fileOf('{}', [], (2n ** 64n) - 1n), 'a header of 18,446,744,073,709,551,615 bytes in a file of 10 bytes'],
	['a header of more than 100 MB', fileOf('{}', new Uint8Array(1e8), 100_000_001n), 'a header of 100,000,001 bytes where 100,000,000 bytes are allowed'],
	['a text', Uint8Array.from(Buffer.from('Ana\nBob\nZoë\n')), 'a header of 748,282,817,529,605,697 bytes in a file of 13 bytes'],
	['a space before the header', fileOf(' {}'), 'a header that does not begin with {'],
	['a byte order mark', fileOf('\u{FEFF}{}'), 'a header that does not begin with {'],
	['another kind of JSON', fileOf('[]'), 'a header that does not begin with {'],
	['bytes that are no UTF-8', fileOf(Buffer.from('{"\u{FF}":{}}', 'latin1')), 'a header that is not UTF-8'],
	['half a surrogate pair in UTF-8', fileOf(Buffer.from('7b22eda080223a7b7d7d', 'hex')), 'a header that is not UTF-8'],
	['half a surrogate pair in an escape', fileOf(String.raw`{"__metadata__":{"a":"\ud800"}}`), 'a string that is no Unicode or no JSON at character 29 of its header'],
	['a control character in a string', fileOf('{"\n":{}}'), 'a string that is no Unicode or no JSON at character 4 of its header'],
	['an escape that is none', fileOf(String.raw`{"\x":{}}`), 'a string that is no Unicode or no JSON at character 5 of its header'],
	['a string without an end', fileOf(String.raw`{"a\"`), 'a header that ends in the middle of a string'],
	['a header that ends early', fileOf('{'), 'the end instead of " at character 1 of its header'],
	['a header that ends after a comma', fileOf('{"a":{},'), 'the tensor “a” without a dtype, a shape and two data_offsets'],
	['a comma too many', fileOf('{"__metadata__":{},}'), '“}” instead of " at character 19 of its header'],
	['no colon', fileOf('{"__metadata__"{}}'), '“{” instead of : at character 15 of its header'],
	['a key without quotation marks', fileOf('{a:{}}'), '“a” instead of " at character 1 of its header'],
	['something after the header', fileOf('{} {}'), '“{” after the end of the JSON at character 3 of its header'],
	['zeros after the header', fileOf('{}\0'), '“\0” after the end of the JSON at character 2 of its header'],
	['a tensor twice', fileOf(String.raw`{"a":${entry(0, 8)},"\u0061":${entry(8, 16)}}`, sixteen), 'the key “a” twice at character 62 of its header'],
	['metadata twice', fileOf('{"__metadata__":{},"__metadata__":{}}'), 'the key “__metadata__” twice at character 33 of its header'],
	['a key of the metadata twice', fileOf('{"__metadata__":{"a":"","a":""}}'), 'the key “a” twice at character 27 of its header'],
	['a field twice', fileOf('{"a":{"dtype":"F64","dtype":"F64"}}'), 'the key “dtype” twice at character 27 of its header'],
	['a name that fills the message', fileOf(`{"${'a'.repeat(1000)}":{}}`), `the tensor “${'a'.repeat(60)}…” without a dtype, a shape and two data_offsets`],
	['more keys than anybody needs', fileOf(manyKeys), 'an object of more than 100000 keys at character 1088915 of its header'],
	['no metadata where some are said to be', fileOf('{"__metadata__":null}'), '“n” instead of { at character 16 of its header'],
	['a number in the metadata', fileOf('{"__metadata__":{"a":1}}'), '“1” instead of " at character 21 of its header'],
	['an object in the metadata', fileOf('{"__metadata__":{"a":{}}}'), '“{” instead of " at character 21 of its header'],
	['a tensor that is a list', fileOf('{"a":[]}'), '“[” instead of { at character 5 of its header'],
	['a tensor that nests for ever', fileOf(`{"a":${'['.repeat(1e6)}`), '“[” instead of { at character 5 of its header'],
	['a field too many', fileOf('{"a":{"__proto__":{}}}'), 'the field “__proto__” in the tensor “a”'],
	['no dtype', fileOf('{"a":{"shape":[0],"data_offsets":[0,0]}}'), 'the tensor “a” without a dtype, a shape and two data_offsets'],
	['no shape', fileOf('{"a":{"dtype":"F64","data_offsets":[0,0]}}'), 'the tensor “a” without a dtype, a shape and two data_offsets'],
	['no offsets', fileOf('{"a":{"dtype":"F64","shape":[0]}}'), 'the tensor “a” without a dtype, a shape and two data_offsets'],
	['one offset', fileOf(headerWith({offsets: '[0]'}), sixteen), 'the tensor “a” without a dtype, a shape and two data_offsets'],
	['three offsets', fileOf(headerWith({offsets: '[0,16,16]'}), sixteen), 'the tensor “a” without a dtype, a shape and two data_offsets'],
	['a dtype that is a number', fileOf(headerWith({dtype: '64'}), sixteen), '“6” instead of " at character 14 of its header'],
	['a dtype that nobody knows', fileOf(headerWith({dtype: '"f64"'}), sixteen), 'the unknown dtype “f64” in the tensor “a”'],
	['a dtype that every object has', fileOf(headerWith({dtype: '"constructor"'}), sixteen), 'the unknown dtype “constructor” in the tensor “a”'],
	['a shape that is a number', fileOf(headerWith({shape: '2'}), sixteen), '“2” instead of [ at character 28 of its header'],
	['a shape of strings', fileOf(headerWith({shape: '["2"]'}), sixteen), '“"” instead of a whole number at character 29 of its header'],
	['a negative size', fileOf(headerWith({shape: '[-1,-2]'}), sixteen), '“-” instead of a whole number at character 29 of its header'],
	['a size with decimals', fileOf(headerWith({shape: '[2.0]'}), sixteen), '“.” instead of ] at character 30 of its header'],
	['a size with an exponent', fileOf(headerWith({shape: '[2e0]'}), sixteen), '“e” instead of ] at character 30 of its header'],
	['a size with a zero before it', fileOf(headerWith({shape: '[02]'}), sixteen), '“2” instead of ] at character 30 of its header'],
	['a list that does not end', fileOf('{"a":{"shape":[1,'), 'the end instead of a whole number at character 17 of its header'],
	['a size that is not exact', fileOf(headerWith({shape: '[9007199254740993]'}), sixteen), 'a number above 9007199254740991 at character 45 of its header'],
	['a size of a million digits', fileOf(headerWith({shape: `[${'9'.repeat(1e6)}]`}), sixteen), 'a number above 9007199254740991 at character 46 of its header'],
	['a product that is not exact', fileOf(headerWith({shape: '[4294967296,4294967296]'}), sixteen), 'the tensor “a” of shape [4294967296, 4294967296], which no file can hold'],
	[
		'a product that would be 0 only at the end',
		fileOf(headerWith({shape: '[4294967296,4294967296,0]', offsets: '[0,0]'})),
		'the tensor “a” of shape [4294967296, 4294967296, 0], which no file can hold',
	],
	['more dimensions than anybody has', fileOf(headerWith({shape: `[${'1,'.repeat(64)}2]`}), sixteen), 'a list of more than 64 numbers at character 158 of its header'],
	['offsets for too few numbers', fileOf(headerWith({offsets: '[0,8]'}), sixteen), 'data_offsets 0 and 8 for the tensor “a”, which takes 16 bytes'],
	['offsets the wrong way round', fileOf(headerWith({offsets: '[16,0]'}), sixteen), 'data_offsets 16 and 0 for the tensor “a”, which takes 16 bytes'],
	['a number and a half', fileOf(headerWith({dtype: '"F4"', shape: '[3]', offsets: '[0,1]'}), [1]), 'data_offsets 0 and 1 for the tensor “a”, which takes 1.5 bytes'],
	['offsets for the other precision', fileOf(headerWith({dtype: '"F32"'}), sixteen), 'data_offsets 0 and 16 for the tensor “a”, which takes 8 bytes'],
	['a hole before the first', fileOf(headerWith({offsets: '[8,24]'}), new Uint8Array(24)), 'the tensor “a” at byte 8 of the data, where 0 is next'],
	['a hole', fileOf(`{"a":${entry(0, 4)},"b":${entry(8, 16)}}`, sixteen), 'the tensor “b” at byte 8 of the data, where 4 is next'],
	['an overlap', fileOf(`{"a":${entry(0, 12)},"b":${entry(8, 16)}}`, sixteen), 'the tensor “b” at byte 8 of the data, where 12 is next'],
	['two tensors in one place', fileOf(`{"a":${entry(0, 16)},"b":${entry(0, 16)}}`, sixteen), 'the tensor “b” at byte 0 of the data, where 16 is next'],
	['an empty tensor in the middle of another', fileOf(`{"a":${entry(0, 16)},"b":${entry(8, 8)}}`, sixteen), 'the tensor “b” at byte 8 of the data, where 16 is next'],
	['data of no tensor', fileOf('{}', [0]), '1 byte of data, of which the tensors take 0 bytes'],
	['data that are cut off', fileOf(headerWith({}), new Uint8Array(15)), '15 bytes of data, of which the tensors take 16 bytes'],
	['data that go on', fileOf(headerWith({}), new Uint8Array(17)), '17 bytes of data, of which the tensors take 16 bytes'],
	['a terabyte that is not there', fileOf(headerWith({shape: '[137438953472]', offsets: '[0,1099511627776]'}), sixteen), '16 bytes of data, of which the tensors take 1,099,511,627,776 bytes'],
];

describe('a file with', () => {
	it.each(damagedFiles)('%s is refused', async (_, file, got) => {
		const refusal = new CheckpointError(`Expected model.safetensors to be a safetensors file, got ${got}. It is damaged or of another kind; use another file.`);
		await expect(decodeSafetensors(file, path, {isSealed: false})).rejects.toThrow(refusal);
		await expect(decodeSafetensors(file, path, {isSealed: true})).rejects.toThrow(refusal);
	});

	it('an empty header is one without tensors', async () => {
		const file = fileOf('{}');
		await expect(decodeSafetensors(file, path, {isSealed: false})).resolves.toEqual({tensors: new Map(), metadata: new Map()});
	});

	it.each([['BOOL', 16], ['I64', 2], ['F8_E4M3', 16], ['F4', 32]])('numbers in %s is refused by name', async (dtype, count) => {
		const header = headerWith({dtype: `"${dtype}"`, shape: `[${count}]`});
		await expect(decodeSafetensors(fileOf(header, sixteen), path, {isSealed: false}))
			.rejects.toThrow(new CheckpointError(`Expected the tensor “a” of model.safetensors to be F64, F32, F16 or BF16, got ${dtype}. Convert it first.`));
	});

	it('an empty tensor where another begins is read, whichever is named first', async () => {
		const expected = [{name: 'a', shape: [0]}, {name: 'b', shape: [4]}];
		for (const names of ['ab', 'ba']) {
			const header = `{${Array.from(names, name => `"${name}":${entry(0, name === 'a' ? 0 : 16)}`).join(',')}}`;
			const {tensors} = await decodeSafetensors(fileOf(header, sixteen), path, {expected, isSealed: false});
			expect([tensors.get('a')!.shape, tensors.get('a')!.data.length, tensors.get('b')!.shape, tensors.get('b')!.data.length]).toEqual([[0], 0, [4], 4]);
		}
	});

	it('names that every object has is harmless', async () => {
		const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'];
		const header = `{${names.map((name, index) => `"${name}":${entry(index * 4, (index * 4) + 4)}`).join(',')},"__metadata__":{"__proto__":"a"}}`;
		const {tensors, metadata} = await decodeSafetensors(fileOf(header, sixteen), path, {isSealed: false});
		expect([...tensors.keys()]).toEqual(names);
		expect(metadata).toEqual(new Map([['__proto__', 'a']]));
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});

describe('a file of another model', () => {
	const file = encodeSafetensors([
		{name: 'wte', shape: [2, 3], data: new Float64Array(6)},
		{name: 'wpe', shape: [3], data: new Float64Array(3)},
	], {});
	const wte = {name: 'wte', shape: [2, 3]};
	const wpe = {name: 'wpe', shape: [3]};

	it.each([
		['lacks a tensor', [wte, {name: 'lm_head', shape: [2, 3]}, wpe], 'Expected model.safetensors to hold the tensor “lm_head” of shape [2, 3], got none of that name.'],
		['has a tensor too many', [wte], 'Expected model.safetensors to hold only the tensors of the model, got also “wpe” of shape [3].'],
		['has tensors where none should be', [], 'Expected model.safetensors to hold only the tensors of the model, got also “wte” of shape [2, 3].'],
		['has another size', [wte, {...wpe, shape: [4]}], 'Expected the tensor “wpe” of model.safetensors to be of shape [4], got [3].'],
		['has the sizes the other way round', [{...wte, shape: [3, 2]}, wpe], 'Expected the tensor “wte” of model.safetensors to be of shape [3, 2], got [2, 3].'],
		['has other dimensions', [{...wte, shape: [6]}, wpe], 'Expected the tensor “wte” of model.safetensors to be of shape [6], got [2, 3].'],
		['has dimensions where none should be', [wte, {...wpe, shape: []}], 'Expected the tensor “wpe” of model.safetensors to be of shape [], got [3].'],
	])('%s', async (_, expected, message) => {
		await expect(decodeSafetensors(file, path, {expected, isSealed: false}))
			.rejects.toThrow(new CheckpointError(`${message} It belongs to another model; use its settings or another file.`));
	});
});

describe('a seal', () => {
	const unsealed = new CheckpointError('Expected model.safetensors to be sealed by this program, got no seal at the beginning of its header. Use a file as it was saved.');
	const broken = new CheckpointError('Expected model.safetensors to be as it was saved, got bytes that its seal does not fit. It is damaged or was changed; use another file.');

	it('has to be there when it is asked for', async () => {
		const late = `{"__metadata__":{"step":"1","sha256":"${'a'.repeat(64)}"}}`;
		for (const file of [fileOf('{}'), fileOf(headerWith({}), sixteen), fileOf(late)]) {
			await expect(decodeSafetensors(file, path, {isSealed: true})).rejects.toThrow(unsealed);
		}
	});

	it.each(['', 'abc', '0'.repeat(64), '“'.repeat(64), 'A'.repeat(65)])('of %j does not fit', async seal => {
		await expect(decodeSafetensors(fileOf(`{"__metadata__":{"sha256":"${seal}"}}`), path, {isSealed: true})).rejects.toThrow(broken);
	});

	it('is not yet there when a file has only been encoded', async () => {
		await expect(decodeSafetensors(encodeSafetensors([], {}), path, {isSealed: true})).rejects.toThrow(broken);
	});

	it('does not fit in capitals', async () => {
		const file = await sealedExample();
		const capital = Uint8Array.from(file, (byte, index) => index >= 35 && index < 99 && byte > 0x60 ? byte - 0x20 : byte);
		await expect(decodeSafetensors(capital, path, {isSealed: true})).rejects.toThrow(broken);
	});
});

describe('a number that is not finite', () => {
	it.each([
		['NaN', NaN],
		['Infinity', Infinity],
		['-Infinity', -Infinity],
	])('such as %s is refused without a seal and given back with one', async (text, number) => {
		const file = encodeSafetensors([
			{name: 'good', shape: [2], data: Float64Array.of(1, 2)},
			{name: 'bad', shape: [2, 2], data: Float32Array.of(1, 2, number, 4)},
		], {});
		await expect(decodeSafetensors(file, path, {isSealed: false}))
			.rejects.toThrow(new CheckpointError(`Expected finite numbers in the tensor “bad” of model.safetensors, got ${text} at index 2. Use weights from before it diverged.`));
		await sealSafetensors(file);
		const {tensors} = await decodeSafetensors(file, path, {isSealed: true});
		expect(tensors.get('bad')!.data).toEqual(Float32Array.of(1, 2, number, 4));
	});
});
