import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {optimizerNames} from '../../source/model/optimizers.js';
import {
	chapter7,
	microgpt,
	type Preset,
	shakespeare,
} from '../../source/settings/presets.js';
import {checkRunConfig, createRunConfig, type RunOptions} from '../../source/settings/run-config.js';

/** A preset whose every number is another than 0, so that a 0 that is asked for is not there already. */
const custom: Preset = {
	...microgpt,
	training: {
		...microgpt.training, warmup: 5, weightDecay: 0.1, gradClip: 1,
	},
};

/** Another value than the preset's for all that can be said. */
const everyOption = {
	data: 'poems.txt',
	documents: 'stream',
	isLargeFileConfirmed: true,
	steps: 301,
	batchSize: 2,
	learningRate: 0.5,
	schedule: 'cosine',
	warmup: 3,
	beta1: 0.4,
	beta2: 0.6,
	optimizer: 'momentum',
	hasBiasCorrection: false,
	epsilon: 0.001,
	weightDecay: 0.7,
	gradClip: 8,
	seed: 9,
	initFrom: 'weights.safetensors',
	nEmbd: 24,
	blockSize: 11,
	positions: 'rotary',
	activation: 'squared-relu',
	dropout: 0.2,
	without: ['residual', 'head:1.5', 'layer:3'],
	nLayer: 4,
	nHead: 6,
	samples: 13,
	temperature: 0.8,
	validationShare: 0.15,
	splitSeed: 5,
	evalEvery: 17,
	evalDocuments: 19,
	patience: 4,
	initStd: 0.02,
	engine: 'tensor',
	precision: 'f32',
} as const satisfies Required<RunOptions>;

