import {once} from 'node:events';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {expect, it} from 'vitest';
import {type Engine} from '../../source/model/engine.js';
import {createEngine} from '../../source/model/create-engine.js';
import {createParameters} from '../../source/model/parameters.js';
import {findPython} from '../../source/model/torch/find-python.js';
import {type TorchJob} from '../../source/model/torch/torch-options.js';
import {openRun} from '../../source/run/open-run.js';
import {microgpt} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {runCommand} from '../helpers/run-program.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const trainer = fileURLToPath(new URL('../../source/torch/train.py', import.meta.url));
const model = {
	architecture: 'bigram', vocabSize: 5, nEmbd: 3, blockSize: 4,
} as const;
const batch = [[4, 0, 1], [4, 2]];

async function open(processes: number): Promise<Engine> {
	return createEngine({
		name: 'torch', precision: 'f64', batchSize: 2, torch: {processes},
	}, model, createParameters(model));
}

/** The processes that a process has started. */
async function childrenOf(pid: number): Promise<number[]> {
	try {
		const lines = await runCommand('/', 'pgrep', '-P', String(pid));
		return lines.trim().split('\n').map(Number);
	} catch {
		// There are none.
		return [];
	}
}

/** The processes that compute, in the order in which they were started. */
async function ranks(processes: number): Promise<number[]> {
	const own: number[] = [];
	for (const child of await childrenOf(process.pid)) {
		const command = await runCommand('/', 'ps', '-o', 'args=', '-p', String(child)).catch(() => '');
		if (command.includes('train.py serve')) {
			own.push(child);
		}
	}

	if (processes === 1) {
		return own;
	}

	const children = await Promise.all(own.map(async launcher => childrenOf(launcher)));
	return children.flat();
}

/** Whether there is such a process, and it has not ended. */
async function isRunning(pid: number): Promise<boolean> {
	const state = await runCommand('/', 'ps', '-o', 'stat=', '-p', String(pid)).catch(() => 'Z');
	return !state.trimStart().startsWith('Z');
}

async function kill(index: number, processes: number): Promise<void> {
	const pids = await ranks(processes);
	process.kill(pids[index], 'SIGKILL');
}

it.each([[1, 0, 'got a process that was ended by SIGKILL'], [2, 0, 'got process 0, which was ended by SIGKILL'], [2, 1, 'got process 1, which was ended by SIGKILL']])('of %i processes, number %i is killed', async (count, index, message) => {
	const engine = await open(count);
	engine.computeGradients(batch);
	await kill(index, count);
	expect(() => {
		for (;;) {
			engine.computeGradients(batch);
		}
	}).toThrow(message);
	// What is not known any more is not made up.
	expect(() => engine.gradients).toThrow(message);
	engine.close!();
});

it('lets no process stay that hangs', async () => {
	const engine = await open(2);
	const [, second] = await ranks(2);
	process.kill(second, 'SIGSTOP');
	engine.close!();
	for (let left = await ranks(2); left.length > 0; left = await ranks(2)) {
		await wait(100);
	}
});

it.runIf(process.platform === 'linux')('lets no process stay that still loads PyTorch when nobody waits for it any more', async () => {
	const python = await findPython();
	const job = {
		model, precision: 'f64', device: 'cpu', processes: 2, threads: 1, hasChosenThreads: false, microBatch: 0, patience: 600,
	} satisfies TorchJob;
	for (const loadingMs of [0, 20, 50, 150, 400]) {
		const starter = new Worker(`
			const {spawn} = require('node:child_process');
			const {parentPort, workerData} = require('node:worker_threads');
			parentPort.postMessage(spawn(workerData.python, workerData.flags, {detached: true, stdio: ['pipe', 'ignore', 'ignore']}).pid);
		`, {eval: true, workerData: {python, flags: ['-u', trainer, 'serve', JSON.stringify(job)]}});
		const [pid] = await once(starter, 'message') as [number];
		await wait(loadingMs);
		await starter.terminate();
		const terminatedAt = performance.now();
		while (await isRunning(pid)) {
			await wait(10);
		}

		// Python itself takes some time to start; PyTorch takes a second, and would be ended only then.
		expect(performance.now() - terminatedAt).toBeLessThan(700);
	}
});

it('is saved up to where it was saved last, and goes on from there', async () => {
	const config = createRunConfig(microgpt, {engine: 'torch', steps: 300, samples: 1});
	const saving = {
		runsFolder: folder.pathOf('runs'), saveEveryMs: 200, logEvery: undefined, title: undefined,
	};
	const run = await openRun(config, 'test', {saving});
	await expect(async () => {
		for await (const event of run.events) {
			if (event.type === 'step' && event.step === 200) {
				await kill(0, 1);
			}
		}
	}).rejects.toThrow('got a process that was ended by SIGKILL');
	await run.close();
	const again = await openRun({...config, engine: 'tensor'}, 'test', {saving: {...saving, resumed: run.saving!.folder}});
	const from = again.saving!.resumedStep!;
	expect(from).toBeLessThanOrEqual(200);
	const unbroken = await openRun(createRunConfig(microgpt, {steps: 300, samples: 1}), 'test');
	const losses = new Map<number, number>();
	for await (const event of unbroken.events) {
		if (event.type === 'step') {
			losses.set(event.step, event.loss);
		}
	}

	let step = from;
	for await (const event of again.events) {
		if (event.type !== 'step') {
			continue;
		}

		expect(event.step).toBe(++step);
		expect(Math.abs(event.loss - losses.get(step)!)).toBeLessThan(1e-9);
	}

	expect(step).toBe(300);
	await again.close();
});
