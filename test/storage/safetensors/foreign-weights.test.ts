import {Buffer} from 'node:buffer';
import {describe, expect, it} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {type ModelConfig} from '../../../source/model/model-config.js';
import {createParameters, type Matrix, type ParameterKey} from '../../../source/model/parameters.js';
import {microgpt} from '../../../source/settings/presets.js';
import {openRun} from '../../../source/run/open-run.js';
import {readInitialWeights} from '../../../source/storage/safetensors/initial-weights.js';
import {createRunConfig} from '../../../source/settings/run-config.js';
import {fileOf} from '../../helpers/safetensors-files.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

type Foreign = {readonly name: string; readonly dtype?: string; readonly shape: readonly number[]; readonly data: ArrayLike<number>};

const folder = useTemporaryFolder();
const characters = ['a', 'b', 'c', 'd'];
const model: ModelConfig = {
	architecture: 'gpt', vocabSize: 5, nEmbd: 4, nHead: 2, nLayer: 2, blockSize: 3,
};
/** Every number its own. */
const ours = createParameters(model);
ours.data.set(ours.data.map((_, index) => index + 0.5));
const matrixOf = (key: string): Matrix => ours.matrices.find(matrix => matrix.key === key)!;

function bytesOf(dtype: string, data: ArrayLike<number>): Uint8Array {
	const width = {F64: 8, F32: 4, I64: 8}[dtype] ?? 1;
	const bytes = new Uint8Array(data.length * width);
	const view = new DataView(bytes.buffer);
	for (let index = 0; index < data.length; index++) {
		if (dtype === 'F64') {
			view.setFloat64(index * width, data[index], true);
		} else if (dtype === 'F32') {
			view.setFloat32(index * width, data[index], true);
		} else {
			view.setUint8(index * width, data[index]);
		}
	}

	return bytes;
}

async function write(name: string, tensors: readonly Foreign[], metadata: Record<string, string> = {}): Promise<string> {
	const header: Array<[string, unknown]> = [['__metadata__', metadata]];
	const parts: Uint8Array[] = [];
	let begin = 0;
	for (const {name: tensorName, dtype = 'F32', shape, data} of tensors) {
		const bytes = bytesOf(dtype, data);
		header.push([tensorName, {dtype, shape, data_offsets: [begin, begin + bytes.length]}]);
		begin += bytes.length;
		parts.push(bytes);
	}

	const text = JSON.stringify(Object.fromEntries(header));
	return folder.write(name, fileOf(text, Buffer.concat(parts)));
}

function transposed({shape, data, ...rest}: Foreign): Foreign {
	const [rows, columns] = shape;
	return {...rest, shape: [columns, rows], data: Array.from({length: data.length}, (_, index) => data[((index % rows) * columns) + Math.floor(index / rows)])};
}

/** The model as nanoGPT would save it: queries, keys and values in one, and much that this model does not have. */
function asNanoGpt({hasBos = true, isTied = false, isConv = false, prefix = ''} = {}): Foreign[] {
	const rows = hasBos ? 5 : 4;
	const table = (key: string) => ({shape: [rows, 4], data: matrixOf(key).data.subarray(0, rows * 4)});
	const turn = (tensor: Foreign) => isConv ? transposed(tensor) : tensor;
	const ones = (name: string) => ({name, shape: [4], data: [1, 1, 1, 1]});
	const layers = [0, 1].flatMap(layer => {
		const own = (key: string) => matrixOf(`layer${layer}.${key}`).data;
		const named = `${prefix}transformer.h.${layer}`;
		return [
			ones(`${named}.ln_1.weight`),
			{
				name: `${named}.attn.bias`, dtype: 'U8', shape: [1, 1, 3, 3], data: [1, 0, 0, 1, 1, 0, 1, 1, 1],
			},
			turn({name: `${named}.attn.c_attn.weight`, shape: [12, 4], data: [...own('attn_wq'), ...own('attn_wk'), ...own('attn_wv')]}),
			turn({name: `${named}.attn.c_proj.weight`, shape: [4, 4], data: own('attn_wo')}),
			ones(`${named}.ln_2.weight`),
			turn({name: `${named}.mlp.c_fc.weight`, shape: [16, 4], data: own('mlp_fc1')}),
			turn({name: `${named}.mlp.c_proj.weight`, shape: [4, 16], data: own('mlp_fc2')}),
		];
	});
	return [
		{name: `${prefix}transformer.wte.weight`, ...table('wte')},
		{name: `${prefix}transformer.wpe.weight`, shape: [3, 4], data: matrixOf('wpe').data},
		...layers,
		ones(`${prefix}transformer.ln_f.weight`),
		...(isTied ? [] : [{name: `${prefix}lm_head.weight`, ...table('lm_head')}]),
	];
}

