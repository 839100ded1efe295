import {createHook} from 'node:async_hooks';
import {
	mkdir,
	readdir,
	readFile,
	rename,
	rm,
	truncate,
	writeFile,
} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {presets} from '../../../source/settings/presets.js';
import {type LocalRun, openRun} from '../../../source/run/open-run.js';
import {
	finishGivingBack,
	forget,
	giveBack,
	keepAside,
} from '../../../source/storage/record/before-resume.js';
import {resumeRun} from '../../../source/storage/runs/open-recorder.js';
import {removeUnfinished} from '../../../source/storage/record/run-files.js';
import {type RunInfo, readRunInfo} from '../../../source/storage/record/run-info.js';
import {findRun} from '../../../source/storage/runs/runs-folder.js';
import {createRunConfig, type RunOptions} from '../../../source/settings/run-config.js';
import {copyAsKilled, isOverAfter, timelessRecordOf} from '../../helpers/saved-run.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
const preset = presets.find(({name}) => name === 'microgpt')!;
const options: RunOptions = {
	steps: 40, samples: 2, validationShare: 0.1, evalEvery: 5, evalDocuments: 5,
};

async function open(changes: RunOptions = {}, resumed?: string): Promise<LocalRun> {
	return openRun(createRunConfig(preset, {...options, ...changes}), '0', {
		saving: {
			runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, resumed,
		},
	});
}

/** All files of a folder, and of the states in it, to the byte. */
async function contentsOf(folder: string): Promise<Record<string, string>> {
	const entries = await readdir(folder, {withFileTypes: true});
	const states = entries.some(({name}) => name === 'states') ? await readdir(join(folder, 'states')) : [];
	const names = [...entries.filter(entry => entry.isFile()).map(({name}) => name), ...states.map(name => `states/${name}`)].toSorted((a, b) => a.localeCompare(b));
	return Object.fromEntries(await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'latin1')] as const)));
}

/** A run that was left in its middle, or that came to its end. */
async function leftRun(events: number): Promise<string> {
	const run = await open();
	await isOverAfter(run, events);
	return run.saving!.folder;
}

describe.each([['was stopped', 20], ['came to its end', Infinity]])('a run that %s and was taken up again', (_what, events) => {
	it('is what it was, to the byte, when it is discarded', async () => {
		const folder = await leftRun(events);
		const before = await contentsOf(folder);
		expect(Object.keys(before)).toEqual(['best.safetensors', 'checkpoint.safetensors', 'events.jsonl', 'run.json']);
		const resumed = await open({steps: 80}, folder);
		const {resumedStep} = resumed.saving!;
		const {step: savedStep} = await readRunInfo(folder);
		expect(resumedStep).toBe(savedStep);
		await resumed.events.next();
		for (let step = 0; step < 15; step++) {
			await resumed.events.next();
		}

		expect(await resumed.saving!.save()).toMatchObject({type: 'checkpoint'});
		expect(await contentsOf(folder)).not.toEqual(before);
		resumed.saving!.discard();
		await resumed.events.return();
		expect(await contentsOf(folder)).toEqual(before);
		expect(await readdir(folder)).toEqual(Object.keys(before));
		expect(resumed.saving!.last).toMatchObject({type: 'checkpoint', step: resumedStep});
	});

	it('says that it is still there when it cannot be discarded, and not that the training goes on', async () => {
		const folder = await leftRun(events);
		const resumed = await open({steps: 80}, folder);
		await isOverAfter({events: take(resumed.events, 10)}, Infinity);
		await rm(join(folder, 'before-resume'), {recursive: true});
		resumed.saving!.discard();
		await resumed.events.return();
		expect(resumed.saving!.last).toMatchObject({type: 'warning', message: expect.stringMatching(/^Expected to discard what has come of the run in .*, got “no such file or directory”\. It is still there\.$/v) as string});
	});

	it('is what it was when it is left before anything has come of it', async () => {
		const folder = await leftRun(events);
		const before = await contentsOf(folder);
		const closed = await open({steps: 80}, folder);
		await closed.close();
		expect(await contentsOf(folder)).toEqual(before);
		const left = await open({steps: 80}, folder);
		await left.events.next();
		await left.events.return();
		expect(await contentsOf(folder)).toEqual(before);
	});

	it('goes on as if nothing had been after it was given back', async () => {
		const folder = await leftRun(events);
		const discarded = await open({steps: 80, schedule: 'constant'}, folder);
		await isOverAfter({events: take(discarded.events, 25)}, Infinity);
		discarded.saving!.discard();
		await discarded.events.return();
		const resumed = await open({steps: 80}, folder);
		await isOverAfter(resumed, Infinity);
		const other = await leftRun(events);
		await isOverAfter(await open({steps: 80}, other), Infinity);
		expect(await timelessRecordOf(folder)).toEqual(await timelessRecordOf(other));
		// And nothing is left of what was kept.
		expect(await readdir(folder)).toEqual(['best.safetensors', 'checkpoint.safetensors', 'events.jsonl', 'run.json']);
	});
});

