import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {type ModelConfig} from '../../../source/model/model-config.js';
import {countParameters, createParameters, parameterLayouts} from '../../../source/model/parameters.js';
import {chapter7, microgpt} from '../../../source/settings/presets.js';
import {type LocalRun, openRun} from '../../../source/run/open-run.js';
import {readInitialWeights} from '../../../source/storage/safetensors/initial-weights.js';
import {readSafetensors} from '../../../source/storage/safetensors/read-safetensors.js';
import {encodeSafetensors} from '../../../source/storage/safetensors/encode-safetensors.js';
import {type Tensor} from '../../../source/storage/safetensors/safetensors.js';
import {createRunConfig, type RunOptions} from '../../../source/settings/run-config.js';
import {allEvents} from '../../helpers/small-training.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
/** The checkpoint of a GPT that knows the small letters. */
let trained: string;
let dataOfTrained: Float64Array;

async function open(options: RunOptions, preset = microgpt): Promise<LocalRun> {
	return openRun(createRunConfig(preset, {steps: 1, samples: 0, ...options}), '0');
}

async function firstLoss(options: RunOptions, preset = microgpt): Promise<number> {
	const run = await open(options, preset);
	await run.events.next();
	const {value} = await run.events.next();
	await run.close();
	return value?.type === 'step' ? value.loss : NaN;
}

beforeAll(async () => {
	const run = await openRun(createRunConfig(microgpt, {steps: 1500, samples: 0}), '0', {
		saving: {runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined},
	});
	const events = await allEvents(run.events);
	expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'completed'});
	trained = join(run.saving!.folder, 'checkpoint.safetensors');
	dataOfTrained = Float64Array.from(run.engine.parameters.data);
});

const tiny = {architecture: 'bigram', nEmbd: 2, blockSize: 1} as const;
const tinyModel = (vocabSize: number): ModelConfig => ({...tiny, vocabSize});

/** Where each stands: 100 for each matrix, 10 for each row. */
function numbersThatTell(matrix: number, rows: number, columns: number): Float64Array {
	return Float64Array.from({length: rows * columns}, (_, index) => (100 * (matrix + 1)) + (10 * Math.floor(index / columns)) + (index % columns));
}

/** A file of another program. */
async function tinyFile(name: string, vocabSize: number, metadata: Record<string, string> = {}, change: (tensors: Tensor[]) => Tensor[] = tensors => tensors): Promise<string> {
	const tensors = parameterLayouts(tinyModel(vocabSize)).map(({key, rows, columns}, matrix): Tensor => ({
		name: key, shape: [rows, columns], data: numbersThatTell(matrix, rows, columns),
	}));
	return folder.write(name, encodeSafetensors(change(tensors), metadata));
}

const vocabulary = (letters: string) => ({vocabulary: JSON.stringify([...letters])});

async function read(path: string, letters: string) {
	const characters = [...letters];
	const model = tinyModel(characters.length + 1);
	const {data} = createParameters(model);
	return readInitialWeights(path, {model, vocabulary: characters, drawn: data.fill(-1)});
}

describe('weights for the same characters', () => {
	it('are taken as they are, without a word', async () => {
		const {engine, notes} = await open({initFrom: trained});
		expect([...engine.parameters.data]).toEqual([...dataOfTrained]);
		expect(notes).toEqual([]);
	});

	it('are taken in single precision too, and draw nothing', async () => {
		const {engine} = await open({initFrom: trained, precision: 'f32'});
		expect([...engine.parameters.data]).toEqual([...Float32Array.from(dataOfTrained)]);
		const [drawn, loaded] = [await open({seed: 7}), await open({seed: 7, initFrom: trained})];
		loaded.engine.setParameters(drawn.engine.parameters.data);
		expect(loaded.sample({count: 3})).toEqual(drawn.sample({count: 3}));
	});
});