const asMicrogpt = (nameOf: (key: string) => string): Foreign[] => ours.matrices.map(({key, rows, columns, data}) => ({name: nameOf(key), shape: [rows, columns], data}));

async function read(path: string) {
	return readInitialWeights(path, {model, vocabulary: characters, drawn: createParameters(model).data.fill(-1)});
}

const refusal = async (path: string) => {
	try {
		await read(path);
	} catch (error) {
		expect(error).toBeInstanceOf(CheckpointError);
		return (error as Error).message.replace(path, 'FILE');
	}

	throw new Error('It was read.');
};

describe('names in which a model is wrapped', () => {
	it.each(['', 'model.', 'module.', 'transformer.', '_orig_mod.', '_orig_mod.module.model.', 'my_net.inner.'])('are looked through: %j', async prefix => {
		const path = await write('wrapped', asMicrogpt(key => `${prefix}${key}`));
		const weights = await write('wrapped weights', asMicrogpt(key => `${prefix}${key}.weight`));
		for (const {parameters} of [await read(path), await read(weights)]) {
			expect([...parameters]).toEqual([...ours.data]);
		}
	});

	it('may be another for the last matrix, and other tensors beside', async () => {
		const path = await write('beside', [
			...asMicrogpt(key => `${key === 'lm_head' ? '_orig_mod.' : '_orig_mod.transformer.'}${key}`),
			...Array.from({length: 30}, (_, index) => ({name: `ema.${index}.wte`, shape: [1], data: [1]})),
			{
				name: 'step', dtype: 'I64', shape: [], data: [7],
			},
		]);
		const {parameters, notes} = await read(path);
		expect([...parameters]).toEqual([...ours.data]);
		expect(notes.at(-1)).toBe(`Not used of ${path}: “ema.*.wte” (30), “step”.`);
	});

	it('are refused where they leave two of the same', async () => {
		const path = await write('twice', [...asMicrogpt(key => `model.${key}`), ...asMicrogpt(key => `module.${key}`)]);
		expect(await refusal(path)).toMatch(/^Expected FILE to fit the model, got 2 tensors for wte \(“model\.wte”, “module\.wte”\), 2 tensors for wpe /v);
	});
});

describe('weights of nanoGPT', () => {
	it.each<[string, {prefix?: string; isConv?: boolean}]>([
		['as they are saved', {}],
		['compiled', {prefix: '_orig_mod.'}],
		['in the convolutions of GPT-2', {isConv: true}],
	])('are put where they belong: %s', async (what, options) => {
		const path = await write(what, asNanoGpt(options));
		const {parameters, notes} = await read(path);
		expect([...parameters]).toEqual([...ours.data]);
		expect(notes[0]).toMatch(/ has the names of nanoGPT\. This model takes its matrices, but computes something else with them: .* ReLU stands for GELU\.$/v);
		expect(notes).toContain(`${path} does not say how many heads its attention has; here, it has 2.`);
		const prefix = options.prefix ?? '';
		expect(notes.at(-1)).toBe(`Not used of ${path}: “${prefix}transformer.h.*.ln_*.weight” (4), “${prefix}transformer.h.*.attn.bias” (2), “${prefix}transformer.ln_f.weight”.`);
	});

	it('have no token for both ends: its rows stay as drawn', async () => {
		const path = await write('no BOS', asNanoGpt({hasBos: false}));
		const {parameters, notes} = await read(path);
		const {matrices} = createParameters(model, parameters);
		for (const [index, {key, data}] of matrices.entries()) {
			const isTable = key === 'wte' || key === 'lm_head';
			expect([...data]).toEqual(isTable ? [...ours.matrices[index].data.subarray(0, 16), -1, -1, -1, -1] : [...ours.matrices[index].data]);
		}

		expect(notes.join(' ')).toContain('It has no row for the beginning and the end of a document: that stays as it was drawn.');
	});

	it('may have one table for both', async () => {
		const path = await write('tied', asNanoGpt({isTied: true}));
		const {parameters, notes} = await read(path);
		const {matrices} = createParameters(model, parameters);
		const data = (key: ParameterKey) => [...matrices.find(matrix => matrix.key === key)!.data];
		expect(data('lm_head')).toEqual(data('wte'));
		expect(data('layer1.mlp_fc2')).toEqual([...matrixOf('layer1.mlp_fc2').data]);
		expect(notes).toContain(`${path} has no lm_head: it begins as a copy of wte, and learns on its own from there.`);
	});

	it('are told on the screen before the training', async () => {
		const {matrices} = createParameters({
			architecture: 'gpt', vocabSize: 27, nEmbd: 16, nHead: 4, nLayer: 1, blockSize: 16,
		});
		const names: Record<string, string> = {attn_wo: 'attn.c_proj', mlp_fc1: 'mlp.c_fc', mlp_fc2: 'mlp.c_proj'};
		const tensors = matrices.flatMap(({key, rows, columns, data}): Foreign[] => {
			const name = names[key.replace('layer0.', '')];
			return /attn_w[kv]$/v.test(key)
				? []
				: [key.endsWith('attn_wq')
					? {name: 'h.0.attn.c_attn.weight', shape: [3 * rows, columns], data: Array.from({length: 3 * data.length}, () => 0.1)}
					: {name: name === undefined ? `${key}.weight` : `h.0.${name}.weight`, shape: [rows, columns], data}];
		});
		const {notes, engine, close} = await openRun(createRunConfig(microgpt, {initFrom: await write('run', tensors)}), 'test');
		expect(notes[0]).toContain('computes something else with them');
		expect(Math.max(...engine.parameters.data)).toBeCloseTo(0.1, 6);
		await close();
	});
});

