import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {type AddressInfo, createServer} from 'node:net';
import {join} from 'node:path';
import process from 'node:process';
import {findPython} from '../../source/model/torch/find-python.js';
import {openRun} from '../../source/run/open-run.js';
import {prepareCluster} from '../../source/run/prepare-cluster.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {readRecord} from '../../source/storage/record/read-record.js';
import {type Preset} from '../../source/settings/presets.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {type ToldEvent} from '../../source/training/told-events.js';

/** Prepares a run that PyTorch is to train by itself. */
export async function prepareIn(folder: string, preset: Preset, options: RunOptions = {}, saveEveryMs = 30_000): Promise<string> {
	await prepareCluster(folder, createRunConfig(preset, {...options, engine: 'torch'}), 'test', {torch: {device: 'cpu'}, saveEveryMs});
	return folder;
}

/** A start of the trainer. */
export type Started = {
	readonly child: ChildProcess;
	/** Settles with its exit code, or the signal that ended it, and all that it said. */
	readonly ended: Promise<{readonly code: number | string; readonly said: string}>;
};

type StartOptions = {
	readonly flags?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** What starts the command that comes after it. */
	readonly command?: readonly string[];
};

/** Starts the trainer of a folder as somebody would by hand. */
export async function startIn(folder: string, {flags = [], env = {}, command = []}: StartOptions): Promise<Started> {
	const [first, ...others] = [...command, await findPython(), join(folder, 'train.py'), ...flags];
	const child = spawn(first, others, {stdio: ['ignore', 'pipe', 'pipe'], env: {...process.env, OMP_NUM_THREADS: '1', ...env}});
	let said = '';
	const hear = (text: string) => {
		said += text;
	};

	child.stdout.setEncoding('utf8').on('data', hear);
	child.stderr.setEncoding('utf8').on('data', hear);
	const ended = once(child, 'close').then(() => ({code: child.exitCode ?? child.signalCode!, said}));
	return {child, ended};
}

/** Trains to the end. */
export async function trainIn(folder: string, options: StartOptions = {}): Started['ended'] {
	const {ended} = await startIn(folder, options);
	return ended;
}

/** Trains to the end in so many processes. */
export async function trainTogether(folder: string, count: number): Promise<ReadonlyArray<Awaited<Started['ended']>>> {
	const ranks = await startRanks(folder, count);
	return Promise.all(ranks.map(async ({ended}) => ended));
}

/** Goes on with a run by the tensor engine of this program, to so many steps. */
export async function goOnHere(folder: string, steps?: number): Promise<void> {
	const {config} = await readRunInfo(folder);
	const run = await openRun({...config, engine: 'tensor', training: {...config.training, ...(steps !== undefined && {steps})}}, 'test', {saving: {runsFolder: join(folder, '..'), resumed: folder, saveEveryMs: 30_000}});
	for await (const event of run.events) {
		if (event.type === 'finish' && event.reason !== 'completed') {
			throw new Error(event.reason);
		}
	}

	await run.close();
}

/** What is in the record of a run, without what depends on the machine; broken lines are told as such. */
export async function toldIn(folder: string): Promise<ToldEvent[]> {
	const text = await readFile(join(folder, 'events.jsonl'), 'utf8');
	const events = await readRecord(folder);
	if (events.length !== text.trimEnd().split('\n').length) {
		throw new Error('There are lines that are no events.');
	}

	return events;
}

const ofTheMachine = ['elapsedMs', 'engine', 'versions'];

/** How far two records are apart in their numbers, Infinity if they tell different things; times do not count. */
export function differenceOf(a: unknown, b: unknown): number {
	if (typeof a === 'number' && typeof b === 'number') {
		return Math.abs(a - b);
	}

	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
		return a === b ? 0 : Infinity;
	}

	const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
	for (const key of ofTheMachine) {
		keys.delete(key);
	}

	return Math.max(0, ...[...keys].map(key => differenceOf((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key])));
}

export function lossesIn(events: readonly ToldEvent[]): number[] {
	return events.flatMap(event => event.type === 'step' ? [event.loss] : []);
}

/** Starts so many processes as a scheduler would, without PyTorch's launcher. */
export async function startRanks(folder: string, count: number): Promise<Started[]> {
	const port = await freePort();
	return Promise.all(Array.from({length: count}, async (_, rank) => startIn(folder, {
		env: {
			RANK: `${rank}`, LOCAL_RANK: `${rank}`, WORLD_SIZE: `${count}`, MASTER_ADDR: '127.0.0.1', MASTER_PORT: `${port}`,
		},
	})));
}

/** Settles when the first process has said what it trains, and with which step it begins. */
export async function begun([{child}]: readonly Started[]): Promise<void> {
	await once(child.stdout!, 'data');
}

async function freePort(): Promise<number> {
	const server = createServer();
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return port;
}
