import {
	cp,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {beforeAll, expect, it} from 'vitest';
import {microgpt} from '../../source/settings/presets.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {
	begun,
	differenceOf,
	prepareIn,
	startIn,
	toldIn,
	trainIn,
} from '../helpers/cluster.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const small = {
	steps: 1000, batchSize: 2, nEmbd: 8, samples: 2,
};

let whole: string;

beforeAll(async () => {
	whole = await prepareIn(folder.pathOf('whole'), microgpt, small, 50);
	for (const name of ['interrupted', 'restarted', 'empty', 'damaged', 'changed', 'many', 'compiled', 'queued']) {
		await cp(whole, folder.pathOf(name), {recursive: true});
	}

	expect(await trainIn(whole)).toMatchObject({code: 0});
});

it('saves in all processes that it has started when somebody presses Ctrl+C, and goes on from there', async () => {
	const run = folder.pathOf('interrupted');
	// In a group of its own, all of which the keyboard interrupts.
	const started = await startIn(run, {flags: ['--nproc', '2'], command: ['setsid']});
	await begun([started]);
	process.kill(-started.child.pid!, 'SIGINT');
	const {code, said} = await started.ended;
	const {status, step} = await readRunInfo(run);
	expect(status).toBe('stopped');
	expect(said).toContain(`The run is stopped: ${step} of 1000 steps, saved up to step ${step}.`);
	expect(said).not.toContain('Traceback');
	expect(code).toBe(0);
	expect(await trainIn(run)).toMatchObject({code: 0});
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});

it('starts its processes again when one is gone', async () => {
	const run = folder.pathOf('restarted');
	const started = await startIn(run, {flags: ['--nproc', '2', '--max-restarts', '1']});
	await begun([started]);
	const {pid} = JSON.parse(await readFile(join(run, 'lock.json'), 'utf8')) as {readonly pid: number};
	process.kill(pid, 'SIGKILL');
	expect(await started.ended).toMatchObject({code: 0});
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});

it('does not train a run again that has diverged', async () => {
	const run = await prepareIn(folder.pathOf('diverged'), microgpt, {...small, learningRate: 1e200});
	const {code, said} = await trainIn(run, {flags: ['--nproc', '2', '--max-restarts', '1']});
	expect(code).toBe(1);
	expect(said).toContain('The training has diverged: the loss or its gradient is not a finite number at step 2. The learning rate was 9.99e+199; try a tenth of it.');
	expect(said).toContain(`error: The run has diverged, and would again. Go on with another learning rate: microgpt-tui resume ${run} --learning-rate R.`);
	expect(await readRunInfo(run)).toMatchObject({status: 'diverged', step: 0});
	const told = await toldIn(run);
	expect(told.filter(({type}) => type === 'warning')).toHaveLength(1);
});

it('says which of its files is missing', async () => {
	const run = folder.pathOf('empty');
	for (const name of ['tokens.bin', 'checkpoint.safetensors']) {
		await rm(join(run, name));
		expect(await trainIn(run)).toEqual({code: 1, said: `error: Expected to read the run in ${run}, got “No such file or directory” of ${join(run, name)}. Prepare it anew, or give back what is missing.\n`});
	}
});

it('trains on nothing but what was prepared', async () => {
	const run = folder.pathOf('damaged');
	const [tokens, places] = ['tokens.bin', 'places.bin'].map(name => join(run, name));
	const bytes = await readFile(tokens);
	await writeFile(tokens, bytes.subarray(0, bytes.length / 2));
	expect(await trainIn(run)).toEqual({code: 1, said: `error: Expected ${tokens} to have ${bytes.length} bytes as it was prepared, got ${Math.floor(bytes.length / 2)}. Copy it again.\n`});
	await writeFile(tokens, bytes.toReversed());
	expect(await trainIn(run)).toEqual({code: 1, said: `error: Expected ${tokens} to be as it was prepared, got other bytes. Copy it again.\n`});
	await writeFile(tokens, bytes);
	const text = await readFile(places);
	await writeFile(places, text.fill(0));
	expect(await trainIn(run)).toEqual({code: 1, said: `error: Expected ${places} to be as it was prepared, got other bytes. Copy it again.\n`});
});

