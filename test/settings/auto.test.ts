import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {loadDataset} from '../../source/data/dataset.js';
import {textOfLines} from '../../source/data/documents.js';
import {
	lookAtLines,
	shapeOf,
	shapeOfLooked,
	type TextShape,
} from '../../source/data/text-shape.js';
import {DotnetRandom} from '../../source/random/dotnet-random.js';
import {usualText} from '../../source/settings/auto.js';
import {auto} from '../../source/settings/presets.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';

const words = (count: number) => Array.from({length: count}, (_, index) => `word${index}`).join('\n');
const prose = (count: number) => 'It was the best of times, it was the worst of\ntimes, it was the age of wisdom, it was the age\n'.repeat(count);
const whole = (text: string) => ({text, share: 1});
const configFor = (text: string | TextShape, options: RunOptions = {}) => createRunConfig(auto, options, typeof text === 'string' ? shapeOf(whole(text), 'it', options) : text);
const shape = (tokenCount: number): TextShape => ({...usualText, tokenCount, documentCount: Math.round(tokenCount / 8)});

describe('the preset that fits the text', () => {
	it('knows the built-in names', () => {
		const names = readFileSync(new URL('../../data/names.txt', import.meta.url), 'utf8');
		expect(shapeOf(whole(names), 'names.txt')).toEqual(usualText);
	});

	it.each([
		[5000, 1, 32],
		[20_000, 2, 48],
		[99_999, 2, 48],
		[100_000, 2, 64],
		[100_000_000, 2, 64],
	])('makes of %d positions %d layers of %d', (tokenCount, nLayer, nEmbd) => {
		expect(configFor(shape(tokenCount))).toMatchObject({
			model: {
				architecture: 'gpt', nLayer, nEmbd, nHead: 4,
			},
			training: {
				batchSize: 16, schedule: 'cosine', gradClip: 1, weightDecay: 0.1, patience: 2,
			},
			precision: 'f32',
			dataset: {validationShare: 0.1, splitSeed: 42},
		});
	});

	it('does no more than about a minute, and goes over a small text only so often', () => {
		const stepsFor = (tokenCount: number) => configFor(shape(tokenCount)).training.steps;
		const perStep = 16 * 8;
		for (const tokenCount of [5000, 50_000]) {
			expect(stepsFor(tokenCount) * perStep / (tokenCount * 0.9)).toBeCloseTo(20, -1);
		}

		expect(stepsFor(1e9)).toBe(stepsFor(1e8));
	});

	it('takes lines in a context that holds nearly all of them, and prose, long lines and one line as a stream', () => {
		expect(configFor(words(2000)).dataset).toMatchObject({documents: 'lines', blockSize: 16});
		for (const text of [prose(30), 'x y '.repeat(300), Array.from({length: 20}, () => 'abcde'.repeat(1000)).join('\n')]) {
			expect(configFor(text)).toMatchObject({dataset: {documents: 'stream', blockSize: 64}, model: {blockSize: 64}});
		}
	});

	it('looks at the beginning of a long text, and counts all of it', () => {
		const [half, all] = [prose(40_000), prose(80_000)].map(text => shapeOf(whole(text), 'it'));
		expect(all).toMatchObject({documents: 'stream', vocabSize: half.vocabSize, blockSize: 64});
		expect(all.tokenCount / half.tokenCount).toBeCloseTo(2, 2);
	});

	it('holds nothing out of a long list that says the same all along', () => {
		const repeated = shapeOf({text: `${'ana\nbob\n'.repeat(50)}an`, share: 0.05}, 'it');
		expect(repeated).toMatchObject({documents: 'lines', leastRepeated: 1005});
		expect(createRunConfig(auto, {}, repeated).dataset.validationShare).toBe(0);
	});

	it('is the same for lines that have been looked at already', () => {
		for (const text of [prose(500), prose(40_000), 'ana\r\nbo\r\n'.repeat(50)]) {
			const looked = textOfLines(text, 'it');
			expect(shapeOfLooked(text, looked, lookAtLines(looked, 'it'), 'it')).toEqual(shapeOf({text, share: 1}, 'it'));
		}
	});

	it.each<[string, RunOptions, Record<string, unknown>]>([
		['a width', {nEmbd: 50}, {model: {nEmbd: 50, nHead: 2, nLayer: 2}}],
		['heads', {nHead: 5}, {model: {nEmbd: 50, nHead: 5}}],
		['layers', {nLayer: 4}, {model: {nLayer: 4, nEmbd: 48}}],
		['few steps', {steps: 20}, {training: {steps: 20, warmup: 2, evalEvery: 10}}],
		['a warm-up', {warmup: 9000}, {training: {warmup: 9000, steps: 18_000}}],
		['another optimiser', {optimizer: 'sgd'}, {training: {learningRate: 0.3}}],
		['the scalar engine', {engine: 'scalar'}, {precision: 'f64'}],
		['nothing held out', {validationShare: 0}, {dataset: {validationShare: 0}, training: {patience: 0}}],
		['a stream', {documents: 'stream'}, {dataset: {documents: 'stream', blockSize: 64}, samples: {count: 1}}],
		['a context', {blockSize: 5}, {dataset: {documents: 'lines', blockSize: 5}, model: {blockSize: 5}}],
	])('keeps %s that somebody has chosen, and fits the rest', (_, options, expected) => {
		expect(configFor(words(5000), options)).toMatchObject(expected);
	});

	it('waits as long for something better, however often it is measured', () => {
		const patienceWith = (evalEvery?: number) => configFor(words(5000), {steps: 1500, evalEvery}).training.patience;
		expect([undefined, 150, 50, 10, 1000, 1500].map(evalEvery => patienceWith(evalEvery))).toEqual([2, 2, 6, 30, 1, 1]);
	});

	it('decays no weights where all have the same rate, which is far higher', () => {
		const decayWith = (optimizer: RunOptions['optimizer']) => configFor(words(5000), {optimizer}).training.weightDecay;
		expect((['adam', 'rmsprop', 'momentum', 'sgd'] as const).map(optimizer => decayWith(optimizer))).toEqual([0.1, 0.1, 0, 0]);
		expect(configFor(words(5000), {optimizer: 'sgd', weightDecay: 0.2}).training.weightDecay).toBe(0.2);
	});

	it('counts a stream with its blank lines and the blanks before its lines', () => {
		const indented = 'first line\r\n\r\n        second line\r\n'.repeat(100);
		expect(shapeOf(whole(indented), 'it', {documents: 'stream'}).tokenCount).toBe(indented.replaceAll('\r', '').trim().length);
	});

	it('holds out of a stream only what can be measured', async () => {
		for (const length of [5, 6, 14, 15, 16, 30]) {
			const text = 'ab'.repeat(length).slice(0, length);
			const config = configFor(text, {documents: 'stream', blockSize: 1});
			const dataset = await loadDataset(config.dataset, new DotnetRandom(42), {text, isLargeFileConfirmed: false});
			expect(dataset.validation.length > 0).toBe(length >= 15);
		}
	});

	it.each<[RunOptions, string]>([
		[{nHead: 0}, 'Expected nHead to be a whole number from 1, got 0.'],
		[{blockSize: 0}, 'Expected blockSize to be a whole number from 1, got 0.'],
		[{engine: 'foo' as 'tensor'}, 'Expected engine to be one of tensor, scalar, torch, got foo.'],
	])('refuses %j by its own name', (options, message) => {
		expect(() => createRunConfig(auto, options)).toThrow(message);
	});

	it('takes fewer steps with a larger model', () => {
		expect(configFor(shape(1e6), {nEmbd: 192}).training.steps).toBeLessThan(configFor(shape(1e6)).training.steps / 2);
	});

	it('holds nothing out where that is impossible', () => {
		for (const text of ['abc', words(4), 'ana\nbo\n'.repeat(20)]) {
			expect(configFor(text)).toMatchObject({dataset: {validationShare: 0}, training: {patience: 0}});
		}

		expect(configFor(words(20)).dataset.validationShare).toBe(0.1);
	});
});
