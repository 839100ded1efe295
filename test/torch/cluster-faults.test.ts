import {
	cp,
	readFile,
	stat,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, it} from 'vitest';
import {microgpt} from '../../source/settings/presets.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {readModel} from '../../source/storage/record/checkpoint.js';
import {ownerOf} from '../../source/storage/runs/run-lock.js';
import {
	begun,
	differenceOf,
	goOnHere,
	prepareIn,
	startIn,
	startRanks,
	toldIn,
	trainIn,
} from '../helpers/cluster.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

let whole: string;

beforeAll(async () => {
	whole = await prepareIn(folder.pathOf('whole'), microgpt, {
		steps: 2000, batchSize: 2, nEmbd: 8, validationShare: 0.1, evalEvery: 100, evalDocuments: 10, samples: 2,
	}, 50);
	for (const name of ['killed', 'hung', 'stopped', 'locked', 'full', 'apart']) {
		await cp(whole, folder.pathOf(name), {recursive: true});
	}

	expect(await trainIn(whole)).toMatchObject({code: 0});
});

/** Settles when a run is saved with more steps than these. */
async function savedAfter(run: string, before: number): Promise<void> {
	for (;;) {
		const {step} = await readRunInfo(run);
		if (step > before) {
			return;
		}

		await setTimeout(20);
	}
}

/** The step with the best loss on the validation set, and its parameters, which are the same but for their last digits. */
async function bestIn(run: string): Promise<{readonly step: number; readonly parameters: readonly string[]}> {
	const {progress: {step}, parameters} = await readModel(join(run, 'best.safetensors'));
	return {step, parameters: Array.from(parameters, value => value.toFixed(9))};
}

it('goes on from its last save when a process is killed, with neither hole nor double', async () => {
	const run = folder.pathOf('killed');
	for (const victim of [0, 1]) {
		const {step: before} = await readRunInfo(run);
		const ranks = await startRanks(run, 2);
		await savedAfter(run, before);
		await setTimeout(500 * Math.random());
		ranks[victim].child.kill('SIGKILL');
		const ends = await Promise.all(ranks.map(async ({ended}) => ended));
		expect(ends[victim].code).toBe('SIGKILL');
		expect(ends[1 - victim]).toMatchObject({code: 1, said: expect.stringMatching(/error: Expected all 2 processes to go on, got one that is gone/v) as string});
	}

	const {said} = await trainIn(run);
	expect(said).toMatch(/^Going on after step [1-9]/v);
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
	expect(await bestIn(run)).toEqual(await bestIn(whole));
});

it('gives a process up that does not answer any more', async () => {
	const run = folder.pathOf('hung');
	const job = join(run, 'job.json');
	const text = await readFile(job, 'utf8');
	await writeFile(job, text.replace('"timeoutSeconds": 600', '"timeoutSeconds": 3'));
	const ranks = await startRanks(run, 2);
	await begun(ranks);
	ranks[1].child.kill('SIGSTOP');
	expect(await ranks[0].ended).toMatchObject({code: 1, said: expect.stringMatching(/got one that has not answered for 3 s .* The run is saved up to step \d+\. Start them again\./v) as string});
	ranks[1].child.kill('SIGKILL');
	await ranks[1].ended;
	expect(await trainIn(run)).toMatchObject({code: 0});
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});

it('saves when any of its processes is told to stop, and the tensor engine goes on from there', async () => {
	const run = folder.pathOf('stopped');
	for (const [victim, signal] of [[1, 'SIGTERM'], [0, 'SIGHUP']] as const) {
		const ranks = await startRanks(run, 2);
		await begun(ranks);
		ranks[victim].child.kill(signal);
		const ends = await Promise.all(ranks.map(async ({ended}) => ended));
		expect(ends.map(({code}) => code)).toEqual([0, 0]);
		const {status, step} = await readRunInfo(run);
		expect(status).toBe('stopped');
		expect(ends[0].said).toContain(`The run is stopped: ${step} of 2000 steps, saved up to step ${step}.`);
	}

	await goOnHere(run);
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});

it('has its run alone, and takes it over from a process that is gone', async () => {
	const run = folder.pathOf('locked');
	const first = await startIn(run, {});
	await begun([first]);
	// It is still there when others come, however fast it is.
	first.child.kill('SIGSTOP');
	expect(await ownerOf(run)).toMatchObject({pid: first.child.pid, isCertain: true});
	await expect(goOnHere(run)).rejects.toThrow(`got process ${first.child.pid}. Stop it first.`);
	expect(await trainIn(run)).toMatchObject({code: 1, said: `error: Expected nobody else at work on ${run}, got process ${first.child.pid}. Stop it first, or remove ${join(run, 'lock.json')} if it is gone.\n`});
	first.child.kill('SIGKILL');
	await first.ended;
	expect(await ownerOf(run)).toBeUndefined();
	await goOnHere(run);
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});

it('says up to where it is saved when the disk is full', async () => {
	const run = folder.pathOf('full');
	const {size} = await stat(join(run, 'train.py'));
	// No file may grow larger than the trainer, which is what a full disk is to the record.
	const {code, said} = await trainIn(run, {command: ['sh', '-c', `ulimit -f ${Math.ceil(size / 512)}; exec "$@"`, 'sh']});
	expect(code).toBe(1);
	const {step} = await readRunInfo(run);
	expect(said).toContain(`error: Expected to save the run in ${run}, got “File too large”. It is saved up to step ${step}; make room, and start it again.`);
	expect(step).toBeGreaterThan(0);
	expect(await trainIn(run)).toMatchObject({code: 0});
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});

it('goes on when the cable between two machines is mended', async () => {
	const run = folder.pathOf('apart');
	const script = fileURLToPath(new URL('two-hosts.sh', import.meta.url));
	// In namespaces of its own, so that it takes no rights and leaves nothing behind.
	const {code, said} = await trainIn(run, {command: ['unshare', '--user', '--map-root-user', '--net', '--mount', 'sh', script, '2']});
	expect(said).toContain('The run is completed: 2000 of 2000 steps, saved up to step 2000.');
	expect(code).toBe(0);
	expect(differenceOf(await toldIn(run), await toldIn(whole))).toBeLessThan(1e-9);
});
