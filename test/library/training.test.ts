import {readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {
	CheckpointError,
	ConfigError,
	DatasetError,
	openTraining,
	train,
	type TrainingEvent,
	type TrainOptions,
} from '../../source/index.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {timeless} from '../helpers/saved-run.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const fruit = ['apple', 'pear', 'plum', 'cherry', 'lemon', 'fig', 'lime', 'quince', 'peach', 'melon'];
const small = {preset: 'microgpt', steps: 12, samples: 2} as const;

/** What is told, without what the clock decides and without what the data are called. */
async function toldOf(options: TrainOptions): Promise<unknown[]> {
	const events = await allEvents(train({...small, ...options}));
	return events.filter(({type}) => type !== 'activity').map(event => event.type === 'start' ? {...event, dataset: {...event.dataset, name: ''}} : timeless(event));
}

describe('data from memory', () => {
	it('are trained on as if they were the lines of a file', async () => {
		const data = await folder.write('fruit.txt', fruit.join('\n'));
		const expected = await toldOf({data});
		expect(await toldOf({documents: fruit})).toEqual(expected);
		expect(await toldOf({documents: ['', ...fruit.map(document => `  ${document}\n`)]})).toEqual(expected);
		expect(await toldOf({text: `\u{FEFF}${fruit.join('\r\n')}\n`})).toEqual(expected);
	});

	it('are a stream if somebody says so, or if they are one line', async () => {
		const text = fruit.join(' ').repeat(5);
		const data = await folder.write('stream.txt', text);
		const expected = await toldOf({data, documents: 'stream'});
		expect(expected[0]).toMatchObject({dataset: {mode: 'stream'}});
		expect(await toldOf({text, documents: 'stream'})).toEqual(expected);
		expect(await toldOf({text})).toEqual(await toldOf({data}));
	});

	it('are called memory', async () => {
		const training = await openTraining({documents: fruit});
		expect(training.start.dataset).toMatchObject({name: 'memory', mode: 'lines', documentCount: 10});
		expect(training.tokenizer.vocabulary.join('')).toBe('acefghilmnopqruy');
		expect(training.tokenizer.decode(training.tokenizer.encode('plum'))).toBe('plum');
	});

	it('take the place of those that a preset is made for', async () => {
		const {start} = await openTraining({preset: 'shakespeare', text: fruit.join(' ').repeat(100)});
		expect(start.dataset).toMatchObject({name: 'memory', mode: 'stream'});
		const {start: ofLines} = await openTraining({preset: 'shakespeare', documents: fruit, nLayer: 1});
		expect(ofLines.dataset).toMatchObject({name: 'memory', mode: 'lines'});
	});

	it.each<[TrainOptions, Error]>([
		[{documents: []}, new DatasetError('Expected documents with something in them, got none.')],
		[{documents: [' ', '']}, new DatasetError('Expected documents with something in them, got only blanks.')],
		[{documents: ['a', 'b\nc']}, new DatasetError('Expected documents of one line each, got a line break in documents[1]. Put a space in its place, or give all of it as text, with documents: \'stream\'.')],
		[{documents: ['a', undefined as unknown as string]}, new DatasetError('Expected documents that are strings, got documents[1], which is of type undefined.')],
		[{documents: ['a\0b']}, new DatasetError('Expected documents to be text, got a NUL in it. Leave that out.')],
		[{text: ''}, new DatasetError('Expected memory to hold text, got an empty file.')],
		[{documents: fruit, data: 'fruit.txt'}, new ConfigError('Expected one of data, text and a list of documents, got data and documents. Leave the others out.')],
		[{text: 'fruit', data: 'fruit.txt', documents: 'lines'}, new ConfigError('Expected one of data, text and a list of documents, got data and text. Leave the others out.')],
	])('are refused where they are none: %j', async (options, error) => {
		await expect(openTraining(options)).rejects.toThrow(error);
	});
});

describe('a signal', () => {
	it('ends the training with its reason before anything is opened', async () => {
		const signal = AbortSignal.abort(new Error('enough'));
		await expect(openTraining({data: '/nowhere', signal})).rejects.toBe(signal.reason);
		await expect(train({data: '/nowhere', signal}).next()).rejects.toBe(signal.reason);
	});

	it('ends it between two events', async () => {
		const controller = new AbortController();
		const events: TrainingEvent[] = [];
		const loop = async () => {
			for await (const event of train({...small, signal: controller.signal})) {
				events.push(event);
				if (event.type === 'step' && event.step === 5) {
					controller.abort();
				}
			}
		};

		const error: unknown = await loop().catch((error: unknown) => error);
		expect(error).toBe(controller.signal.reason);
		expect(error).toMatchObject({name: 'AbortError'});
		expect(events.at(-1)).toMatchObject({type: 'step', step: 5});
	});

	it('gets its turn while nobody waits, and does nothing when all is over', async () => {
		const signal = AbortSignal.timeout(50);
		await expect(allEvents(train({steps: 1e9, signal}))).rejects.toMatchObject({name: 'TimeoutError'});
		const controller = new AbortController();
		for await (const event of train({...small, signal: controller.signal})) {
			if (event.type !== 'finish') {
				continue;
			}

			controller.abort();
			expect(event.reason).toBe('completed');
		}
	});
});

describe('a run that is saved', () => {
	it('is there when it is over, with a copy of its data, and is known by its name', async () => {
		const runsFolder = folder.pathOf('saved');
		const training = await openTraining({
			...small, documents: fruit, runsFolder, name: 'fruit',
		});
		await allEvents(training.events);
		const run = await findRun(runsFolder, 'fruit');
		expect(run).toMatchObject({
			folder: training.folder, title: 'fruit', state: 'completed', info: {step: 12, dataset: {name: 'memory'}, config: {dataset: {pipe: 'memory'}}},
		});
		expect(await readFile(join(run.folder, 'data.txt'), 'utf8')).toBe(fruit.join('\n'));
	});

	it('is saved as far as it has come when it is aborted', async () => {
		const runsFolder = folder.pathOf('aborted');
		const controller = new AbortController();
		const training = await openTraining({
			...small, documents: fruit, runsFolder, signal: controller.signal,
		});
		for (let taken = 0; taken < 8; taken++) {
			await training.events.next();
		}

		controller.abort();
		await expect(training.events.next()).rejects.toBe(controller.signal.reason);
		expect(await findRun(runsFolder, undefined)).toMatchObject({state: 'stopped', info: {step: 7}});
	});

	it('leaves nothing if it has not begun', async () => {
		const runsFolder = folder.pathOf('unbegun');
		const {close} = await openTraining({...small, runsFolder});
		await close();
		expect(await readdir(runsFolder)).toEqual([]);
	});

	it('leaves nothing if it is aborted before it begins', async () => {
		const runsFolder = folder.pathOf('aborted-at-once');
		const controller = new AbortController();
		const {events} = await openTraining({...small, runsFolder, signal: controller.signal});
		controller.abort('enough');
		await expect(events.next()).rejects.toBe('enough');
		expect(await readdir(runsFolder)).toEqual([]);
	});

	it('has a name of its own, in a folder that can be written', async () => {
		const runsFolder = folder.pathOf('named');
		await allEvents(train({...small, runsFolder, name: 'one'}));
		await expect(openTraining({...small, runsFolder, name: 'one'})).rejects.toThrow(ConfigError);
		await expect(openTraining({...small, runsFolder, name: 'a/b'})).rejects.toThrow(new ConfigError('Expected a name that is no path, got a/b.'));
		await expect(openTraining({...small, name: 'two'})).rejects.toThrow(new ConfigError('Expected runsFolder beside name, got none. Say in which folder two is to be saved.'));
		const file = folder.pathOf('file');
		await writeFile(file, '');
		const opening = openTraining({...small, runsFolder: file});
		await expect(opening).rejects.toThrow(CheckpointError);
		await expect(opening).rejects.toThrow('Choose another folder with runsFolder, or leave it out.');
	});
});

describe('samples', () => {
	it('begin as they are told, and the same way each time', async () => {
		const {sample} = await openTraining({preset: 'microgpt'});
		const texts = sample({prefix: 'jo', count: 5, seed: 3});
		expect(texts.filter(text => !text.startsWith('jo'))).toEqual([]);
		expect(sample({prefix: 'jo', count: 5, seed: 3})).toEqual(texts);
		expect(sample({
			prefix: 'jo', length: 1, count: 9, temperature: 2,
		}).map(text => text.length)).toContain(3);
		expect(() => sample({prefix: 'Jo'})).toThrow(new ConfigError('Expected prefix in characters that the model knows, got “J”. Choose from “abcdefghijklmnopqrstuvwxyz”.'));
	});
});
