import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {createEngine, memoryNeeds} from '../../source/model/create-engine.js';
import {totalBytes} from '../../source/model/memory-needs.js';
import {type ModelConfig} from '../../source/model/model-config.js';
import {createParameters} from '../../source/model/parameters.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {checkMemory, type MemoryLimits} from '../../source/run/check-memory.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';

const roomy: MemoryLimits = {machine: 64e9, heap: 4e9};

function check(options: RunOptions, {preset = microgpt, limits = roomy, isSaved = true} = {}): void {
	const config = createRunConfig(preset, options);
	checkMemory({...config.model, vocabSize: 27}, config, {batchSize: config.training.batchSize, isSaved, limits});
}

/** What is refused, without the refusal's beginning: the limit, what takes how much, and the advice. */
function refusalOf(...parameters: Parameters<typeof check>): string {
	try {
		check(...parameters);
	} catch (error) {
		expect(error).toBeInstanceOf(ConfigError);
		return (error as Error).message;
	}

	throw new Error('Nothing was refused.');
}

describe('checkMemory', () => {
	it('lets pass what fits', () => {
		check({});
		check({
			nEmbd: 1024, nLayer: 4, precision: 'f32', batchSize: 16,
		});
		check({engine: 'scalar', nEmbd: 64, batchSize: 16});
	});

	it('says how much is needed for what, the most first', () => {
		expect(refusalOf({nEmbd: 20_000, nLayer: 48})).toBe('Expected a model and a batch that fit into the memory of the tensor engine, 4.3 GB at most, got 9.2 TB: moments 3.7 TB, transposed weights 1.8 TB, parameters 1.8 TB, gradients 1.8 TB, activations 6.2 GB. Lower --n-embd or --n-layer.');
		expect(refusalOf({nEmbd: 20_000, nLayer: 48, engine: 'scalar'})).toBe('Expected a model and a batch that fit into the heap of Node, where the scalar engine lives, 3.2 GB at most, got 38.8 TB: parameters 33.2 TB, moments 3.7 TB, gradients 1.8 TB, graph 54.1 GB. Lower --n-embd or --n-layer.');
	});

	it('has room for what PyTorch computes, of which only the parameters come here, whatever the batch', () => {
		const large: RunOptions = {
			engine: 'torch', nEmbd: 1024, nLayer: 6, blockSize: 1024, batchSize: 512, precision: 'bf16',
		};
		check(large);
		expect(refusalOf({...large, nLayer: 48})).toMatch(/ that fit into the memory of the tensor engine, which looks at what PyTorch computes, 4\.3 GB at most, got .*\. Lower --n-embd or --n-layer\.$/v);
	});

	it('advises to lower what takes the most, and nothing that is at its lowest', () => {
		expect(refusalOf({nEmbd: 64, blockSize: 4096, batchSize: 4096})).toMatch(/got 2\.5 TB: activations 2\.5 TB, .*\. Lower --batch-size, --block-size or --n-embd\.$/v);
		expect(refusalOf({nEmbd: 8192, blockSize: 1}, {preset: chapter7, limits: {...roomy, machine: 1e6}})).toMatch(/\. Lower --n-embd\.$/v);
	});

	it('advises what would be enough, and has not been done', () => {
		const options = {nEmbd: 1024, nLayer: 6, batchSize: 2};
		const limits = {...roomy, machine: 3.5e9};
		expect(refusalOf(options, {limits})).toMatch(/ the memory of this machine, 3\.5 GB at most, .*\. Lower --n-embd or --n-layer, or add --precision f32, or add --no-save\.$/v);
		check({...options, precision: 'f32'}, {limits});
		const large: RunOptions = {...options, nLayer: 16, precision: 'f32'};
		expect(refusalOf(large, {limits})).toMatch(/\. Lower --n-embd or --n-layer\.$/v);
		expect(refusalOf({nEmbd: 512, nLayer: 8, engine: 'scalar'})).toMatch(/ Lower --n-embd or --n-layer, or use --engine tensor\.$/v);
		check({nEmbd: 512, nLayer: 8});
	});

	it('sees before the training that no checkpoint could hold it', () => {
		const options = {nEmbd: 2048, nLayer: 2};
		expect(refusalOf(options)).toBe('Expected a model and a batch that fit into one checkpoint, 2.1 GB at most, got 2.4 GB for 100,806,656 parameters. Lower --n-embd or --n-layer, or add --precision f32, or add --no-save.');
		check(options, {isSaved: false});
		check({...options, precision: 'f32'});
	});

	it('comes before a text is read, and in far less than a second', async () => {
		const startedAt = performance.now();
		await expect(openRun(createRunConfig(microgpt, {nEmbd: 20_000, nLayer: 48, data: '/nowhere/at/all.txt'}), 'test')).rejects.toThrow(/ fit into the memory of the tensor engine, /v);
		expect(performance.now() - startedAt).toBeLessThan(500);
	});
});

describe('memoryNeeds', () => {
	const model: ModelConfig = {
		architecture: 'gpt', vocabSize: 30, nEmbd: 32, nHead: 4, nLayer: 2, blockSize: 16,
	};

	it.each(['f64', 'f32'] as const)('is what the tensor engine takes in %s', async precision => {
		const options = {name: 'tensor', precision, batchSize: 5} as const;
		const engine = await createEngine(options, model, createParameters(model));
		const taken = engine.parameters.data.buffer.byteLength;
		const needed = totalBytes(memoryNeeds(options, model));
		expect(needed).toBeLessThanOrEqual(taken);
		expect(needed).toBeGreaterThan(taken - (2 * 65_536));
	});

	it('is about what the scalar engine takes', async () => {
		const options = {name: 'scalar', precision: 'f64', batchSize: 24} as const;
		const used = () => {
			globalThis.gc?.();
			const {heapUsed, arrayBuffers} = process.memoryUsage();
			return heapUsed + arrayBuffers;
		};

		const before = used();
		const engine = await createEngine(options, model, createParameters(model));
		// The graph stays until the next.
		engine.computeGradients(Array.from({length: options.batchSize}, () => Array.from({length: 17}, (_, index) => index)));
		const taken = used() - before;
		expect(engine.name).toBe('scalar');
		expect(totalBytes(memoryNeeds(options, model)) / taken).toBeGreaterThan(0.8);
		expect(totalBytes(memoryNeeds(options, model)) / taken).toBeLessThan(1.3);
	});
});
