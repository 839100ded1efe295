import {
	chmod,
	cp,
	mkdir,
	open,
	readdir,
	readFile,
	truncate,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {runCommand} from '../../source/command-line/commands.js';
import {parseArguments} from '../../source/command-line/parse-arguments.js';
import {type Program} from '../../source/command-line/program.js';
import {UserError} from '../../source/errors.js';
import {visibleText} from '../../source/text/visible-text.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {
	linesOf,
	runProgram,
	runShell,
	startProgram,
} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

const newRunsFolder = () => temporary.pathOf(`runs-${++count}`);

/** Folders of runs with one that was trained to its end with some flags, to be copied. */
const trained = new Map<string, string>();

/** A folder of runs with one that was trained to its end, and the folder of that. */
async function trainedRun(...flags: string[]): Promise<{runs: string; run: string; name: string}> {
	const key = flags.join(' ');
	if (!trained.has(key)) {
		const original = newRunsFolder();
		const {exitCode, stderr} = await runProgram('--plain', '--steps', '60', '--runs-dir', original, ...flags);
		expect(stderr).toContain('Saved as ');
		expect(exitCode).toBe(0);
		trained.set(key, original);
	}

	const runs = newRunsFolder();
	await cp(trained.get(key)!, runs, {recursive: true});
	return {runs, ...await onlyRun(runs)};
}

async function onlyRun(runs: string): Promise<{run: string; name: string}> {
	const names = await readdir(runs);
	expect(names).toHaveLength(1);
	return {run: join(runs, names[0]), name: names[0]};
}

async function eventsOf(run: string): Promise<TrainingEvent[]> {
	const text = await readFile(join(run, 'events.jsonl'), 'utf8');
	expect(text.endsWith('\n')).toBe(true);
	return text.trimEnd().split('\n').map(line => JSON.parse(line) as TrainingEvent);
}

const stepsOf = (events: TrainingEvent[]) => events.filter(event => event.type === 'step').map(({step}) => step);
const upTo = (steps: number) => Array.from({length: steps}, (_, index) => index + 1);

/** One line that says what is wrong, and no trace of the program's inside. */
function expectRefusal({exitCode, stderr}: {exitCode: number | undefined; stderr: string}, message: RegExp) {
	expect(stderr).toMatch(message);
	expect(stderr).not.toMatch(/bug|\bat .*\.js/v);
	expect(exitCode === 1 || exitCode === 2).toBe(true);
}

