import {fileURLToPath} from 'node:url';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type DatasetSource, loadDataset} from '../../source/data/dataset.js';
import {DatasetError} from '../../source/errors.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

async function load(source: Partial<DatasetSource>, seed = 42) {
	return loadDataset({
		documents: 'lines', validationShare: 0, blockSize: 8, ...source,
	}, new DotnetRandom(seed), {isLargeFileConfirmed: false});
}

describe('loadDataset of a text that was read only once', () => {
	const options = {isLargeFileConfirmed: false};
	const source = {documents: 'lines', validationShare: 0, blockSize: 8} as const;
	const text = 'Łódź\nÅbo\n';

	it('takes it as it was given, and keeps it', async () => {
		const given = await loadDataset({...source, pipe: 'standard input'}, new DotnetRandom(1), {...options, text});
		expect(given).toMatchObject({name: 'standard input', text});
		expect([...given.training]).toEqual(['Łódź', 'Åbo']);
		const {sha256, text: notKept} = await load({path: await folder.write('copy.txt', text)});
		expect([given.sha256, notKept]).toEqual([sha256, undefined]);
		// Of a run that goes on, it is read from its copy.
		expect(await load({path: folder.pathOf('copy.txt'), pipe: 'standard input'})).toEqual(given);
	});

	it.each([['/tmp/pipe', 'pipe'], ['/dev/fd/63', '/dev/fd/63'], ['standard input', 'standard input']])('calls %s %s', async (pipe, name) => {
		expect(await loadDataset({...source, pipe}, new DotnetRandom(1), {...options, text})).toMatchObject({name});
	});

	it('refuses it under the name of where it came from', async () => {
		await expect(loadDataset({...source, pipe: 'standard input'}, new DotnetRandom(1), {...options, text: '\n \n'})).rejects.toThrow('Expected standard input to hold text, got only blank lines.');
		await expect(loadDataset({...source, pipe: 'standard input'}, new DotnetRandom(1), options)).rejects.toThrow(new DatasetError('Expected the text that came from standard input, which cannot be read again, got none. Give it anew.'));
	});
});

describe('loadDataset', () => {
	it('has names of its own', async () => {
		const dataset = await load({});
		expect(dataset).toMatchObject({name: 'names.txt', mode: 'lines', validation: {length: 0}});
		const read = await load({path: fileURLToPath(new URL('../../data/names.txt', import.meta.url))});
		expect(dataset.sha256).toBe(read.sha256);
		expect(dataset.training).toHaveLength(6000);
		expect(dataset.tokenizer.vocabulary.join('')).toBe('abcdefghijklmnopqrstuvwxyz');
	});

	it('calls a file of the user by its name without the folder', async () => {
		const path = await folder.write('towns.txt', '\u{FEFF}Łódź\r\nÅbo\r\n\r\n');
		const {name, training, tokenizer} = await load({path});
		expect(name).toBe('towns.txt');
		expect([...training]).toEqual(['Łódź', 'Åbo']);
		expect(tokenizer.vocabSize).toBe(8);
	});

	it('knows the characters of the documents that it holds out', async () => {
		const path = await folder.write('alphabet.txt', [...'abcdefghij'].join('\n'));
		const {tokenizer, training, validation} = await load({path, validationShare: 0.3});
		expect(tokenizer.vocabSize).toBe(11);
		expect([training.length, validation.length]).toEqual([7, 3]);
		expect([...training, ...validation].toSorted().join('')).toBe('abcdefghij');
	});

	it('counts the documents that the block cuts off', async () => {
		const document = fc.string({unit: fc.constantFrom('a', '😀', 'é'), minLength: 1, maxLength: 12});
		await fc.assert(fc.asyncProperty(fc.array(document), fc.integer({min: 1, max: 12}), async (documents, blockSize) => {
			const path = await folder.write('lengths.txt', ['ab', ...documents].join('\n'));
			// Of a document's tokens the last has nothing after it to predict.
			const isCut = (text: string) => [...text].length + 1 > blockSize;
			const {truncatedCount} = await load({path, blockSize});
			expect(truncatedCount).toBe(['ab', ...documents].filter(text => isCut(text)).length);
		}), {numRuns: 50});
	});

	it('cuts a stream into windows, which always fit', async () => {
		const path = await folder.write('prose.txt', 'to be or\nnot to be\n');
		const {mode, training, truncatedCount} = await load({path, documents: 'stream', blockSize: 5});
		expect(mode).toBe('stream');
		expect([...training]).toEqual(['to be', ' or\nn', 'ot to', ' be']);
		expect(truncatedCount).toBe(0);
	});

	it.each([
		['empty.txt', '', /to hold text, got an empty file\.$/v],
		['mark.txt', '\u{FEFF}', /to hold text, got an empty file\.$/v],
		['blank.txt', '\n \n\r\n', /to hold text, got only blank lines\.$/v],
		['one.txt', 'a\naa\n', /at least 2 distinct characters, got only "a"\. /v],
		['nul.txt', 'a\0b', /to be text, got binary data \(a NUL at byte 1\)\. /v],
	])('refuses %s', async (name, content, message) => {
		const path = await folder.write(name, content);
		await expect(load({path})).rejects.toThrow(DatasetError);
		await expect(load({path})).rejects.toThrow(message);
	});

	it('refuses a split that leaves one side empty', async () => {
		const path = await folder.write('few.txt', 'ab\ncd\n');
		await expect(load({path, validationShare: 0.1})).rejects.toThrow(DatasetError);
	});
});
