import {
	appendFile,
	cp,
	mkdir,
	readdir,
	readFile,
	rm,
} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {openRun} from '../../source/run/open-run.js';
import {prepareCluster} from '../../source/run/prepare-cluster.js';
import {readCheckpoint} from '../../source/storage/record/checkpoint.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {lockRun} from '../../source/storage/runs/run-lock.js';
import {openRunIn} from '../../source/storage/runs/runs-folder.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const options = {torch: {processes: 2, microBatch: 3}, saveEveryMs: 2500, title: 'elsewhere'};

async function prepare(name: string, given: RunOptions, preset = microgpt): Promise<string> {
	const path = folder.pathOf(name);
	await prepareCluster(path, createRunConfig(preset, {...given, engine: 'torch'}), 'test', options);
	return path;
}

type Job = {
	readonly documents: Readonly<Record<'training' | 'validation', readonly [number, number]>> & {readonly evaluation?: {readonly training: readonly [number, number]; readonly batchSize: number}};
	readonly tokens: {readonly width: number};
};

async function readJob(path: string): Promise<Job> {
	return JSON.parse(await readFile(join(path, 'job.json'), 'utf8')) as Job;
}

/** The documents of a part, as `train.py` finds them. */
async function documentsIn(path: string, [first, count]: readonly [number, number]): Promise<number[][]> {
	const {tokens: {width}} = await readJob(path);
	const [tokens, places] = await Promise.all(['tokens.bin', 'places.bin'].map(async name => readFile(join(path, name))));
	const placeOf = (index: number) => Number(places.readBigUInt64LE(8 * index));
	return Array.from({length: count}, (_, index) => {
		const [begin, end] = [placeOf(first + index), placeOf(first + index + 1)];
		return [...Array.from({length: end - begin}).keys()].map(token => tokens.readUIntLE((begin + token) * width, width));
	});
}

async function eventsOf(run: Awaited<ReturnType<typeof openRun>>): Promise<TrainingEvent[]> {
	const events: TrainingEvent[] = [];
	for await (const event of run.events) {
		events.push(event);
	}

	await run.close();
	return events;
}

it('writes the documents in the order in which they are taken, whole', async () => {
	const data = await folder.write('words.txt', 'ab\nba\nabba\nbaabbaab\nb\n');
	const path = await prepare('documents', {
		data, blockSize: 4, validationShare: 0.2, evalDocuments: 2,
	});
	const {documents, tokens} = await readJob(path);
	expect(tokens).toEqual({
		width: 1, bos: 2, start: 2, hasEnds: true,
	});
	const parts = [...await documentsIn(path, documents.training), ...await documentsIn(path, documents.validation)];
	expect(parts.map(ids => ids.slice(1, -1).map(id => 'ab'[id]).join('')).toSorted()).toEqual(['ab', 'abba', 'b', 'ba', 'baabbaab']);
	expect(parts.every(ids => ids[0] === 2 && ids.at(-1) === 2)).toBe(true);
	expect(documents.evaluation).toMatchObject({training: [5, 2], batchSize: 64});
});

it('writes the text where windows begin anywhere in it, with characters of two bytes', async () => {
	const text = Array.from({length: 400}, (_, index) => String.fromCodePoint(0x4E_00 + (index * index % 300))).join('');
	const path = await prepare('text', {
		data: await folder.write('text.txt', text), documents: 'stream', blockSize: 7, validationShare: 0.1,
	});
	const {documents, tokens} = await readJob(path);
	const {vocabulary} = await readCheckpoint(join(path, 'checkpoint.safetensors'));
	const textOf = async (part: readonly [number, number]) => {
		const [ids] = await documentsIn(path, part);
		return ids.map(id => vocabulary[id]).join('');
	};

	expect(documents).toMatchObject({windows: 'random', training: [0, 1], validation: [1, 1]});
	expect(tokens.width).toBe(vocabulary.length < 256 ? 1 : 2);
	expect(await textOf(documents.training)).toBe(text.slice(0, 360));
	expect(await textOf(documents.validation)).toBe(text.slice(360));
});

it.each([
	['chapter7', chapter7, {steps: 30}],
	['microgpt', microgpt, {
		steps: 6, validationShare: 0.1, evalEvery: 3, evalDocuments: 5, samples: 2,
	}],
] as const)('is %s before its first step, which any engine can go on with', async (name, preset, given) => {
	const path = await prepare(name, given, preset);
	expect(await readdir(path)).toEqual(expect.arrayContaining(['checkpoint.safetensors', 'events.jsonl', 'job.json', 'places.bin', 'run.json', 'title.txt', 'tokens.bin', 'train.py']));
	const {config} = await readRunInfo(path);
	expect(config.engine).toBe('torch');
	const copy = folder.pathOf(`${name}-copy`);
	await cp(path, copy, {recursive: true});
	const resumed = await openRun({...config, engine: 'tensor'}, 'test', {saving: {runsFolder: folder.pathOf('.'), resumed: copy, saveEveryMs: 1000}});
	const own = await openRun(createRunConfig(preset, given), 'test');
	const told = (events: readonly TrainingEvent[]) => events.filter(({type}) => type !== 'activity' && type !== 'checkpoint').map(event => ({...event, elapsedMs: 0, totals: 0}));
	expect(told(await eventsOf(resumed)).slice(1)).toEqual(told(await eventsOf(own)).slice(1));
	const lines = await readFile(join(copy, 'events.jsonl'), 'utf8');
	expect(lines.match(/"type":"start"/gv)).toHaveLength(1);
});

it('takes no folder in which there is something', async () => {
	const path = folder.pathOf('full');
	await mkdir(path);
	await folder.write('full/notes', '');
	await expect(prepare('full', {})).rejects.toThrow(`Expected a folder that is new or empty, got ${path} with notes in it. Choose another one.`);
	await expect(prepare('full/notes', {})).rejects.toThrow('Expected a folder that is new or empty');
	expect(await readdir(path)).toEqual(['notes']);
});

it('leaves nothing where it cannot go to the end', async () => {
	const path = folder.pathOf('left');
	await mkdir(path);
	await expect(prepare('left', {initFrom: folder.pathOf('missing')})).rejects.toThrow('missing');
	expect(await readdir(path)).toEqual([]);
});

it('is a run that is not begun until somebody trains it', async () => {
	const path = await prepare('not-begun', {steps: 10}, chapter7);
	const stateNow = async () => {
		const {state} = await openRunIn(path);
		return state;
	};

	expect(await stateNow()).toBe('not begun');
	const unlock = await lockRun(path);
	expect(await stateNow()).toBe('running');
	await unlock();
	expect(await stateNow()).toBe('not begun');
	// It was ended before it was saved for the first time.
	await appendFile(join(path, 'events.jsonl'), '{"type":"step","step":1}\n');
	expect(await stateNow()).toBe('interrupted');
	await rm(join(path, 'checkpoint.safetensors'));
	expect(await stateNow()).toBe('interrupted');
});