describe('a run in a pipe', () => {
	it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is saved on %s, and goes on', async signal => {
		const runs = newRunsFolder();
		const program = startProgram('--plain', '--preset', 'microgpt', '--steps', '90000', '--runs-dir', runs);
		await program.printed(/step +100 /v);
		program.child.kill(signal);
		const {stderr} = await program.outcome;
		expect(stderr).toMatch(/Saved as .*, up to step [\d,]+; to go on: microgpt-tui resume /v);
		const {run} = await onlyRun(runs);
		const events = await eventsOf(run);
		const steps = stepsOf(events);
		expect(steps.length).toBeGreaterThan(10);
		expect(steps).toEqual(upTo(steps.length));
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'stopped', totals: {steps: steps.length}});
		expect(await readdir(run)).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
		const {stdout} = await runProgram('sample', '--runs-dir', runs, '--count', '3');
		expect(stdout.trimEnd().split('\n')).toHaveLength(3);
	});

	it('is saved as stopped when nobody reads it any more', async () => {
		const runs = newRunsFolder();
		const {stdout} = await runShell(`$MICROGPT --plain --log-every 1 --preset microgpt --steps 90000 --runs-dir ${runs} | head -n 5`);
		expect(stdout.trimEnd().split('\n')).toHaveLength(5);
		const {run} = await onlyRun(runs);
		const events = await eventsOf(run);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'stopped'});
		expect(stepsOf(events)).toEqual(upTo(stepsOf(events).length));
	});

	it('is trained to its end without being saved where it cannot be, and says so', async () => {
		const file = await temporary.write('a-file', '');
		const {stdout, stderr} = await runShell(`MICROGPT_RUNS_DIR=${file}/runs $MICROGPT --plain --steps 60; echo exit code $?`);
		expect(stdout).toContain('exit code 0');
		expect(stderr).toMatch(/Expected to save runs in .*a-file\/runs, got “not a directory”\. This run is not saved; --runs-dir takes another folder\./v);
		expectRefusal(await runProgram('--plain', '--steps', '60', '--runs-dir', `${file}/runs`), /Expected to save runs in .* Choose another folder with --runs-dir, or add --no-save\./v);
	});

	it('goes on when the disk is full, and keeps what was saved before', async () => {
		const {runs, run} = await trainedRun('--preset', 'microgpt', '--samples', '0');
		const checkpoint = await readFile(join(run, 'checkpoint.safetensors'));
		// A file may have 100 blocks of 1,024 bytes: the record goes on for a while, a checkpoint does not fit.
		const {stdout, stderr} = await runShell(`ulimit -f 100; $MICROGPT resume --steps 3000 --plain --save-every 0.05 --runs-dir ${runs}; echo exit code $?`);
		expect(stdout).toContain('step 3000 / 3000');
		expect(stdout).toContain('exit code 1');
		const warnings = stderr.split('\n').filter(line => line.includes('file too large'));
		expect(warnings[0]).toMatch(/Expected to save the run in .*, got “file too large”\. The last save is of step 60; the training goes on\.$/v);
		// However often it is tried, it is said once.
		expect(warnings).toEqual([...new Set(warnings)]);
		expect(stderr).toMatch(/Saved as .* only up to step 60: what came after it is not saved; to do it again: microgpt-tui resume /v);
		expect(stderr).not.toContain('bug');
		expect(await readFile(join(run, 'checkpoint.safetensors'))).toEqual(checkpoint);
		expect(await readdir(run)).not.toContainEqual(expect.stringContaining('unfinished'));
		// With room again, it goes on from there.
		const {exitCode} = await runProgram('resume', '--steps', '200', '--plain', '--runs-dir', runs);
		expect(exitCode).toBe(0);
		expect(stepsOf(await eventsOf(run))).toEqual(upTo(200));
	});

	it('is refused to a second process, which is told the first', async () => {
		const runs = newRunsFolder();
		const first = startProgram('--plain', '--preset', 'microgpt', '--steps', '9000000', '--runs-dir', runs);
		await first.printed(/step +1 /v);
		expectRefusal(await runProgram('resume', '--runs-dir', runs), new RegExp(String.raw`Expected nobody else at work on .*, got process ${first.child.pid!}\. Stop it first\.`, 'v'));
		expectRefusal(await runProgram('runs', 'rm', '2', '--yes', '--runs-dir', runs), /got process/v);
		const {stdout} = await runProgram('runs', '--runs-dir', runs);
		expect(stdout).toContain('running');
		first.child.kill('SIGKILL');
		await first.outcome;
		const after = await runProgram('runs', '--runs-dir', runs);
		expect(after.stdout).toContain('interrupted');
	});
});

