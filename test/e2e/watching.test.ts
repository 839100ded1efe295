import {
	appendFile,
	mkdir,
	rename,
	rm,
	writeFile,
} from 'node:fs/promises';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {linesOf, runShell, startProgram} from '../helpers/run-program.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';
import {pause, Terminal} from '../helpers/terminal.js';

const folder = useTemporaryFolder();
let terminal: Terminal | undefined;
afterEach(() => {
	terminal?.kill();
});

const stepLines = (from: number, to: number, loss: number | string = 2.5) =>
	Array.from({length: to - from + 1}, (_, index) => `step ${from + index} / 100 | loss ${loss}\n`).join('');

/** What is printed of these lines in a pipe. */
async function watch(lines: string, flags = '--log-every 1') {
	const path = await folder.write('train.log', lines);
	return runShell(`cat '${path}' | $MICROGPT watch - ${flags}`);
}

describe('a program that is watched in a pipe', () => {
	it('is said to have stopped after its steps, however many it had planned', async () => {
		const {stdout, stderr, exitCode} = await watch('step 1 / 3 | loss 3\nstep 5 / 3 | loss 2\n');
		expect(linesOf(stdout)).toEqual(['step    1 /    3 | loss 3.0000', 'step    5 | loss 2.0000']);
		expect([stderr, exitCode]).toEqual(['microgpt-tui: Stopped after 5 steps.\n', 0]);
	});

	it.each([['--log-every 1', 'step    2 /  100 | loss NaN'], ['--json', '{"type":"step","step":2,"loss":null,']])('is said to have diverged with %s', async (flags, line) => {
		const {stdout, stderr, exitCode} = await watch(stepLines(1, 1) + stepLines(2, 3, 'nan'), flags);
		expect(stdout).toContain(line);
		expect(stderr).toBe('microgpt-tui: The loss of step 2 is not a finite number: the run has diverged.\n');
		expect(exitCode).toBe(1);
	});

	it('is said to begin again, and to count from 0', async () => {
		const {stdout, stderr} = await watch(stepLines(0, 2) + stepLines(0, 1));
		expect(linesOf(stdout).map(line => Number(line.slice(5, 9)))).toEqual([1, 2, 3, 1, 2]);
		expect(linesOf(stderr)).toEqual([
			expect.stringContaining('The steps of standard input count from 0; here the first is step 1.'),
			expect.stringContaining('The run begins again at step 1, after step 3.'),
			expect.stringContaining('Stopped after 2 of 100 steps.'),
		]);
	});

	it('is refused when it has no steps, and told so on the way', async () => {
		const {stdout, stderr, exitCode} = await watch('epoch 1: bleu 2.3\n'.repeat(60), '--plain');
		const known = 'A step is a line such as “step 12 / 1000 | loss 3.1” or {"type": "step", "step": 12, "loss": 3.1}.';
		expect(linesOf(stderr)).toEqual([
			`microgpt-tui: No step yet in 60 lines of standard input. The last that was not understood is “epoch 1: bleu 2.3”. ${known}`,
			`microgpt-tui: Expected steps from standard input, got none in 60 lines; the last that was not understood is “epoch 1: bleu 2.3”. ${known}`,
		]);
		expect([stdout, exitCode]).toEqual(['', 1]);
	});

	it('is read out in sentences where a screen reader wants them', async () => {
		const interval = '{"type":"interval","firstStep":1,"step":60,"loss":2.5,"meanLoss":2.75,"minimumLoss":2,"minimumStep":5,"maximumLoss":3,"runningMean":2.625}\n';
		const path = await folder.write('long.jsonl', `{"type":"start","preset":"long","training":{"steps":60}}\n${interval}`);
		const {stdout} = await runShell(`cat '${path}' | INK_SCREEN_READER=true $MICROGPT watch -`);
		expect(linesOf(stdout)).toEqual(['Training long, for 60 steps.', 'Steps 1 to 60 of 60. Mean loss 2.7500, running mean 2.6250.', 'The run is completed, after 60 steps.']);
	});
});

