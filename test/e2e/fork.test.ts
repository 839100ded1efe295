import {readdir, readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {afterEach, expect, it} from 'vitest';
import {openRun} from '../../source/run/open-run.js';
import {originAt} from '../../source/run/origin.js';
import {readCheckpoint} from '../../source/storage/record/checkpoint.js';
import {type RunInfo} from '../../source/storage/record/run-info.js';
import {type StepEvent} from '../../source/training/events.js';
import {timeless, timelessRecordOf} from '../helpers/saved-run.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

type Saved = {readonly folder: string; readonly info: RunInfo};

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

const [shiftLeft, left, down] = ['\u{1B}[1;2D', '\u{1B}[D', '\u{1B}[B'];
/** Options by their rows in the panel, with what a fork with the value before the usual one is called. */
const noCorrection = {row: 3, name: 'no bias correction'};
const lowerRate = {row: 0, name: 'rate 0.005'};

/** The program itself is the process of the terminal, so that a kill is one of it. */
function open(command: string, runs: string): Terminal {
	terminal = new Terminal(`exec $MICROGPT ${command} --runs-dir ${temporary.pathOf(runs)}`, {columns: 120, rows: 40});
	return terminal;
}

async function savedIn(runs: string): Promise<Saved[]> {
	const names = await readdir(temporary.pathOf(runs));
	return Promise.all(names.toSorted().map(async name => {
		const folder = join(temporary.pathOf(runs), name);
		return {folder, info: JSON.parse(await readFile(join(folder, 'run.json'), 'utf8')) as RunInfo};
	}));
}

async function forkIn(runs: string): Promise<Saved> {
	const saved = await savedIn(runs);
	return saved.find(({info}) => info.parent)!;
}

async function stepsOf(folder: string): Promise<StepEvent[]> {
	const events = await timelessRecordOf(folder);
	return events.filter(event => event.type === 'step');
}

async function pauseAfter(screen: Terminal, step: number): Promise<void> {
	await screen.waitUntil(`step ${step}`, () => (screen.step() ?? 0) >= step);
	screen.send(' ');
	await screen.waitFor('paused');
}

/** Chooses the value before that of an option, and waits until both runs are on the screen. */
async function fork(screen: Terminal, {row, name}: {readonly row: number; readonly name: string}): Promise<void> {
	screen.send('f');
	await screen.waitFor('Another way from step');
	screen.send(down.repeat(row) + left);
	await screen.waitFor(`It will be called ${name}`);
	screen.send('\r');
	await screen.waitFor(new RegExp(String.raw`made up[\s\S]*> [b-f] ${name}`, 'v'));
}

/** The steps of a fork that was never broken off, as many as a saved one has. */
async function unbroken({info: {config, parent}}: Saved, from: RunInfo['config'], count: number): Promise<StepEvent[]> {
	const {step} = parent!;
	const first = await openRun(from, '1.2.3', {historyBytes: 1e7});
	for await (const event of first.events) {
		if (event.type === 'step' && event.step > step + 5) {
			break;
		}
	}

	const origin = await originAt(step, {...first, name: undefined, meanAfter: () => undefined});
	const second = await openRun(config, '1.2.3', {origin});
	const steps: StepEvent[] = [];
	for await (const event of second.events) {
		if (event.type === 'step') {
			steps.push(timeless(event) as StepEvent);
		}

		if (steps.length === count) {
			break;
		}
	}

	return steps;
}

it('loses nothing of a fork that is killed beside the run that it has left', async () => {
	const screen = open('--steps 50000 --speed max --save-every 0.1', 'killed');
	await pauseAfter(screen, 400);
	screen.send(shiftLeft.repeat(20));
	await screen.waitFor('◂ step');
	await fork(screen, noCorrection);
	const {info: {parent}} = await forkIn('killed');
	await screen.waitUntil('both to go on', () => (screen.step() ?? 0) > parent!.step + 300);
	screen.kill();
	await screen.exitCode();

	const killed = await forkIn('killed');
	expect(killed.info.status).toBe('running');
	const before = killed.info.step;
	const again = open('resume no --speed max', 'killed');
	await again.waitUntil('the fork to go on', () => (again.step() ?? 0) > before + 300);
	again.send('\u{3}');
	expect(await again.exitCode()).toBe(130);

	const steps = await stepsOf(killed.folder);
	const [first] = await savedIn('killed');
	expect(steps.at(-1)!.step).toBeGreaterThan(before + 300);
	await expect(unbroken(killed, first.info.config, steps.length)).resolves.toEqual(steps);
});

it('leaves three runs saved at Ctrl+C, each as far as it has come', async () => {
	const screen = open('--steps 50000 --speed max --save-every 3600', 'stopped');
	await pauseAfter(screen, 100);
	await fork(screen, noCorrection);
	await pauseAfter(screen, 300);
	await fork(screen, lowerRate);
	await screen.waitUntil('all to go on', () => (screen.step() ?? 0) > 600);
	screen.send('\u{3}');
	expect(await screen.exitCode()).toBe(130);

	const saved = await savedIn('stopped');
	expect(saved.map(({info: {status}}) => status)).toEqual(['stopped', 'stopped', 'stopped']);
	for (const {folder, info: {step, parent}} of saved) {
		expect(step).toBeGreaterThan(600);
		const steps = await stepsOf(folder);
		expect(steps.map(event => event.step)).toEqual(Array.from({length: step - (parent?.step ?? 0)}, (_, index) => (parent?.step ?? 0) + index + 1));
		const checkpoint = await readCheckpoint(join(folder, 'checkpoint.safetensors'));
		expect(checkpoint.progress.step).toBe(step);
	}

	const [first, second] = saved.map(({folder}) => basename(folder));
	expect(saved.map(({info}) => info.parent?.run)).toEqual([undefined, first, second]);
});
