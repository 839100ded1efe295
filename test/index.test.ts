import {describe, expect, it} from 'vitest';
import {
	ConfigError,
	DatasetError,
	openTraining,
	presets,
	type SampleOptions,
	train,
	type TrainOptions,
} from '../source/index.js';
import {goldenChapter7 as golden} from './helpers/golden-chapter7.js';

async function lossesOf(options: TrainOptions): Promise<number[]> {
	const losses: number[] = [];
	for await (const event of train(options)) {
		if (event.type === 'step') {
			losses.push(event.loss);
		}
	}

	return losses;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value) / values.length;

describe('the library', () => {
	it('trains the chapter where nothing is said', async () => {
		const losses = await lossesOf({});
		expect(losses).toHaveLength(1000);
		expect(Math.max(...losses.map((loss, index) => Math.abs(loss - golden.losses[index])))).toBeLessThanOrEqual(1e-12);
	});

	it('stops when the loop is left', async () => {
		const {events} = await openTraining({steps: 10});
		for await (const event of events) {
			if (event.type === 'step') {
				break;
			}
		}

		expect(await events.next()).toEqual({value: undefined, done: true});
	});

	it('makes documents up at any time without changing the training', async () => {
		const options = {preset: 'microgpt', steps: 30, samples: 0};
		const {events, sample} = await openTraining(options);
		const losses: number[] = [];
		for await (const event of events) {
			losses.push(...(event.type === 'step' ? [event.loss] : []));
			expect(sample({count: 2, seed: losses.length})).toHaveLength(2);
		}

		expect(losses).toEqual(await lossesOf(options));
		expect(sample({seed: 7, count: 5})).toEqual(sample({seed: 7, count: 5}));
		expect(sample({seed: 7, count: 5})).not.toEqual(sample({seed: 8, count: 5}));
	});

	it('takes a preset of one’s own', async () => {
		const [chapter7] = presets;
		expect(await lossesOf({preset: {...chapter7, name: 'short', training: {...chapter7.training, steps: 3}}})).toHaveLength(3);
	});

	it.each<[TrainOptions, string]>([
		[{preset: 'shakespeare'}, 'Expected data for the preset shakespeare, got none. Give the path of a file; tinyshakespeare is the text that it was made for.'],
		[{preset: 'gpt5'}, 'Expected the name of a preset, got gpt5. Known: chapter7, microgpt, chapter11, shakespeare, auto.'],
		[{steps: 0}, 'Expected steps to be a whole number from 1, got 0.'],
		[{nEmbd: 2.5}, 'Expected nEmbd to be a whole number from 1, got 2.5.'],
		[{learningRate: -1}, 'Expected learningRate to be a number above 0, got -1.'],
		[{learningRate: NaN}, 'Expected learningRate to be a number above 0, got NaN.'],
		[{beta2: 1}, 'Expected beta2 to be a number from 0 to below 1, got 1.'],
		[{validationShare: 5}, 'Expected validationShare to be a number from 0 to below 1, got 5.'],
		[{weightDecay: -5}, 'Expected weightDecay to be a number from 0, got -5.'],
		[{warmup: 0.5}, 'Expected warmup to be a whole number from 0, got 0.5.'],
		[{temperature: 0}, 'Expected temperature to be a number above 0, got 0.'],
		[{schedule: 'foo' as 'linear'}, 'Expected schedule to be one of linear, cosine, constant, got foo.'],
		[{engine: 'foo' as 'tensor'}, 'Expected engine to be one of tensor, scalar, torch, got foo.'],
		[{precision: 'f16' as 'f32'}, 'Expected precision to be one of f64, f32, bf16, got f16.'],
		[{documents: 'foo' as 'lines'}, 'Expected documents to be one of lines, stream, got foo.'],
		[{preset: 'microgpt', nHead: 3}, 'Expected nEmbd to be a multiple of nHead, got 16 and 3. Try nEmbd: 18.'],
		[{warmup: 10, steps: 10}, 'Expected the warm-up to take fewer steps than there are, got warmup: 10 and steps: 10. Try warmup: 1.'],
		[{engine: 'scalar', precision: 'f32'}, 'Expected precision: \'f64\' with the scalar engine, got f32. Leave it out, or add engine: \'tensor\'.'],
		[{threads: 0}, 'Expected threads to be a whole number from 1 to 64, got 0.'],
		[{engine: 'scalar', threads: 2}, 'Expected threads with the tensor engine, got 2 with the scalar one, which works number by number. Leave it out, or add engine: \'tensor\'.'],
		[{engine: 'scalar', wideVectors: true}, 'Expected wideVectors with the tensor engine, got it with the scalar one, which works number by number. Leave it out, or add engine: \'tensor\'.'],
		[{nEmbd: 4096, blockSize: 8192, batchSize: 64}, 'Expected a model and a batch that fit into the memory of the tensor engine, 4.3 GB at most, got at least 70.8 GB: activations 69.7 GB, moments 537 MB, parameters 269 MB, gradients 269 MB, transposed weights 262 kB. Lower batchSize, blockSize or nEmbd.'],
	])('refuses %j', async (options, message) => {
		await expect(lossesOf(options)).rejects.toThrow(new ConfigError(message));
	});

	it.each<[SampleOptions, string]>([
		[{temperature: -1}, 'Expected temperature to be a number from 0, got -1.'],
		[{temperature: NaN}, 'Expected temperature to be a number from 0, got NaN.'],
		[{count: -1}, 'Expected count to be a whole number from 0, got -1.'],
		[{length: 0}, 'Expected length to be a whole number from 1, got 0.'],
		[{topK: 1.5}, 'Expected topK to be a whole number from 1, got 1.5.'],
		[{topP: 0}, 'Expected topP to be a number above 0 and up to 1, got 0.'],
		[{topP: 1.1}, 'Expected topP to be a number above 0 and up to 1, got 1.1.'],
	])('refuses to sample with %j', async (options, message) => {
		const {sample} = await openTraining();
		expect(() => sample(options)).toThrow(new ConfigError(message));
	});

	it('makes documents up as it is told', async () => {
		const {sample} = await openTraining({preset: 'microgpt'});
		expect(sample({count: 0})).toEqual([]);
		const [likeliest, again] = [sample({temperature: 0}), sample({temperature: 0, seed: 8})];
		expect(again).toEqual(likeliest);
		expect(sample({topK: 1, temperature: 5})).toEqual(likeliest);
		expect(sample({topP: 1e-9, seed: 9})).toEqual(likeliest);
		expect(sample({count: 20, length: 3, temperature: 1}).map(text => text.length)).toContain(3);
		expect(Math.max(...sample({count: 20, length: 3, temperature: 1}).map(text => text.length))).toBe(3);
	});

	it('writes on where it has learnt from one long text', async () => {
		const {sample} = await openTraining({preset: 'microgpt', documents: 'stream'});
		expect(sample({length: 500})[0]).toHaveLength(500);
		expect(sample({count: 20, temperature: 2}).map(text => text.length)).toEqual(Array.from({length: 20}, () => 16));
	});

	it('tells of data that cannot be used', async () => {
		await expect(lossesOf({data: '/nowhere/names.txt'})).rejects.toThrow(new DatasetError('Expected a text file, got /nowhere/names.txt, which does not exist.'));
		await expect(lossesOf({validationShare: 0.00001})).rejects.toThrow(new DatasetError('Expected enough documents for a validation split of 0.00001, got 6000. Use a larger file or another validationShare.'));
	});

	it('tells of weights that do not fit in its own words too', async () => {
		await expect(lossesOf({initFrom: '/dev/stdin'})).rejects.toThrow('Expected initFrom to name a file, ');
	});
});

describe.each(presets.filter(({usual}) => usual === undefined))('single precision on $name', preset => {
	it('comes to the same mean loss', async () => {
		const [single, double] = await Promise.all([lossesOf({preset, precision: 'f32'}), lossesOf({preset})]);
		expect(single).not.toEqual(double);
		const [singleMean, doubleMean] = [single, double].map(losses => mean(losses.slice(-100)));
		expect(Math.abs(singleMean - doubleMean)).toBeLessThanOrEqual(0.02);
	});
});
