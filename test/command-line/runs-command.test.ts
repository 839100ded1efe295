import {
	chmod,
	mkdir,
	readdir,
	rm,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {hostname} from 'node:os';
import process from 'node:process';
import {expect, it, vi} from 'vitest';
import {type RunsArguments} from '../../source/command-line/arguments.js';
import {runsCommand} from '../../source/command-line/runs-command.js';
import {asNobody} from '../helpers/as-nobody.js';
import {exampleRuns} from '../helpers/example-runs.js';
import {useStandIns} from '../helpers/stand-in.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

type Readdir = (path: string, options?: unknown) => Promise<unknown[]>;

const temporary = useTemporaryFolder();
const standIn = useStandIns();

it('draws forks below what they have left, and tells programs where that was', async () => {
	const [parent, other, fork] = exampleRuns(3);
	const left = {run: parent.name, step: 343, documents: 343};
	const hoursBefore = (hours: number) => new Date(Date.parse(parent.info.createdAt) - (hours * 3_600_000)).toISOString();
	const saved = [
		{...parent, info: {...parent.info, createdAt: hoursBefore(2)}},
		{...other, info: {...other.info, createdAt: hoursBefore(1)}},
		{...fork, info: {...fork.info, parent: left}},
	];
	for (const {name, info} of saved) {
		await mkdir(temporary.pathOf(`forked/${name}`), {recursive: true});
		await writeFile(temporary.pathOf(`forked/${name}/run.json`), JSON.stringify({formatVersion: 1, ...info}));
	}

	const request = {
		command: 'runs', action: 'list', names: [], order: 'begun', isJson: false, isConfirmed: false, isAscii: true, runsFolder: temporary.pathOf('forked'),
	} as const;
	const lines = await runsCommand(request);
	expect(lines.slice(1).map(line => line.replace(/ {2}.*/v, ''))).toEqual([parent.name, `\`-${fork.name}`, other.name]);
	const [json] = await runsCommand({...request, isJson: true});
	expect(JSON.parse(json)).toMatchObject([{name: fork.name, parent: left}, {name: other.name}, {name: parent.name}]);
});

it('lists runs that are being saved, with the size of what is there', async () => {
	const [{name, info}] = exampleRuns(1);
	const folder = temporary.pathOf(`runs/${name}`);
	await mkdir(folder, {recursive: true});
	const content = JSON.stringify({formatVersion: 1, ...info});
	await writeFile(`${folder}/run.json`, content);
	// A file that is being saved is there when the folder is read, and has another name when its size is asked for.
	standIn('readdir', original => async (path: string, options?: unknown) => {
		const names = await (original as Readdir)(path, options);
		return path.endsWith('chapter7') ? [...names, 'checkpoint.safetensors.unfinished'] : names;
	});
	const [json] = await runsCommand({
		command: 'runs', action: 'list', names: [], order: 'begun', isJson: true, isConfirmed: false, isAscii: false, runsFolder: temporary.pathOf('runs'),
	});
	expect(JSON.parse(json)).toMatchObject([{name, bytes: content.length}]);
});

/** Runs of these names, stopped at these steps of 1,000 within a second. */
async function stoppedRuns(folder: string, steps: Readonly<Record<string, number>>): Promise<RunsArguments> {
	const [{info}] = exampleRuns(1);
	for (const [name, step] of Object.entries(steps)) {
		const path = `${folder}/${name}`;
		await mkdir(path, {recursive: true});
		await writeFile(`${path}/run.json`, JSON.stringify({
			formatVersion: 1, ...info, status: 'stopped', step, bestValidationLoss: 2.5,
		}));
		await utimes(`${path}/run.json`, new Date(), new Date(Date.parse(info.createdAt) + 1000));
	}

	return {
		command: 'runs', action: 'list', names: [], order: 'begun', isJson: false, isConfirmed: true, isAscii: false, runsFolder: folder,
	};
}

it('has all of a run in its JSON', async () => {
	const request = await stoppedRuns(temporary.pathOf('json'), {a: 50});
	await writeFile(temporary.pathOf('json/a/title.txt'), 'tiny\n');
	const [json] = await runsCommand({...request, isJson: true});
	expect(JSON.parse(json)).toMatchObject([{
		name: 'a', title: 'tiny', state: 'stopped', isShortTry: false, step: 50, runningMean: 2, bestValidationLoss: 2.5, parameterCount: 4192, config: {seed: 42, training: {learningRate: 0.01}},
	}]);
	expect(json).toContain('"bytes"');
});

it('sorts the list', async () => {
	const request = await stoppedRuns(temporary.pathOf('sorted'), {a: 250, b: 750, c: 500});
	const lines = await runsCommand({...request, order: 'step'});
	expect(lines.map(line => line.split(' ', 1)[0])).toEqual(['run', 'b', 'c', 'a']);
});

it('removes the short tries, but none at which somebody is at work', async () => {
	const folder = temporary.pathOf('tidied');
	const request = await stoppedRuns(folder, {
		a: 5, b: 100, c: 99, d: 0,
	});
	await writeFile(`${folder}/c/lock.json`, JSON.stringify({pid: process.pid, host: hostname()}));
	const lines = await runsCommand({...request, action: 'tidy'});
	expect(lines.map(line => line.replace(/:.*/v, ''))).toEqual(['Removed d.', 'Kept c', 'Removed a.']);
	await expect(readdir(folder)).resolves.toEqual(['b', 'c']);
});

it('leaves the only run, and says what it looked for', async () => {
	const folder = temporary.pathOf('only');
	const request = await stoppedRuns(folder, {a: 5});
	await expect(runsCommand({...request, action: 'tidy'})).resolves.toEqual(['There are no short tries to remove: runs that were stopped within 3 seconds and before a tenth of their steps.']);
	await expect(readdir(folder)).resolves.toEqual(['a']);
});

it('removes nothing where nobody can be asked', async () => {
	const folder = temporary.pathOf('unasked');
	const request = await stoppedRuns(folder, {a: 5, b: 6});
	await expect(runsCommand({...request, action: 'tidy', isConfirmed: false})).rejects.toThrow('Remove this short try (');
	await expect(readdir(folder)).resolves.toEqual(['a', 'b']);
});

it('shows what the name of a folder would do to a terminal', async () => {
	const folder = temporary.pathOf('shown');
	const evil = 'evil\u{1B}]2;HACKED\u{7}';
	const request = await stoppedRuns(folder, {[`${evil}1`]: 5, [`${evil}2`]: 5, [`${evil}3`]: 500});
	await writeFile(`${folder}/${evil}2/lock.json`, JSON.stringify({pid: process.pid, host: hostname()}));
	const tidied = await runsCommand({...request, action: 'tidy'});
	const removed = await runsCommand({...request, action: 'rm', names: [`${evil}3`]});
	await rm(`${folder}/${evil}2`, {recursive: true});
	const none = await runsCommand({...request, runsFolder: `${folder}/${evil}`});
	expect([...tidied, ...removed, ...none].join('\n')).not.toMatch(/[\u{7}\u{1B}]/v);
	expect(tidied).toEqual([expect.stringMatching(/^Kept evil␛\]2;HACKED␇2: Expected nobody else at work on .*evil␛/v), 'Removed evil␛]2;HACKED␇1.']);
	expect(removed).toEqual(['Removed evil␛]2;HACKED␇3.']);
});