/**
The first events, without an end to those after them.

@yields So many.
*/
async function * take<Event>(events: AsyncGenerator<Event, void, undefined>, most: number): AsyncGenerator<Event, void, undefined> {
	for (let taken = 0; taken < most; taken++) {
		const {value, done} = await events.next();
		if (done) {
			return;
		}

		yield value;
	}
}

describe('a run that was killed after it was taken up', () => {
	it('is given back as it was then, if nothing was saved since', async () => {
		const folder = await leftRun(Infinity);
		const before = await contentsOf(folder);
		const killed = await open({steps: 80}, folder);
		await isOverAfter({events: take(killed.events, 10)}, Infinity);
		const copy = temporary.pathOf(`copy-${++count}`);
		copyAsKilled(folder, copy);
		await killed.close();
		const resumed = await open({steps: 80}, copy);
		expect(resumed.saving!.resumedStep).toBe(40);
		await isOverAfter({events: take(resumed.events, 10)}, Infinity);
		resumed.saving!.discard();
		await resumed.close();
		expect(await contentsOf(copy)).toEqual(before);
		expect(await readdir(copy)).toEqual(Object.keys(before));
	});

	it('is given back as it was saved last, if it was', async () => {
		const folder = await leftRun(Infinity);
		const killed = await open({steps: 80}, folder);
		await isOverAfter({events: take(killed.events, 10)}, Infinity);
		await killed.saving!.save();
		await isOverAfter({events: take(killed.events, 10)}, Infinity);
		const copy = temporary.pathOf(`copy-${++count}`);
		copyAsKilled(folder, copy);
		await killed.close();
		// A save may have been under way.
		await removeUnfinished(copy);
		const before = await contentsOf(copy);
		const resumed = await open({steps: 80}, copy);
		const {resumedStep} = resumed.saving!;
		expect(resumedStep).toBeGreaterThan(40);
		await isOverAfter({events: take(resumed.events, 10)}, Infinity);
		resumed.saving!.discard();
		await resumed.close();
		expect(await contentsOf(copy)).toEqual(before);
	});
});