it('says what is wrong in a file that somebody has changed, or copied by half', async () => {
	const run = folder.pathOf('changed');
	const [job, info] = ['job.json', 'run.json'].map(name => join(run, name));
	const entries = await readFile(job, 'utf8');
	const mend = 'Mend what was changed in it';
	for (const [path, text, error] of [
		[job, entries.replace('"timeoutSeconds": 600', '"timeoutSeconds": "long"'), `Expected "timeoutSeconds" in ${job} to be a number, at least 1, got "long". ${mend}.`],
		[job, entries.replace('"timeoutSeconds": 600', '"timeoutSeconds": Infinity'), `Expected "timeoutSeconds" in ${job} to be a number, at least 1, got Infinity. ${mend}.`],
		[job, entries.replace('"device": "cpu"', '"device": "gpu"'), `Expected "device" in ${job} to be one of cpu, cuda, mps, got "gpu". ${mend}.`],
		[job, '[]', `Expected an object in ${job}, got list. ${mend}, or copy it again.`],
		[job, entries.slice(0, -3), `Expected JSON in ${job}, got “`],
		[info, '{"config": ', `Expected JSON in ${info}, got “`],
	]) {
		await writeFile(job, entries);
		await writeFile(path, text);
		const {code, said} = await trainIn(run);
		expect({code, lines: said.trimEnd().split('\n').length, said}).toEqual({code: 1, lines: 1, said: expect.stringContaining(`error: ${error}`) as string});
	}
});

it('starts no more processes than a batch has documents', async () => {
	const run = folder.pathOf('many');
	const said = 'error: Expected a document at least for each process, got 3 processes and batches of 2. Start fewer, or prepare the run with a larger --batch-size.\n';
	expect(await trainIn(run, {flags: ['--nproc', '3']})).toEqual({code: 1, said});
	expect(await trainIn(run, {env: {RANK: '2', LOCAL_RANK: '2', WORLD_SIZE: '3'}})).toEqual({code: 1, said});
	expect(await trainIn(run, {flags: ['--nproc', '0']})).toMatchObject({code: 2, said: expect.stringContaining('argument --nproc: expected a whole number, at least 1, got 0') as string});
});

it('compiles the model where PyTorch can', async () => {
	const run = folder.pathOf('compiled');
	const {code, said} = await trainIn(run, {flags: ['--compile']});
	const version = /got (?<version>1\..*)\. Leave the flag out\.$/mv.exec(said)?.groups!.version;
	if (version === undefined) {
		expect(code).toBe(0);
		expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
	} else {
		expect({code, said}).toEqual({code: 1, said: `error: Expected PyTorch 2 or later for --compile, got ${version}. Leave the flag out.\n`});
	}
});

it('takes over what an earlier try of the same job has left on another machine, and nothing else', async () => {
	const run = folder.pathOf('queued');
	const owner = {pid: 1, host: 'elsewhere', startedAt: '2026-01-01T00:00:00.000Z'};
	const left = async (more: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string>>) => {
		await writeFile(join(run, 'lock.json'), JSON.stringify({...owner, ...more}));
		return trainIn(run, {env});
	};

	const refused = {code: 1, said: `error: Expected nobody else at work on ${run}, got process 1 on elsewhere. Stop it first, or remove ${join(run, 'lock.json')} if it is gone.\n`};
	expect(await left({}, {})).toEqual(refused);
	expect(await left({job: 'slurm 7', attempt: [0, 0]}, {})).toEqual(refused);
	expect(await left({job: 'slurm 7', attempt: [1, 0]}, {SLURM_JOB_ID: '8', SLURM_RESTART_COUNT: '2'})).toEqual(refused);
	expect(await left({job: 'slurm 7', attempt: [1, 0]}, {SLURM_JOB_ID: '7', SLURM_RESTART_COUNT: '1'})).toEqual(refused);
	expect(await left({job: 'slurm 7', attempt: [1, 0]}, {SLURM_JOB_ID: '7', SLURM_RESTART_COUNT: '2'})).toMatchObject({code: 0});
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});