it('removes the others where somebody is at work on one, and has then failed', async () => {
	const folder = temporary.pathOf('busy');
	const request = await stoppedRuns(folder, {a: 5, b: 5});
	await writeFile(`${folder}/a/lock.json`, JSON.stringify({pid: process.pid, host: hostname()}));
	try {
		const note = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
		const lines = await runsCommand({...request, action: 'rm', names: ['a', 'b']});
		expect(lines).toEqual(['Removed b.']);
		expect(note).toHaveBeenCalledWith(expect.stringMatching(/^microgpt-tui: Kept a: Expected nobody else at work on/v));
		expect(process.exitCode).toBe(1);
	} finally {
		vi.restoreAllMocks();
		process.exitCode = undefined;
	}
});

it.runIf(process.platform !== 'win32')('lists the others where one may not be read', async () => {
	const folder = temporary.pathOf('locked');
	const request = await stoppedRuns(folder, {a: 5, b: 6});
	await chmod(`${folder}/b`, 0);
	await asNobody(temporary.pathOf('.'), async () => {
		const lines = await runsCommand(request);
		expect(lines.slice(1)).toEqual([expect.stringMatching(/^a .* B$/v), expect.stringMatching(/^b: Expected/v)]);
		const [json] = await runsCommand({...request, isJson: true});
		expect(JSON.parse(json)).toMatchObject([{name: 'a'}, {name: 'b', error: expect.any(String) as string}]);
		await expect(runsCommand({
			...request, action: 'rm', names: ['b'], isConfirmed: false,
		})).rejects.toThrow('Remove b (of unknown size) for good?');
	});
});

it('keeps what is no short try any more when the answer comes', async () => {
	const folder = temporary.pathOf('resumed');
	const request = await stoppedRuns(folder, {
		a: 5, b: 5, c: 5, d: 500,
	});
	// Sizes are read for the question.
	standIn('readdir', original => async (path: string, options?: unknown) => {
		if (path.endsWith('/b')) {
			const [{info}] = exampleRuns(1);
			await writeFile(`${path}/run.json`, JSON.stringify({formatVersion: 1, ...info, step: 1000}));
		} else if (path.endsWith('/c')) {
			await writeFile(`${path}/title.txt`, 'dear\n');
		}

		return (original as Readdir)(path, options);
	});
	await expect(runsCommand({...request, action: 'tidy'})).resolves.toEqual(['Kept c: it is no short try any more.', 'Kept b: it is no short try any more.', 'Removed a.']);
	await expect(readdir(folder)).resolves.toEqual(['b', 'c', 'd']);
	await expect(readdir(`${folder}/b`)).resolves.toEqual(['run.json']);
});

it('removes a run once, by whatever names it is meant, and one that is gone meanwhile not at all', async () => {
	const folder = temporary.pathOf('doubled');
	const request = await stoppedRuns(folder, {copy1: 5, copy2: 5, copy3: 5});
	await writeFile(`${folder}/copy2/title.txt`, 'best\n');
	standIn('readdir', original => async (path: string, options?: unknown) => {
		const names = await (original as Readdir)(path, options);
		await (path.endsWith('/copy2') ? rm(path, {recursive: true}) : undefined);
		return names;
	});
	await expect(runsCommand({...request, action: 'rm', names: ['copy1', 'copy2', 'best', 'copy1']})).resolves.toEqual(['Removed copy1.', 'Removed best.']);
	await expect(readdir(folder)).resolves.toEqual(['copy3']);
});
