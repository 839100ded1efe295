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
	for (const name of ['interrupted', 'restarted', 'empty', 'queued']) {
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
	expect(said).toContain('The training has diverged: the loss or its gradient is not a finite number at step 2.');
	expect(said).toContain('error: The run has diverged, and would again. Go on with another learning rate: microgpt-tui resume --learning-rate.');
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