describe('a damaged run', () => {
	it.each<[string, (run: string) => Promise<void>, RegExp]>([
		['whose checkpoint was cut', async run => truncate(join(run, 'checkpoint.safetensors'), 5000), /Expected .*checkpoint\.safetensors.* got .*/v],
		['whose checkpoint has a byte turned', async run => turnByte(join(run, 'checkpoint.safetensors'), 20_000), /as it was saved, got bytes that its seal does not fit/v],
		['whose checkpoint is empty', async run => truncate(join(run, 'checkpoint.safetensors'), 0), /Expected .*checkpoint\.safetensors/v],
		['whose checkpoint says to be endless', async run => truncate(join(run, 'checkpoint.safetensors'), 2 ** 40), /Expected .*checkpoint\.safetensors/v],
		['whose description is no JSON', async run => writeFile(join(run, 'run.json'), '{'), /Expected .*run\.json to be JSON/v],
		['whose description is of a later version', async run => editInfo(run, info => ({...info, formatVersion: 99})), /in format 1, got 99\. It was written by a newer microgpt-tui/v],
		['whose description asks for too much', async run => editInfo(run, info => ({...info, config: {...info.config as Record<string, unknown>, seed: 'x'}})), /Expected config\.seed of .* to be number, got "x"/v],
		['whose data has been changed', async run => editInfo(run, info => ({...info, dataset: {name: 'names.txt', sha256: '0'.repeat(64)}})), /Expected names\.txt to be as it was when the run began/v],
	])('%s is refused, and stays as it is', async (_what, damage, message) => {
		const {runs, run, name} = await trainedRun();
		await damage(run);
		const {size} = await sizeOf(join(run, 'events.jsonl'));
		const refused = await runProgram('resume', name, '--steps', '100', '--plain', '--runs-dir', runs);
		expectRefusal(refused, message);
		// Nobody is told first that it goes on.
		expect(linesOf(refused.stderr)).toHaveLength(1);
		expect(await sizeOf(join(run, 'events.jsonl'))).toEqual({size});
		const {stdout, exitCode} = await runProgram('runs', '--runs-dir', runs);
		expect(stdout).toContain(name);
		expect(exitCode).toBe(0);
	});

	it.each<[string, (run: string) => Promise<void>]>([
		['whose record has more than was saved', async run => append(join(run, 'events.jsonl'), '{"type":"step","step":61}\n{"ty')],
		['with files that were never finished', async run => writeFile(join(run, 'checkpoint.safetensors.unfinished'), 'half')],
		['with the lock of a process that is gone', async run => writeFile(join(run, 'lock.json'), '{"pid":4194304,"host":"localhost"')],
	])('%s goes on as if nothing had been', async (_what, damage) => {
		const {runs, run} = await trainedRun();
		await damage(run);
		const {exitCode} = await runProgram('resume', '--steps', '100', '--plain', '--runs-dir', runs);
		expect(exitCode).toBe(0);
		expect(stepsOf(await eventsOf(run))).toEqual(upTo(100));
		expect(await readdir(run)).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
	});

	it('goes on from the last good state when it has diverged', async () => {
		const runs = newRunsFolder();
		const {exitCode} = await runProgram('--plain', '--engine', 'scalar', '--learning-rate', '1000', '--runs-dir', runs);
		expect(exitCode).toBe(1);
		const {run} = await onlyRun(runs);
		const events = await eventsOf(run);
		expect(events.slice(-2)).toMatchObject([{type: 'warning', code: 'diverged'}, {type: 'finish', reason: 'diverged'}]);
		const {stdout} = await runProgram('runs', '--runs-dir', runs);
		expect(stdout).toContain('diverged');
		const again = await runProgram('resume', '--plain', '--runs-dir', runs);
		expect(again.stderr).toContain('Going on with ');
		expect(again.exitCode).toBe(1);
		const steps = stepsOf(await eventsOf(run));
		expect(steps).toEqual(upTo(steps.length));
	});
});

describe('the name of a run', () => {
	const commandsOnRuns = [['resume'], ['sample'], ['export', '--output', '-'], ['runs', 'rm', '--yes'], ['runs', 'path'], ['replay']];

	/** What a program of its own says. */
	async function refusalOfProgram(...given: readonly string[]): Promise<string> {
		const {exitCode, stderr} = await runProgram(...given);
		expect(exitCode, `${given.join(' ')}: ${stderr}`).not.toBe(0);
		return stderr;
	}

	/** The same without the start of a program. */
	async function refusalOfCommand(...given: readonly string[]): Promise<string> {
		const {signal} = new AbortController();
		const nothing = () => undefined;
		const go: Program['show'] = async run => {
			await run({
				version: '0', signal, onInterrupt: nothing, onOutputError: nothing,
			});
		};

		const program = {
			signal,
			train: go,
			show: go,
			print: nothing,
			heedOutput: nothing,
			async printAsItComes(texts: AsyncIterable<string>) {
				for await (const _text of texts) {
					// It refuses before the first.
				}
			},
		};
		const read = parseArguments(given);
		const error = await runCommand(read as Parameters<typeof runCommand>[0], program as unknown as Program).catch((error: unknown) => error);
		expect(error, given.join(' ')).toBeInstanceOf(UserError);
		const {message} = error as UserError;
		return visibleText(message);
	}

	it.each([
		['../outside', refusalOfProgram],
		['\u{1B}[31m', refusalOfProgram],
		...['../outside', '/etc', '..', '.', 'a/../../outside', '\u{1B}[31m', '-'].map(name => [name, refusalOfCommand] as const),
	] as const)('%j never leads out of the folder of the runs', async (name, refusalOf) => {
		const {runs} = await trainedRun();
		const outside = temporary.pathOf('outside');
		await mkdir(outside, {recursive: true});
		await writeFile(join(outside, 'run.json'), '{}');
		await Promise.all(commandsOnRuns.map(async ([first, ...rest]) => {
			const said = await refusalOf(first, ...rest, '--runs-dir', runs, '--', name);
			// No control character reaches the terminal.
			expect(said).toMatch(/^[\P{Control}\n]+$/v);
			expect(said).not.toContain('bug');
		}));

		expect(await readdir(outside)).toEqual(['run.json']);
		expect(await readdir(runs)).toHaveLength(1);
	});

	it('may be that of a run elsewhere, which is gone on with but not removed', async () => {
		const {run} = await trainedRun();
		const runs = newRunsFolder();
		const {exitCode} = await runProgram('resume', run, '--steps', '70', '--plain', '--runs-dir', runs);
		expect(exitCode).toBe(0);
		expectRefusal(await runProgram('runs', 'rm', run, '--yes', '--runs-dir', runs), /Expected the name of a saved run in .*, got /v);
		expect(await readdir(run)).toContain('run.json');
	});
});

