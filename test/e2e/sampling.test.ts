import {
	copyFile,
	readdir,
	readFile,
	rm,
} from 'node:fs/promises';
import {join} from 'node:path';
import {
	afterEach,
	beforeAll,
	describe,
	expect,
	it,
} from 'vitest';
import {linesOf, runProgram, runShell} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const verses = Array.from({length: 40}, (_, verse) => `${verse % 3 === 0 ? 'ada' : 'bob'}:\ncab dab, a bad cadé.\n\n`).join('');
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

/** Trains a small model, and returns the folder of its run, and that of the runs. */
async function trained(name: string, ...flags: string[]): Promise<{run: string; runs: string}> {
	const runs = temporary.pathOf(name);
	const {exitCode, stderr} = await runProgram('--plain', '--preset', 'microgpt', '--samples', '0', '--runs-dir', runs, ...flags);
	expect(exitCode, stderr).toBe(0);
	const [run] = await readdir(runs);
	return {runs, run: join(runs, run)};
}

describe('a model that has learnt from one long text', () => {
	let runs: string;
	const sample = async (...flags: string[]) => runProgram('sample', '--runs-dir', runs, ...flags);

	beforeAll(async () => {
		const data = await temporary.write('verses.txt', verses);
		({runs} = await trained('of-verses', '--data', data, '--documents', 'stream', '--steps', '50', '--learning-rate', '0.03'));
	});

	it('writes 500 characters into a pipe, in lines where the text has them', async () => {
		const {stdout, stderr, exitCode} = await sample();
		expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0});
		expect(stdout).toHaveLength(501);
		expect(stdout).toMatch(/^[\n ,.:a-zé]*\n$/v);
		expect(linesOf(stdout).length).toBeGreaterThan(5);
	});

	it('writes as much as is asked for, the same into a file', async () => {
		const file = temporary.pathOf('sample.txt');
		await runShell(`$MICROGPT sample --length 123 --prefix 'bob:\n' --seed 3 --runs-dir '${runs}' > '${file}'`);
		const text = await readFile(file, 'utf8');
		expect(text).toMatch(/^bob:\n[\s\S]{123}\n$/v);
		const {stdout} = await sample('--length', '123', '--prefix', 'bob:\n', '--seed', '3');
		expect(stdout).toBe(text);
	});

	it('spells out what is not ASCII if that is asked for, but not the ends of lines', async () => {
		const {stdout} = await sample('--length', '5', '--prefix', 'é:\n', '--ascii');
		expect(stdout).toMatch(/^\\u\{e9\}:\n[\w\n ,.:\\\{\}]+\n$/v);
	});

	it('goes on from the end of a beginning that is longer than its context', async () => {
		const prefix = verses.slice(0, 200);
		const {stdout} = await sample('--length', '50', '--prefix', prefix);
		expect(stdout.startsWith(prefix)).toBe(true);
		expect(stdout).toHaveLength(251);
	});

	it('puts a line between several, and none with --json', async () => {
		const {stdout} = await sample('--length', '30', '--count', '3');
		const passages = stdout.split('\n---------------\n');
		expect(passages.map(({length}) => length)).toEqual([30, 30, 31]);
		const json = await sample('--length', '30', '--count', '3', '--json', '--top-k', '5');
		const told = linesOf(json.stdout).map(line => JSON.parse(line) as {text: string});
		expect(told.map(({text}) => text.length)).toEqual([30, 30, 30]);
		expect(told[0]).toEqual({
			text: told[0].text, temperature: 0.5, prefix: '', topK: 5,
		});
	});

	it('is always the likeliest at temperature 0', async () => {
		const [one, other] = [await sample('--temperature', '0'), await sample('--temperature', '0', '--seed', '9', '--top-p', '0.3')];
		expect(one.stdout).toHaveLength(501);
		expect(other.stdout).toBe(one.stdout);
		const {stdout} = await sample('--top-k', '1', '--temperature', '3');
		expect(stdout).toBe(one.stdout);
	});

	it('shows control characters as symbols on a terminal, and still begins a new line', async () => {
		const screen = new Terminal(`$MICROGPT sample --length 30 --prefix 'bob:\ncab' --runs-dir '${runs}'`);
		terminal = screen;
		expect(await screen.exitCode()).toBe(0);
		expect(screen.rows().slice(0, 2)).toEqual(['bob:␊', expect.stringMatching(/^cab/v)]);
	});

	it('ends when nobody reads on', async () => {
		const {stdout, stderr} = await runShell(`$MICROGPT sample --length 1000000000 --runs-dir '${runs}' | head -n 3`);
		expect(linesOf(stdout)).toHaveLength(3);
		expect(stderr).toBe('');
	});

	it('names the characters that it does not know', async () => {
		const {stdout, stderr, exitCode} = await sample('--prefix', 'Zoë: zoë, bob');
		expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 2});
		expect(stderr).toBe('microgpt-tui: Expected --prefix in characters that the model knows, got “Z”, “ë”, “z”. Choose from “␊ ,.:abcdoé”.\n');
	});

	it('has no best state without validation', async () => {
		const {stdout, stderr, exitCode} = await sample('--best');
		expect({stdout, exitCode}).toEqual({stdout: '', exitCode: 1});
		expect(stderr).toMatch(/^microgpt-tui: Expected the weights of the best validation loss in .*-microgpt, got a run without validation\. Leave out --best, or train with --val-split 0\.1\.\n$/v);
	});
});