describe('the configuration of a run', () => {
	it('is that of the preset where nothing is said', () => {
		const {seed, ...training} = chapter7.training;
		expect(createRunConfig(chapter7)).toEqual({
			preset: 'chapter7',
			dataset: {documents: 'lines', validationShare: 0, blockSize: 8},
			isLargeFileConfirmed: false,
			model: chapter7.model,
			random: 'dotnet',
			samples: chapter7.samples,
			seed,
			training: {...training, evalEvery: 100, evalDocuments: 1000},
			engine: 'tensor',
			precision: 'f64',
		});
	});

	it('has the text of its preset, taken as suits it, unless another one is said', () => {
		expect(createRunConfig(shakespeare)).toMatchObject({
			dataset: {
				path: 'tinyshakespeare', documents: 'stream', validationShare: 0.1, splitSeed: 42, blockSize: 64,
			},
			model: {
				architecture: 'gpt', nLayer: 4, nEmbd: 128, nHead: 4, blockSize: 64,
			},
			training: {
				steps: 2000, batchSize: 12, learningRate: 0.001, schedule: 'cosine', warmup: 100, beta1: 0.9, beta2: 0.99, weightDecay: 0.1, gradClip: 1, evalEvery: 200,
			},
			initialSpread: 'bySize',
			precision: 'f32',
		});
		expect(createRunConfig(shakespeare, {data: 'poems.txt', documents: 'lines', precision: 'f64'})).toMatchObject({dataset: {path: 'poems.txt', documents: 'lines'}, precision: 'f64'});
	});

	it('does not write down what the model of the references has, also where it is said', () => {
		expect(createRunConfig(microgpt, {positions: 'learned', activation: 'relu', dropout: 0})).toEqual(createRunConfig(microgpt));
	});

	it('refuses to turn heads of an odd width', () => {
		expect(() => createRunConfig(microgpt, {positions: 'rotary', nEmbd: 12})).toThrow('Expected heads of an even width with --positions rotary, got 3 (--n-embd 12, --n-head 4). Try --n-embd 16.');
		expect(() => createRunConfig(microgpt, {positions: 'rotary', nEmbd: 24})).not.toThrow();
	});

	it('takes all that is said to where it belongs', () => {
		expect(createRunConfig(microgpt, everyOption)).toEqual({
			preset: 'microgpt',
			dataset: {
				path: 'poems.txt', documents: 'stream', windows: 'random', validationShare: 0.15, splitSeed: 5, blockSize: 11,
			},
			isLargeFileConfirmed: true,
			model: {
				architecture: 'gpt', nLayer: 4, nEmbd: 24, nHead: 6, blockSize: 11, positions: 'rotary', activation: 'squared-relu', dropout: 0.2, without: ['residual', 'head:1.5', 'layer:3'],
			},
			random: 'python',
			samples: {count: 13, temperature: 0.8},
			seed: 9,
			initFrom: 'weights.safetensors',
			training: {
				steps: 301,
				batchSize: 2,
				learningRate: 0.5,
				schedule: 'cosine',
				warmup: 3,
				beta1: 0.4,
				beta2: 0.6,
				optimizer: 'momentum',
				hasBiasCorrection: false,
				epsilon: 0.001,
				weightDecay: 0.7,
				gradClip: 8,
				evalEvery: 17,
				evalDocuments: 19,
				patience: 4,
			},
			initStd: 0.02,
			initialSpread: 'bySize',
			engine: 'tensor',
			precision: 'f32',
		});
		expect(createRunConfig(chapter7, {engine: 'scalar'}).engine).toBe('scalar');
	});

	it('holds out what the seed of the split decides, whatever the seed of the run', () => {
		const splitOf = (options: RunOptions) => createRunConfig(chapter7, options).dataset.splitSeed;
		expect([splitOf({}), splitOf({validationShare: 0.1}), splitOf({validationShare: 0.1, seed: 7}), splitOf({validationShare: 0.1, splitSeed: 7})]).toEqual([undefined, 42, 42, 7]);
	});

	it('draws the matrices of wide and deep models as suits their sizes, and all others as the references do', () => {
		const spreadOf = (options: RunOptions) => {
			const {initStd, initialSpread} = createRunConfig(microgpt, options);
			return initStd ?? initialSpread;
		};

		expect([spreadOf({}), spreadOf({nEmbd: 32}), spreadOf({nLayer: 2}), spreadOf({nEmbd: 64}), spreadOf({nEmbd: 64, initStd: 0.08})]).toEqual([undefined, undefined, 'bySize', 'bySize', 0.08]);
	});

	it('has the usual learning rate of its optimiser, unless another one is said', () => {
		const rateOf = (options: RunOptions, preset = chapter7) => createRunConfig(preset, options).training.learningRate;
		const slow = {...chapter7, training: {...chapter7.training, learningRate: 0.002}};
		expect(optimizerNames.map(optimizer => rateOf({optimizer}))).toEqual([0.01, 0.01, 0.3, 0.3]);
		expect(rateOf({optimizer: 'sgd', learningRate: 0.1})).toBe(0.1);
		// That of a preset is one for its optimiser.
		expect([rateOf({}, slow), rateOf({optimizer: 'adam'}, slow), rateOf({optimizer: 'sgd'}, slow)]).toEqual([0.002, 0.002, 0.3]);
	});

	it('takes a 0 for what it is', () => {
		const config = createRunConfig(custom, {
			seed: 0, samples: 0, warmup: 0, weightDecay: 0, gradClip: 0, beta1: 0, beta2: 0, evalDocuments: 0,
		});
		expect(config).toMatchObject({
			seed: 0,
			samples: {count: 0},
			training: {
				warmup: 0, weightDecay: 0, gradClip: 0, beta1: 0, beta2: 0, evalDocuments: 0,
			},
		});
	});

	it('says what is taken out of the model only where something is', () => {
		expect(createRunConfig(microgpt).model).not.toHaveProperty('without');
		expect(createRunConfig(chapter7, {without: ['position']}).model).toEqual({
			architecture: 'bigram', nEmbd: 16, blockSize: 8, without: ['position'],
		});
		expect(() => createRunConfig(chapter7, {without: 'position' as never})).toThrow(new ConfigError('Expected without to be a list of names, got position.'));
	});

	it('has neither layers nor heads in a bigram', () => {
		expect(createRunConfig(chapter7, {
			nEmbd: 7, blockSize: 3, nLayer: 2, nHead: 5,
		}).model).toEqual({architecture: 'bigram', nEmbd: 7, blockSize: 3});
	});

	it.each([
		[10_000, 1000],
		[1000, 100],
		[156, 16],
		[100, 10],
		[99, 10],
		[11, 10],
		[9, 9],
		[1, 1],
	])('evaluates a run of %d steps every %d, at least once', (steps, evalEvery) => {
		expect(createRunConfig(chapter7, {steps}).training.evalEvery).toBe(evalEvery);
	});
});

type Kind = {
	readonly expected: string;
	readonly names: ReadonlyArray<keyof RunOptions>;
	readonly allowed: readonly number[];
	readonly refused: readonly number[];
};