describe('weights for other characters', () => {
	it('keep what they know of the letters that both have', async () => {
		// As many letters as before, but b to d are others, and so the ids of nearly all.
		const names = await readFile('data/names.txt', 'utf8');
		const data = await folder.write('other-letters.txt', names.replaceAll('b', 'ß').replaceAll('c', 'ç').replaceAll('d', 'ð'));
		const options = {data, seed: 3, batchSize: 64};
		const known = await firstLoss({...options, data: undefined, initFrom: trained});
		const {engine, notes} = await open({...options, initFrom: trained});
		expect(engine.model.vocabSize).toBe(27);
		expect(notes).toEqual([`${trained} knows 23 of the 26 characters of the data. New, with numbers as drawn: ß ç ð. Not used any more: b c d.`]);
		const loss = await firstLoss({...options, initFrom: trained});
		expect(known).toBeLessThan(2.45);
		expect(loss).toBeLessThan(known + 0.2);
		// Without their vocabulary they are taken for other letters: far worse than blind, which is 3.30.
		const {tensors} = await readSafetensors(trained, {isSealed: true});
		const nameless = await folder.write('nameless', encodeSafetensors([...tensors.values()], {}));
		expect(await firstLoss({...options, initFrom: nameless})).toBeGreaterThan(loss + 1);
	});

	it('give rows by letter, and BOS its own', async () => {
		const path = await tinyFile('abd', 4, vocabulary('abd'));
		const {parameters, notes} = await read(path, 'bcde');
		const rows = [[110, 111], [-1, -1], [120, 121], [-1, -1], [130, 131]];
		const heads = rows.map(row => row.map(number => number < 0 ? number : number + 200));
		expect([...parameters]).toEqual([...rows.flat(), 200, 201, ...heads.flat()]);
		expect(notes).toEqual([`${path} knows 2 of the 4 characters of the data. New, with numbers as drawn: c e. Not used any more: a.`]);
	});

	it('are taken whole where they know more, and in any order', async () => {
		const more = await read(await tinyFile('more', 5, vocabulary('abcd')), 'bd');
		expect(more.notes.join(' ')).toMatch(/more knows all 2 characters of the data\. Not used any more: a c\.$/v);
		const {parameters, notes} = await read(await tinyFile('turned', 3, vocabulary('ba')), 'ab');
		expect([...parameters].slice(0, 6)).toEqual([110, 111, 100, 101, 120, 121]);
		expect(notes).toEqual([]);
	});

	it('are told with blanks that one can see, and not without end', async () => {
		const letters = Array.from({length: 100}, (_, index) => String.fromCodePoint(0x4E_00 + index)).join('');
		const {notes} = await read(await tinyFile('blanks', 4, vocabulary('\n a')), `a${letters}`);
		expect(notes.join(' ')).toMatch(/New, with numbers as drawn: 一 .* and 80 more\. Not used any more: "\\n" " "\.$/v);
	});

	it('are refused where nothing is the same', async () => {
		const path = await tinyFile('foreign', 3, vocabulary('xy'));
		await expect(read(path, 'ab')).rejects.toThrow(new CheckpointError(`Expected ${path} to fit the model, got none of the characters of the data. Use another file.`));
	});
});

describe('weights of another program', () => {
	it.each([
		['nothing', {}],
		['no JSON', {vocabulary: 'abc'}],
		['too few', vocabulary('ab')],
		['one twice', vocabulary('aba')],
		['more than characters', {vocabulary: '["ab","c","d"]'}],
		['something else', {vocabulary: '{"a":1}'}],
	])('that say %s of their characters are taken if they fit, with a note', async (what, metadata) => {
		const path = await tinyFile(`unknown ${what}`, 4, metadata);
		const {parameters, notes} = await read(path, 'xyz');
		expect([...parameters].slice(0, 8)).toEqual([100, 101, 110, 111, 120, 121, 130, 131]);
		expect(notes).toEqual([`${path} does not say which characters its rows are for: they are taken for those of the data, in the order of their code points.`]);
		await expect(read(path, 'ab')).rejects.toThrow(new CheckpointError(`Expected ${path} to fit the model, got the tensor “wte” of shape [4, 2] instead of [3, 2] and the tensor “lm_head” of shape [4, 2] instead of [3, 2]. Use another file.`));
	});
});

