import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {type TrainingEvent} from '../../source/training/events.js';
import {linesOf, runProgram, startProgram} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

const newRunsFolder = () => temporary.pathOf(`runs-${++count}`);

/** A model of which a step takes some seconds. */
const slowStep = ['--preset', 'microgpt', '--n-embd', '128', '--n-layer', '4', '--batch-size', '250'];
/** One that is soon at an evaluation, which takes far longer than a key may wait. */
const slowEvaluation = ['--preset', 'microgpt', '--n-embd', '192', '--n-layer', '4', '--val-split', '0.1', '--eval-every', '1', '--eval-documents', '0'];

async function filesOf(runs: string): Promise<string[]> {
	const [name] = await readdir(runs);
	return readdir(join(runs, name));
}

async function eventsOf(runs: string): Promise<TrainingEvent[]> {
	const [name] = await readdir(runs);
	const text = await readFile(join(runs, name, 'events.jsonl'), 'utf8');
	return linesOf(text).map(line => JSON.parse(line) as TrainingEvent);
}

describe('a run that is stopped in the middle of an evaluation', () => {
	it('is saved at once from the dashboard, and makes the evaluation again when it goes on', async () => {
		const runs = newRunsFolder();
		const screen = new Terminal(`$MICROGPT ${slowEvaluation.join(' ')} --runs-dir ${runs}`);
		terminal = screen;
		await screen.waitFor(/step 1: evaluating +\d+ of 6,000 documents/v);
		screen.send('\u{3}');
		expect(await screen.exitCode()).toBe(130);
		expect(screen.text()).toMatch(/saved as .*, up to step 1; to go on:/v);
		expect(await filesOf(runs)).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
		const events = await eventsOf(runs);
		expect(events.filter(({type}) => type === 'eval' || type === 'activity')).toEqual([]);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'stopped', totals: {steps: 1}});

		const resumed = startProgram('resume', '--json', '--runs-dir', runs);
		await resumed.printed(/"activity"/v);
		resumed.child.kill('SIGTERM');
		const {exitCode, stdout, stderr} = await resumed.outcome;
		expect(stdout).toContain('"type":"activity","step":1,"activity":"evaluating"');
		expect(stdout).not.toContain('"type":"step"');
		expect(exitCode).toBe(143);
		expect(stderr).toMatch(/Saved as .*, up to step 1; to go on/v);
	});
});

describe('a run that is stopped in the middle of a step that takes long', () => {
	it('says what it waits for, and saves the step', async () => {
		const runs = newRunsFolder();
		const screen = new Terminal(`$MICROGPT ${slowStep.join(' ')} --runs-dir ${runs}`);
		terminal = screen;
		await screen.waitFor('training');
		await setTimeout(300);
		screen.send('q');
		await screen.waitFor('Finishing step 1, then saving. q leaves at once, nothing saved yet.');
		expect(screen.text()).toContain('stopping');
		expect(await screen.exitCode()).toBe(0);
		expect(screen.text()).toMatch(/saved as .*, up to step 1; to go on:/v);
		const events = await eventsOf(runs);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'stopped', totals: {steps: 1}});
	});

	it.each([['q', 0], ['\u{3}', 130]])('leaves at once when it is asked twice with %j, and can be gone on with', async (key, code) => {
		const runs = newRunsFolder();
		const screen = new Terminal(`$MICROGPT ${slowStep.join(' ')} --steps 2 --samples 0 --runs-dir ${runs}`);
		terminal = screen;
		await screen.waitFor('training');
		await setTimeout(300);
		screen.send(key);
		await screen.waitFor('Finishing step 1');
		// At once, it would count as the same.
		screen.send(key);
		await setTimeout(700);
		expect(screen.text()).toContain('Finishing step 1');
		screen.send(key);
		expect(await screen.exitCode()).toBe(code);
		expect(screen.modesLeftOn()).toEqual([]);
		expect(screen.text()).toMatch(/not saved: of .* there is only how it began; to train it\s+again:\s+microgpt-tui resume /v);
		// Neither the step, which was not done, nor the lock.
		expect(await filesOf(runs)).toEqual(['events.jsonl', 'run.json']);
		const events = await eventsOf(runs);
		expect(events.map(({type}) => type)).not.toContain('step');
		const {stdout} = await runProgram('runs', '--runs-dir', runs);
		expect(stdout).toContain('interrupted');
	});

	it('is told of in lines, where a second signal leaves at once', async () => {
		const runs = newRunsFolder();
		const program = startProgram('--plain', ...slowStep, '--runs-dir', runs);
		let notes = '';
		program.child.stderr!.on('data', (text: string) => {
			notes += text;
		});
		await expect.poll(() => notes, {timeout: 60_000}).toContain('The loss is computed');
		program.child.kill('SIGINT');
		await expect.poll(() => notes, {timeout: 60_000}).toContain('Finishing step 1, then saving… Ctrl+C again leaves at once.');
		await setTimeout(700);
		program.child.kill('SIGINT');
		const {exitCode} = await program.outcome;
		expect(exitCode).toBe(130);
		const events = await eventsOf(runs);
		expect(events.map(({type}) => type)).not.toContain('step');
	});
});

describe('a run that is stopped twice at once', () => {
	it.each([['q', 0], ['\u{3}', 130]])('is saved all the same: %j', async (key, code) => {
		const runs = newRunsFolder();
		const screen = new Terminal(`exec $MICROGPT --preset microgpt --steps 1000000 --speed 100 --runs-dir ${runs}`);
		terminal = screen;
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 30);
		screen.send(key);
		await setTimeout(20);
		screen.send(key);
		expect(await screen.exitCode()).toBe(code);
		expect(screen.text()).toContain('saved as ');
	});

	it('is saved by lines too, when a process and its group get a signal', async () => {
		const runs = newRunsFolder();
		const program = startProgram('--plain', '--preset', 'microgpt', '--steps', '100000000', '--runs-dir', runs);
		let lines = '';
		program.child.stdout!.on('data', (text: string) => {
			lines += text;
		});
		await expect.poll(() => lines, {timeout: 60_000}).toContain('step ');
		program.child.kill('SIGTERM');
		program.child.kill('SIGTERM');
		const {exitCode, stderr} = await program.outcome;
		expect(exitCode).toBe(143);
		expect(stderr).toContain('Saved as ');
	});
});