describe('a run in the dashboard', () => {
	it('is saved when the terminal goes away', async () => {
		const runs = newRunsFolder();
		const screen = new Terminal(`$MICROGPT --speed 100 --runs-dir ${runs}`);
		terminal = screen;
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 30);
		screen.kill();
		const {run} = await onlyRun(runs);
		await expect.poll(async () => readdir(run), {timeout: 60_000}).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
		await expect.poll(async () => readFile(join(run, 'run.json'), 'utf8'), {timeout: 60_000}).toContain('"status": "stopped"');
	});

	it('is left and gone on with', async () => {
		const runs = newRunsFolder();
		const screen = new Terminal(`$MICROGPT --speed 100 --runs-dir ${runs}; $MICROGPT resume --runs-dir ${runs}`, {columns: 100, rows: 30});
		terminal = screen;
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 30);
		screen.send('q');
		// The second program, which has what the first had.
		await screen.waitFor('to go on:');
		await screen.waitFor(/saved at step \d+/v);
		const {run} = await onlyRun(runs);
		const reached = Number(/saved at step (?<step>\d+)/v.exec(screen.text())!.groups!.step);
		expect(reached).toBeGreaterThan(20);
		await screen.waitUntil('further steps', () => (screen.step() ?? 0) > reached + 10);
		screen.send('c');
		await screen.waitFor(/Saved at step [\d,]+\./v);
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
		const steps = stepsOf(await eventsOf(run));
		expect(steps).toEqual(upTo(steps.length));
	});

	it('leaves nothing when it is stopped before its first step', async () => {
		const runs = newRunsFolder();
		await mkdir(runs);
		await chmod(runs, 0o755);
		const program = startProgram('--plain', '--n-embd', '384', '--n-layer', '6', '--preset', 'microgpt', '--runs-dir', runs);
		await expect.poll(async () => readdir(runs), {timeout: 60_000, interval: 5}).toHaveLength(1);
		program.child.kill('SIGTERM');
		await program.outcome;
		expect(await readdir(runs)).toEqual([]);
	});
});

async function turnByte(path: string, offset: number) {
	const file = await open(path, 'r+');
	const byte = new Uint8Array(1);
	await file.read(byte, 0, 1, offset);
	byte[0] = 255 - byte[0];
	await file.write(byte, 0, 1, offset);
	await file.close();
}

async function editInfo(run: string, edit: (info: Record<string, unknown>) => unknown) {
	const path = join(run, 'run.json');
	const info = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
	const edited = JSON.stringify(edit(info));
	await writeFile(path, edited);
}

async function append(path: string, text: string) {
	await writeFile(path, text, {flag: 'a'});
}

async function sizeOf(path: string): Promise<{size: number}> {
	const {length} = await readFile(path);
	return {size: length};
}
