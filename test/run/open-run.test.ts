import {describe, expect, it} from 'vitest';
import {loadDataset} from '../../source/data/dataset.js';
import {drawDocuments} from '../../source/data/documents.js';
import {ConfigError, DatasetError} from '../../source/errors.js';
import {initialiseParameters} from '../../source/model/parameters.js';
import {chapter7} from '../../source/settings/presets.js';
import {ScalarEngine} from '../../source/model/scalar/scalar-engine.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {countInTurns} from '../../source/run/count-in-turns.js';
import {openRun} from '../../source/run/open-run.js';
import {type Run} from '../../source/run/run.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const open = async (options: RunOptions = {}) => openRun(createRunConfig(chapter7, options), '1.2.3');

async function lossesOf({events}: Run): Promise<number[]> {
	const losses: number[] = [];
	for await (const event of events) {
		if (event.type === 'step') {
			losses.push(event.loss);
		}
	}

	return losses;
}

describe('openRun', () => {
	it('says what is trained on what', async () => {
		const {start, engine} = await open();
		expect(start).toMatchObject({
			type: 'start',
			preset: 'chapter7',
			seed: 42,
			model: {vocabSize: 27, nEmbd: 16, blockSize: 8},
			training: {steps: 1000, learningRate: 0.01},
			dataset: {
				name: 'names.txt', mode: 'lines', documentCount: 6000, validationDocumentCount: 0,
			},
			parameterCount: 992,
			engine: 'tensor',
			precision: 'f64',
			versions: {'microgpt-tui': '1.2.3'},
		});
		expect(engine.parameters.data).toHaveLength(992);
	});

	it('counts all documents, and those that are held out', async () => {
		const {start} = await open({validationShare: 0.1});
		expect(start.dataset).toMatchObject({documentCount: 6000, validationDocumentCount: 600});
	});

	it('gives the same run for the same seed and another for another', async () => {
		const options = {steps: 20, evalEvery: 20, validationShare: 0.2};
		const losses = await lossesOf(await open(options));
		expect(losses).toHaveLength(20);
		expect(await lossesOf(await open(options))).toEqual(losses);
		expect(await lossesOf(await open({...options, seed: 43}))).not.toEqual(losses);
	});

	it('draws as the reference does from a stream that the split does not touch', async () => {
		const config = createRunConfig(chapter7, {validationShare: 0.2, seed: 7, steps: 1});
		const {start, engine, events} = await openRun(config, '1.2.3');
		const {training, tokenizer} = await loadDataset(config.dataset, new DotnetRandom(42), {isLargeFileConfirmed: false});
		const random = new DotnetRandom(7);
		const [firstDocument] = random.shuffle([...training]);
		const parameters = initialiseParameters(start.model, random);
		expect([...engine.parameters.data]).toEqual([...parameters.data]);
		await events.next();
		const {value: step} = await events.next();
		const engineOfOurs = new ScalarEngine(start.model, parameters);
		const loss = engineOfOurs.computeLoss([tokenizer.encode(firstDocument)]);
		expect(step).toMatchObject({type: 'step', loss: expect.closeTo(loss, 13) as number});
	});

	it('cuts a text of the user into windows of the block size', async () => {
		const path = await folder.write('prose.txt', 'to be or not to be');
		const {start} = await open({data: path, documents: 'stream', blockSize: 4});
		expect(start.dataset).toMatchObject({
			name: 'prose.txt', mode: 'stream', documentCount: 5, truncatedDocumentCount: 0,
		});
	});

	it('counts the baselines beside the training', async () => {
		// With a context for whole names, as the reference counts them.
		const run = await open({blockSize: 64});
		const {uniform, unigram, bigram} = (await run.ask(['countBaselines']))!;
		const {baselines} = goldenChapter7;
		expect(uniform).toBeCloseTo(baselines.uniform, 11);
		expect(unigram).toBeCloseTo(baselines.unigram_unsmoothed, 11);
		expect(bigram).toBeCloseTo(baselines.bigram_unsmoothed, 11);
	});

	it('scores the baselines on the documents that are evaluated, and on no others', async () => {
		const options = {validationShare: 0.1, evalDocuments: 50};
		const run = await open(options);
		const {dataset: config} = createRunConfig(chapter7, options);
		const dataset = await loadDataset(config, new DotnetRandom(42), {isLargeFileConfirmed: false});
		expect(dataset.validation).toHaveLength(600);
		const random = new DotnetRandom(42);
		drawDocuments(dataset.training, 50, random);
		const evaluated = {...dataset, validation: drawDocuments(dataset.validation, 50, random)};
		expect(await run.ask(['countBaselines'])).toEqual(await countInTurns(evaluated));
	});

	it('refuses what there is no memory for', async () => {
		await expect(open({nEmbd: 4096, blockSize: 4096, batchSize: 4096})).rejects.toThrow(/^Expected a model and a batch that fit into the memory of the tensor engine, 4\.3 GB at most, got at least .* Lower --batch-size, --block-size or --n-embd\.$/v);
	});

	it('refuses a model whose size only the data decides', async () => {
		const characters = Array.from({length: 20_000}, (_, index) => String.fromCodePoint(0x1_00_00 + index));
		const data = await folder.write('many-characters.txt', characters.join('\n'));
		await expect(open({nEmbd: 4096, data})).rejects.toThrow(/ of the tensor engine, 4\.3 GB at most, got 5\.9 GB: moments 2\.6 GB, .*\. Lower --n-embd, or add --precision f32\.$/v);
	});

	it('refuses a seed or data that cannot be used', async () => {
		await expect(open({seed: 0.5})).rejects.toThrow(ConfigError);
		await expect(open({data: folder.pathOf('missing.txt')})).rejects.toThrow(DatasetError);
	});
});