describe('a model of names', () => {
	let runs: string;
	let run: string;
	const sample = async (...flags: string[]) => {
		const {stdout, stderr} = await runProgram('sample', '--runs-dir', runs, ...flags);
		// A note that its best is another is no error.
		return stdout === '' ? stderr : stdout;
	};

	beforeAll(async () => {
		const names = await readFile(new URL('../../data/names.txt', import.meta.url), 'utf8');
		const data = await temporary.write('few.txt', names.split('\n').slice(0, 40).join('\n'));
		// So few names are soon learnt by heart: the best state is not the last.
		const flags = ['--data', data, '--val-split', '0.5', '--eval-every', '20', '--steps', '600', '--block-size', '8', '--schedule', 'constant'];
		({run, runs} = await trained('of-names', ...flags));
	});

	it('makes up 20, one a line, and one at temperature 0', async () => {
		expect(linesOf(await sample())).toHaveLength(20);
		expect(linesOf(await sample('--temperature', '0'))).toHaveLength(1);
		expect(linesOf(await sample('--temperature', '0', '--count', '2'))).toHaveLength(2);
	});

	it('ends them where it does, at most after so many characters', async () => {
		const lengths = async (...flags: string[]) => linesOf(await sample('--count', '200', '--temperature', '2', ...flags)).map(({length}) => length);
		expect(Math.max(...await lengths('--length', '3'))).toBe(3);
		expect(Math.max(...await lengths())).toBe(8);
		const long = await lengths('--length', '30');
		expect(Math.max(...long)).toBeGreaterThan(8);
		expect(Math.min(...long)).toBeLessThan(8);
	});

	it('has the weights of its best validation with --best', async () => {
		const {stdout: last, stderr: note} = await runProgram('sample', '--runs-dir', runs);
		expect(note).toMatch(/^microgpt-tui: The validation of [\w\-]+ was best at step \d+: \d\.\d{4}, and \d\.\d{4} when it was measured last\. To use the best: microgpt-tui sample [\w\-]+ --best --runs-dir [\w\-.\/]+\n$/v);
		const listed = await runProgram('runs', '--runs-dir', runs);
		expect(listed.stderr).toBe(note);
		const best = await sample('--best');
		expect(best).not.toBe(last);
		const copy = temporary.pathOf('best.safetensors');
		await runProgram('export', '--best', '--output', copy, '--runs-dir', runs);
		expect(await readFile(copy)).toEqual(await readFile(join(run, 'best.safetensors')));
		await copyFile(join(run, 'best.safetensors'), join(run, 'checkpoint.safetensors'));
		expect(await sample()).toBe(best);
	});

	it('says that its documents end by themselves, whatever they may have', async () => {
		const {stdout, stderr} = await runProgram('sample', '--length', '500', '--count', '3', '--runs-dir', runs);
		expect(linesOf(stdout)).toHaveLength(3);
		expect(stderr).toContain('has learnt where documents end: --length 500 only cuts off those that are longer.\n');
		const shorter = await runProgram('sample', '--length', '5', '--runs-dir', runs);
		expect(shorter.stderr).not.toContain('has learnt where');
	});

	it('goes on from its best validation as a run of its own, with another rate', async () => {
		const {stdout, stderr, exitCode} = await runProgram('resume', '--best', '--learning-rate', '0.001', '--plain', '--log-every', '1', '--runs-dir', runs);
		expect(exitCode, stderr).toBe(0);
		const {title, step} = /^microgpt-tui: Going on from the best validation of .*-microgpt, after step \d+, as a run of its own: “(?<title>rate 0\.001 from (?<step>\d+))”\. The other stays as it is\.\n/v.exec(stderr)!.groups!;
		expect(Number(step)).toBeLessThan(600);
		expect(stderr).toContain(`Its learning rate is 0.001 now: over the remaining ${600 - Number(step)} steps, it stays there. The next step has 0.001000 instead of 0.010000.`);
		expect(stdout).toContain(`step ${String(Number(step) + 1).padStart(4)} /`);
		expect(stdout).not.toContain(`step ${step.padStart(4)} /`);
		const {stdout: list} = await runProgram('runs', '--json', '--runs-dir', runs);
		const listed = JSON.parse(list) as Array<{readonly folder: string}>;
		expect(listed).toMatchObject([{title, step: 600, parent: {step: Number(step)}}, {step: 600}]);
		const {stdout: again} = await runProgram('sample', '--best', '--runs-dir', runs, title);
		expect(linesOf(again)).toHaveLength(20);
		await rm(listed[0].folder, {recursive: true});
	});

	it('says so where it has not been validated yet', async () => {
		await rm(join(run, 'best.safetensors'));
		expect(await sample('--best')).toMatch(/^microgpt-tui: Expected the weights of the best validation loss in .*-microgpt, got none: best\.safetensors is not there yet\. Leave out --best, or go on with microgpt-tui resume [\w\-]+ --runs-dir [\w\-.\/]+\.\n$/v);
		const {stderr, exitCode} = await runProgram('export', '--best', '--output', temporary.pathOf('none.safetensors'), '--runs-dir', runs);
		expect({stderr, exitCode}).toEqual({stderr: await sample('--best'), exitCode: 1});
	});
});