describe('what cannot be used', () => {
	it('is named all at once', async () => {
		const [wte, wpe, head, ...others] = asMicrogpt(key => key);
		const path = await write('all wrong', [
			{...wte, dtype: 'I64', data: Array.from(wte.data, () => 1)},
			{
				...wpe, dtype: 'BOOL', shape: [3, 4], data: Array.from({length: 12}, () => 1),
			},
			{...head, shape: [10, 2]},
			...others.filter(({name}) => !name.endsWith('attn_wq')),
			{name: 'layer0.attn_wq', shape: [2, 2, 4], data: Array.from({length: 16}, () => 1)},
		]);
		expect(await refusal(path)).toBe('Expected FILE to fit the model, got --n-layer 1 instead of 2, the tensor “wte” in I64 instead of F64, F32, F16 or BF16, the tensor “wpe” in BOOL instead of F64, F32, F16 or BF16, the tensor “lm_head” of shape [10, 2] instead of [5, 4] and the tensor “layer0.attn_wq” of shape [2, 2, 4] instead of [4, 4]. Train a model of its sizes (--n-layer 1), or use another file.');
	});

	it('is named by what is missing and what is there instead', async () => {
		const path = await write('strange', Array.from({length: 40}, (_, index) => ({name: `encoder.layer.${index}.weight`, shape: [1], data: [1]})));
		expect(await refusal(path)).toBe('Expected FILE to fit the model, got no tensor “wte”, “wpe”, “lm_head”, “layer*.attn_wq” (2), “layer*.attn_wk” (2), “layer*.attn_wv” (2), “layer*.attn_wo” (2), “layer*.mlp_fc*” (4) but “encoder.layer.*.weight” (40). Use another file.');
	});

	it('says so where a file is one of several', async () => {
		const path = await write('model-00001-of-00002.safetensors', asMicrogpt(key => key).slice(0, 5));
		expect(await refusal(path)).toMatch(/\. It is one of several files: join them into one first, in Python: load each with safetensors\.torch\.load_file, save all with save_file\.$/v);
	});

	it.each([
		['an index', '{"metadata": {}, "weight_map": {"wte": "model-00001-of-00002.safetensors"}}', 'JSON. If it is the index of weights in several files, join them into one first, '],
		['PyTorch', 'PK\u{3}\u{4}archive/data.pkl and so on', 'a file of PyTorch or NumPy. Save its tensors first, in Python: safetensors.torch.save_file('],
		['pickle', Uint8Array.of(0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20), 'a file of Python’s pickle. Save its tensors first'],
		['llama.cpp', 'GGUF\u{3}\u{0}\u{0}\u{0}and so on', 'a file of llama.cpp. Use the safetensors that it was made from.'],
	])('says what a file is instead of safetensors: %s', async (what, content, got) => {
		const path = await folder.write(what, content);
		expect(await refusal(path)).toContain(`Expected FILE to be a safetensors file, got ${got}`);
	});
});