const kinds: readonly Kind[] = [
	{
		expected: 'a whole number from 1',
		names: ['nEmbd', 'blockSize', 'nLayer', 'nHead', 'steps', 'batchSize', 'evalEvery'],
		allowed: [1, 2, Number.MAX_SAFE_INTEGER],
		refused: [0, -1, 1.5, NaN, Infinity, 2 ** 53],
	},
	{
		expected: 'a whole number from 0',
		names: ['warmup', 'samples', 'evalDocuments'],
		allowed: [0, 1, 999],
		refused: [-1, 0.5, NaN, Infinity, 2 ** 53],
	},
	{
		expected: 'a number from 0 to below 1',
		names: ['beta1', 'beta2', 'validationShare'],
		allowed: [0, 0.5, 1 - Number.EPSILON],
		refused: [-Number.MIN_VALUE, 1, NaN, Infinity],
	},
	{
		expected: 'a number above 0',
		names: ['learningRate', 'temperature'],
		allowed: [Number.MIN_VALUE, 3, Number.MAX_VALUE],
		refused: [0, -1, NaN, Infinity],
	},
	{
		expected: 'a number from 0',
		names: ['weightDecay', 'gradClip'],
		allowed: [0, Number.MIN_VALUE, Number.MAX_VALUE],
		refused: [-Number.MIN_VALUE, NaN, Infinity],
	},
];

/** A model of one head, and a schedule without a warm-up, go with any count. */
const tolerant: Preset = {
	...microgpt,
	model: {
		architecture: 'gpt', nLayer: 1, nEmbd: 16, nHead: 1, blockSize: 8,
	},
};

const cases = (values: (kind: Kind) => readonly number[]) => kinds.flatMap(kind => kind.names.flatMap(name => values(kind).map(value => ({
	name, value, expected: kind.expected,
}))));

describe('a setting', () => {
	it.each(cases(({allowed}) => allowed))('may have $name $value', ({name, value}) => {
		// The dimensions are shared out among the heads.
		const sizes = name === 'nHead' ? {nEmbd: value} : {};
		const {model, training, samples, dataset} = createRunConfig(tolerant, {...sizes, [name]: value});
		const settings = {
			...model, ...training, samples: samples.count, temperature: samples.temperature, validationShare: dataset.validationShare,
		};
		expect(settings).toHaveProperty(name, value);
	});

	it.each(cases(({refused}) => refused))('must not have $name $value', ({name, value, expected}) => {
		expect(() => createRunConfig(tolerant, {[name]: value})).toThrow(new ConfigError(`Expected ${name} to be ${expected}, got ${value}.`));
	});
});

describe('what a preset says', () => {
	it.each([[12, 6], [1, 0], [199, 99], [200, 100], [400, 100]])('of the warm-up takes no more than half of the steps: of %i, %i', (steps, warmup) => {
		expect(createRunConfig(shakespeare, {steps}).training).toMatchObject({steps, warmup});
	});

	it('of the precision is for the engine that has several', () => {
		expect(createRunConfig(shakespeare, {engine: 'scalar'}).precision).toBe('f64');
		expect(createRunConfig(shakespeare).precision).toBe('f32');
		expect(() => createRunConfig(shakespeare, {engine: 'scalar', precision: 'f32'})).toThrow(ConfigError);
	});
});

describe('settings that do not go together', () => {
	it.each<[RunOptions, string]>([
		[{nEmbd: 16, nHead: 3}, 'Expected --n-embd to be a multiple of --n-head, got 16 and 3. Try --n-embd 18.'],
		[{nEmbd: 2, nHead: 4}, 'Expected --n-embd to be a multiple of --n-head, got 2 and 4. Try --n-embd 4.'],
		[{steps: 100, warmup: 100}, 'Expected the warm-up to take fewer steps than there are, got --warmup 100 and --steps 100. Try --warmup 10.'],
		[{steps: 25, warmup: 60}, 'Expected the warm-up to take fewer steps than there are, got --warmup 60 and --steps 25. Try --warmup 2.'],
		[{engine: 'scalar', precision: 'f32'}, 'Expected --precision f64 with the scalar engine, got f32. Leave it out, or add --engine tensor.'],
	])('are refused: %j', (options, message) => {
		expect(() => createRunConfig(microgpt, options)).toThrow(new ConfigError(message));
	});

	it.each<RunOptions>([
		{nEmbd: 18, nHead: 3},
		{steps: 100, warmup: 99},
		{engine: 'scalar', precision: 'f64'},
		{engine: 'tensor', precision: 'f32'},
	])('are told from those that do: %j', options => {
		const {model, training, engine, precision} = createRunConfig(microgpt, options);
		expect({
			...model, ...training, engine, precision,
		}).toMatchObject(options);
	});

	it('are refused in a configuration that was read, too', () => {
		const config = createRunConfig(microgpt);
		expect(() => {
			checkRunConfig({...config, training: {...config.training, warmup: 1000}});
		}).toThrow(ConfigError);
		expect(() => {
			checkRunConfig({...config, dataset: {...config.dataset, validationShare: 1}});
		}).toThrow(ConfigError);
	});
});