describe('createRunConfig', () => {
	it('is the reference where nothing is said', () => {
		expect(createRunConfig(chapter7)).toEqual({
			preset: 'chapter7',
			dataset: {documents: 'lines', validationShare: 0, blockSize: 8},
			isLargeFileConfirmed: false,
			model: {architecture: 'bigram', nEmbd: 16, blockSize: 8},
			engine: 'tensor',
			precision: 'f64',
			random: 'dotnet',
			samples: {count: 0, temperature: 0.5},
			seed: 42,
			training: {
				steps: 1000,
				batchSize: 1,
				learningRate: 0.01,
				schedule: 'linear',
				warmup: 0,
				beta1: 0.85,
				beta2: 0.99,
				epsilon: 1e-8,
				optimizer: 'adam',
				hasBiasCorrection: true,
				weightDecay: 0,
				gradClip: 0,
				evalEvery: 100,
				evalDocuments: 1000,
				patience: 0,
			},
		});
	});

	it('takes over whatever is said', () => {
		expect(createRunConfig(chapter7, {
			data: 'a.txt',
			documents: 'stream',
			batchSize: 3,
			schedule: 'cosine',
			warmup: 2,
			beta1: 0.9,
			beta2: 0.95,
			weightDecay: 0.1,
			gradClip: 1,
			engine: 'scalar',
			isLargeFileConfirmed: true,
			steps: 5, learningRate: 0.5, seed: 0, nEmbd: 2, blockSize: 3, validationShare: 0.5, evalEvery: 4, evalDocuments: 30, samples: 7, temperature: 0.9,
		})).toEqual({
			preset: 'chapter7',
			dataset: {
				path: 'a.txt', documents: 'stream', windows: 'random', validationShare: 0.5, splitSeed: 42, blockSize: 3,
			},
			isLargeFileConfirmed: true,
			model: {architecture: 'bigram', nEmbd: 2, blockSize: 3},
			engine: 'scalar',
			precision: 'f64',
			random: 'dotnet',
			samples: {count: 7, temperature: 0.9},
			seed: 0,
			training: {
				steps: 5,
				batchSize: 3,
				learningRate: 0.5,
				schedule: 'cosine',
				warmup: 2,
				beta1: 0.9,
				beta2: 0.95,
				epsilon: 1e-8,
				optimizer: 'adam',
				hasBiasCorrection: true,
				weightDecay: 0.1,
				gradClip: 1,
				evalEvery: 4,
				evalDocuments: 30,
				patience: 0,
			},
		});
	});

	it.each([[1, 1], [4, 4], [50, 10], [1000, 100], [12_345, 1235]])('evaluates a run of %i steps every %i', (steps, evalEvery) => {
		expect(createRunConfig(chapter7, {steps}).training.evalEvery).toBe(evalEvery);
	});
});