it('waits for a file, says so once, and follows it wherever it goes', async () => {
	const path = folder.pathOf('growing.log');
	const {child, outcome, printed} = startProgram('watch', path, '--log-every', '1');
	let notes = '';
	child.stderr!.on('data', (text: string) => {
		notes += text;
	});
	await expect.poll(() => notes, {timeout: 60_000}).toContain('to appear');
	// Long enough to look several times for what is not there.
	await pause(2000);
	await writeFile(path, stepLines(1, 2));
	await printed(/^step +2 /mv);
	await rename(path, `${path}.1`);
	await pause(600);
	await writeFile(path, `${stepLines(3, 4)}step 5 / 1`);
	await printed(/^step +4 /mv);
	await pause(600);
	await rm(path);
	await writeFile(path, stepLines(6, 6));
	await printed(/^step +6 /mv);
	child.kill('SIGINT');
	const {stdout, stderr, exitCode} = await outcome;
	expect(linesOf(stdout).map(line => Number(line.slice(5, 9)))).toEqual([1, 2, 3, 4, 6]);
	expect(linesOf(stderr)).toEqual([`microgpt-tui: Waiting for ${path} to appear.`, 'microgpt-tui: Stopped after 6 of 100 steps.']);
	expect(exitCode).toBe(130);
});

it('takes the newest log of a folder, and says which', async () => {
	await mkdir(folder.pathOf('logs'));
	await folder.write('logs/old.log', stepLines(1, 3));
	await pause(50);
	await folder.write('logs/new.log', stepLines(1, 2));
	const {child, outcome, printed} = startProgram('watch', folder.pathOf('logs'), '--log-every', '1');
	await printed(/^step +2 /mv);
	// Long enough for a line of the other one.
	await pause(600);
	child.kill('SIGINT');
	const {stdout, stderr} = await outcome;
	expect(linesOf(stdout)).toHaveLength(2);
	expect(linesOf(stderr)).toEqual([`microgpt-tui: Watching ${folder.pathOf('logs/new.log')}, which has grown last in ${folder.pathOf('logs')}.`, 'microgpt-tui: Stopped after 2 of 100 steps.']);
});

describe('the dashboard of programs that are watched side by side', () => {
	it('draws them on one chart, and shows the figures of the next at a key', async () => {
		const paths = await Promise.all([folder.write('one.log', stepLines(1, 30, 3)), folder.write('two.log', stepLines(1, 60, 2))]);
		terminal = new Terminal(`$MICROGPT watch '${paths[0]}' '${paths[1]}'`, {columns: 100});
		await terminal.waitFor('step  30 / 100');
		await terminal.waitFor('bb two.log');
		terminal.send('f');
		await terminal.waitFor('step  60 / 100');
		expect(terminal.text()).toContain('aa one.log');
		terminal.send('2');
		await terminal.waitFor('[2 Metrics]');
		terminal.send('q');
		expect(await terminal.exitCode()).toBe(0);
		expect(terminal.modesLeftOn()).toEqual([]);
	});
});

describe('the dashboard of a program that is watched', () => {
	it('waits for the file, says what it does not understand, and shows the steps that come', async () => {
		const path = folder.pathOf('dashboard.log');
		terminal = new Terminal(`$MICROGPT watch '${path}'`);
		await terminal.waitFor('to appear.');
		await writeFile(path, 'epoch 1: bleu 2.3\n'.repeat(60));
		await terminal.waitFor('No step yet in 60 lines');
		expect(terminal.text()).toContain('epoch 1: bleu 2.3');
		expect(terminal.text()).toContain('step 12 / 1000 | loss 3.1');
		await appendFile(path, stepLines(1, 40));
		await terminal.waitFor('step  40 / 100');
		await terminal.waitFor('as it grows.');
		expect(terminal.text()).not.toMatch(/parameters|learning rate|At full speed|restart/v);
		await appendFile(path, stepLines(1, 20, 2));
		await terminal.waitFor('step  20 / 100');
		await terminal.waitFor('dashboard.log before');
		await appendFile(path, stepLines(21, 21, 'nan'));
		await terminal.waitFor('✗ diverged');
		await terminal.waitFor('The loss of step 21 is not a finite number: the run has diverged.');
		await appendFile(path, stepLines(22, 25, 2));
		await terminal.waitFor('watching');
		terminal.send('q');
		expect(await terminal.exitCode()).toBe(0);
		expect(terminal.modesLeftOn()).toEqual([]);
	});

	it('closes with the reason when no step has come', async () => {
		terminal = new Terminal('echo hello | $MICROGPT watch -', {columns: 100});
		expect(await terminal.exitCode()).toBe(1);
		expect(terminal.text().replaceAll('\n', '')).toContain('Expected steps from standard input, got none in 1 line; the last that was not understood is “hello”.');
	});
});