describe('giving a run back', () => {
	/** What there is before, and what becomes of it. */
	const before = {'run.json': 'before', 'events.jsonl': 'one\ntwo\nthree\n', 'checkpoint.safetensors': 'before'};
	const after = {
		'run.json': 'after', 'events.jsonl': 'one\ntwo\nfour\nfive\n', 'checkpoint.safetensors': 'after', 'best.safetensors': 'new',
	};

	async function fill(folder: string, files: Readonly<Record<string, string>>) {
		await mkdir(folder, {recursive: true});
		for (const [name, content] of Object.entries(files)) {
			await mkdir(dirname(join(folder, name)), {recursive: true});
			await writeFile(join(folder, `${name}.new`), content);
			await rename(join(folder, `${name}.new`), join(folder, name));
		}
	}

	it('brings back what was replaced, and removes what is new', async () => {
		const folder = temporary.pathOf(`run-${++count}`);
		await fill(folder, before);
		await keepAside(folder, {step: 2, recordBytes: 8});
		await fill(folder, after);
		await giveBack(folder);
		expect(await contentsOf(folder)).toEqual(before);
	});

	it('brings back what was saved by hand at the step of a run that was then killed, and else what was before that', async () => {
		const saved = {
			...before, 'run.json': 'by hand', 'events.jsonl': 'one\ntwo\nby hand\n', 'checkpoint.safetensors': 'by hand',
		};
		for (const [recordBytes, expected] of [[16, saved], [8, before]] as const) {
			const folder = temporary.pathOf(`run-${++count}`);
			await fill(folder, before);
			await keepAside(folder, {step: 2, recordBytes: 8});
			await fill(folder, saved);
			await keepAside(folder, {step: 2, recordBytes});
			// A record only grows.
			await fill(folder, {...after, 'events.jsonl': `${saved['events.jsonl']}five\n`});
			await giveBack(folder);
			expect(await contentsOf(folder)).toEqual(expected);
		}
	});

	it('is no more possible when it is not wanted any more', async () => {
		const folder = temporary.pathOf(`run-${++count}`);
		await fill(folder, before);
		await keepAside(folder, {step: 2, recordBytes: 8});
		await fill(folder, after);
		await forget(folder);
		expect(await contentsOf(folder)).toEqual(after);
		await expect(giveBack(folder)).rejects.toThrow('ENOENT');
		await forget(folder);
		expect(await contentsOf(folder)).toEqual(after);
	});

	/** Takes a run up, changes it and gives it back; before each operation on files, copies what a death would leave then. */
	async function giveBackCopying(folder: string): Promise<string[]> {
		const copies: string[] = [];
		const hook = createHook({
			init(_id, type) {
				if (!type.startsWith('FSREQ')) {
					return;
				}

				const copy = temporary.pathOf(`copy-${++count}`);
				copyAsKilled(folder, copy);
				copies.push(copy);
			},
		}).enable();
		try {
			await keepAside(folder, {step: 2, recordBytes: 8});
			await truncate(join(folder, 'events.jsonl'), 8);
			await replace(folder, 'run.json', 'after');
			await writeFile(join(folder, 'events.jsonl'), 'four\nfive\n', {flag: 'a'});
			await replace(folder, 'checkpoint.safetensors', 'after');
			await replace(folder, 'best.safetensors', 'new');
			await rm(join(folder, 'states/step-512.safetensors'));
			await replace(folder, 'states/step-1024.safetensors', 'after');
			await replace(folder, 'states/step-1536.safetensors', 'new');
			await giveBack(folder);
		} finally {
			hook.disable();
		}

		return [...copies, folder];
	}

	async function replace(folder: string, name: string, content: string) {
		await writeFile(join(folder, `${name}.unfinished`), content);
		await rename(join(folder, `${name}.unfinished`), join(folder, name));
	}

	it('is a matter of all or nothing, wherever the program dies', async () => {
		const states = new Set<string>();
		const original = temporary.pathOf(`run-${++count}`);
		const whole = {...before, 'states/step-512.safetensors': 'before', 'states/step-1024.safetensors': 'before'};
		await fill(original, whole);
		const copies = await giveBackCopying(original);
		for (const [operations, folder] of copies.entries()) {
			const left = await readdir(folder);
			states.add(left.join(' '));
			await finishGivingBack(folder);
			await removeUnfinished(folder);
			const names = await readdir(folder);
			if (names.includes('before-resume')) {
				// Nobody has asked for it yet: it is still possible.
				await giveBack(folder);
			}

			expect(await contentsOf(folder), `after ${operations} operations`).toEqual(whole);
			expect(await readdir(folder)).toEqual([...Object.keys(before), 'states'].toSorted());
		}

		// At all kinds of moments.
		const unfinished = ['before-resume', 'giving-back', 'run.json', 'checkpoint.safetensors', 'best.safetensors'].map(name => `${name}.unfinished`);
		const names = [...states].join(' ').split(' ');
		expect(new Set(names)).toEqual(new Set([...Object.keys(after), 'before-resume', 'giving-back', 'states', ...unfinished]));
	});

	it.each<[string, (folder: string) => Promise<RunInfo>]>([
		['takes the run up', async folder => {
			const {unlock, info} = await resumeRun(folder, createRunConfig(preset, options));
			await unlock();
			return info;
		}],
		// To play it again, to export it, to make documents up with it.
		['reads the run', async folder => {
			const {info} = await findRun(temporary.pathOf('runs'), folder);
			return info;
		}],
	])('is finished by the next who %s', async (_who, openAgain) => {
		const folder = await leftRun(20);
		const expected = await contentsOf(folder);
		const resumed = await open({steps: 80}, folder);
		await isOverAfter({events: take(resumed.events, 10)}, Infinity);
		await resumed.saving!.save();
		const copy = temporary.pathOf(`copy-${++count}`);
		copyAsKilled(folder, copy);
		await resumed.close();
		await rename(join(copy, 'before-resume'), join(copy, 'giving-back'));
		const info = await openAgain(copy);
		expect(info.status).toBe('stopped');
		expect(await contentsOf(copy)).toEqual(expected);
		expect(await readdir(copy)).toEqual(Object.keys(expected));
	});
});