describe('weights that do not fit', () => {
	it('are refused with all sizes that differ', async () => {
		await expect(open({
			initFrom: trained, nEmbd: 32, nHead: 2, nLayer: 3, blockSize: 8,
		})).rejects.toThrow(new CheckpointError(`Expected ${trained} to fit the model, got --n-embd 16 instead of 32, --block-size 16 instead of 8, --n-layer 1 instead of 3 and --n-head 4 instead of 2. Train a model of its sizes (--n-embd 16 --block-size 16 --n-layer 1 --n-head 4), or use another file.`));
		// No shape shows these.
		await expect(open({initFrom: trained, nHead: 2})).rejects.toThrow('got --n-head 4 instead of 2. ');
		await expect(open({initFrom: trained, blockSize: 16}, chapter7)).rejects.toThrow('got a GPT instead of a bigram. Train a model of its sizes (--preset microgpt --n-layer 1 --n-head 4), or');
		await expect(open({initFrom: await tinyFile('bigram', 27), nEmbd: 4, nHead: 2})).rejects.toThrow('got a model without layers instead of a GPT, --n-embd 2 instead of 4 and --block-size 1 instead of 16. Train a model of its sizes (--preset chapter7 --n-embd 2 --block-size 1), or');
	});

	it('are refused with all tensors that differ', async () => {
		const others = await tinyFile('others', 3, vocabulary('xy'), ([wte, wpe]) => [wte, wpe, {name: 'h.0', shape: [1], data: Float64Array.of(1)}]);
		await expect(read(others, 'ab')).rejects.toThrow(new CheckpointError(`Expected ${others} to fit the model, got no tensor “lm_head” but “h.0” and none of the characters of the data. Use another file.`));
		const foreign = await tinyFile('gpt2', 3, {}, tensors => [...tensors, ...tensors, ...tensors].map((tensor, index) => ({...tensor, name: `h.${index}`})));
		await expect(read(foreign, 'ab')).rejects.toThrow(new CheckpointError(`Expected ${foreign} to fit the model, got no tensor “wte”, “wpe”, “lm_head” but “h.*” (9). Use another file.`));
	});

	it('are refused from what cannot be read again', async () => {
		await expect(read('/dev/stdin', 'ab')).rejects.toThrow(new CheckpointError('Expected --init-from to name a file, got /dev/stdin, which cannot be read again when the run is. Give the path of a file.'));
		await expect(read(`/proc/${process.pid}/fd/63`, 'ab')).rejects.toThrow('cannot be read again');
	});
});

it('names the options in which models differ, and a table that has no use', async () => {
	const model: ModelConfig = {
		architecture: 'gpt', nLayer: 1, nEmbd: 16, nHead: 4, blockSize: 16, vocabSize: 27, positions: 'rotary', activation: 'squared-relu',
	};
	const {parameters, notes} = await readInitialWeights(trained, {model, vocabulary: [...'abcdefghijklmnopqrstuvwxyz'], drawn: new Float64Array(countParameters(model))});
	expect(notes).toEqual([
		`${trained} comes from a model without options, and goes into one with --positions rotary, --activation squared-relu: with the same weights it computes something else.`,
		`Not used of ${trained}: “wpe”.`,
	]);
	const {matrices} = createParameters({...microgpt.model, vocabSize: 27}, dataOfTrained);
	expect([...parameters]).toEqual(matrices.filter(({key}) => key !== 'wpe').flatMap(({data}) => [...data]));
});

it('says what is missing where positions were rotary', async () => {
	const {engine: {model, parameters}, close} = await open({positions: 'rotary'});
	await close();
	const tensors = parameters.matrices.map(({key, rows, columns, data}): Tensor => ({name: key, shape: [rows, columns], data: Float64Array.from(data)}));
	const path = await folder.write('rotary.safetensors', encodeSafetensors(tensors, {model: JSON.stringify(model)}));
	await expect(firstLoss({initFrom: path})).rejects.toThrow(`Expected ${path} to have a table of positions, got the weights of a model with rotary positions. Add --positions rotary.`);
	await expect(firstLoss({initFrom: path, positions: 'rotary'})).resolves.toBeLessThan(5);
});
