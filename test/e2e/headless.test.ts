import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {type TrainingEvent} from '../../source/training/events.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';
import {
	linesOf,
	runProgram,
	runShell,
	startProgram,
} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';

const printed = `${goldenChapter7.printed.join('\n')}\n`;
/** Longer than any test has patience for. */
const endless = ['--steps', '1000000'] as const;
const parse = (line: string) => JSON.parse(line) as TrainingEvent;

let terminal: Terminal | undefined;
afterEach(() => {
	terminal?.kill();
});

describe('the program in a pipe', () => {
	it.each([[[]], [['train']], [['--plain']], [['--speed', '1']], [['--wide-vectors']]])('prints the lines of the reference with %j, and notes only on stderr', async programArguments => {
		const {exitCode, stdout, stderr} = await runProgram(...programArguments);
		expect(stdout).toBe(printed);
		expect(linesOf(stderr).filter(line => !line.startsWith('microgpt-tui: '))).toEqual([]);
		expect(stderr).toContain('documents are longer than the context of 8 tokens');
		expect(stderr).toContain('The loss is computed on the training data');
		expect(exitCode).toBe(0);
	});

	it('tells every event as a line of JSON', async () => {
		const {exitCode, stdout} = await runProgram('--json');
		const events = linesOf(stdout).map(line => parse(line));
		const steps = events.filter(event => event.type === 'step');
		expect(events).toHaveLength(1003);
		expect(events.at(-2)).toMatchObject({type: 'checkpoint', step: 1000});
		expect(events[0]).toMatchObject({
			type: 'start', preset: 'chapter7', seed: 42, parameterCount: 992, engine: 'tensor', dataset: {documentCount: 6000},
		});
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'completed', totals: {steps: 1000}});
		expect(steps.map(({step}) => step)).toEqual(Array.from({length: 1000}, (_, index) => index + 1));
		const differences = steps.map(({loss}, index) => Math.abs(loss - goldenChapter7.losses[index]));
		expect(Math.max(...differences)).toBeLessThan(1e-12);
		expect(exitCode).toBe(0);
	});

	it('prints the evaluations with --val-split', async () => {
		const {exitCode, stdout, stderr} = await runProgram('--val-split', '0.05', '--steps', '40', '--eval-every', '20');
		expect(linesOf(stdout)).toEqual([
			'num docs: 6000',
			'vocab size: 27',
			'num params: 992',
			expect.stringMatching(/^step {4}1 \/ {3}40 \| loss \d\.\d{4}$/v),
			expect.stringMatching(/^eval {3}20 \/ {3}40 \| train \d\.\d{4} \| validation \d\.\d{4}$/v),
			expect.stringMatching(/^eval {3}40 \/ {3}40 \| train \d\.\d{4} \| validation \d\.\d{4}$/v),
		]);
		expect(stderr).toContain('300 documents are held out for validation, which is measured every 20 steps.');
		expect(exitCode).toBe(0);
	});

	it('prints the lines of as many steps as --log-every says', async () => {
		const {exitCode, stdout} = await runProgram('--plain', '--preset', 'chapter11', '--samples', '0', '--steps', '7', '--log-every', '3');
		const lines = linesOf(stdout).filter(line => line.startsWith('step'));
		expect(lines.map(line => line.split(' | ', 1)[0])).toEqual(['step     1 /     7', 'step     3 /     7', 'step     6 /     7']);
		expect(exitCode).toBe(0);
	});

	it('gives the same bytes twice, up to the clock', async () => {
		const withoutClock = (text: string) => text.replaceAll(/"elapsedMs":[\d.]+/gv, '');
		const runs = await Promise.all([1, 2].map(async () => runProgram('--json', '--no-save', '--steps', '50', '--seed', '-7')));
		expect(withoutClock(runs[0].stdout)).toBe(withoutClock(runs[1].stdout));
		expect(linesOf(runs[0].stdout)).toHaveLength(52);
	});

	it('warns of a divergence and fails', async () => {
		const {exitCode, stdout, stderr} = await runProgram('--engine', 'scalar', '--learning-rate', '1000', '--json');
		const events = linesOf(stdout).map(line => parse(line));
		expect(events.slice(-3)).toMatchObject([{type: 'warning', code: 'diverged'}, {type: 'checkpoint'}, {type: 'finish', reason: 'diverged'}]);
		expect(stderr).toMatch(/^microgpt-tui: The training has diverged: .* try a tenth of it\.$/mv);
		expect(exitCode).toBe(1);
	});

	it('says beside the lines how it ended', async () => {
		const {stdout, stderr} = await runProgram('--plain');
		expect(stdout).toBe(printed);
		expect(stderr).toContain('microgpt-tui: Done. The loss of step 1,000 is 2.5157. The mean of the last 100 losses is 2.4757, with a standard error of 0.0340.\n');
	});

	it('judges a run with documents held out by its validation loss, and says where that was best', async () => {
		// So few documents are soon learnt by heart.
		const {stdout, stderr} = await runShell(String.raw`printf "%s\n" anna bella clara diana ella fiona gina hanna ida julia | $MICROGPT --data - --preset microgpt --steps 400 --eval-every 20 --val-split 0.3 --learning-rate 0.02 --plain --no-save`);
		const losses = linesOf(stdout).filter(line => line.startsWith('eval')).map(line => Number(line.split(' ').at(-1)));
		const best = Math.min(...losses);
		expect(best).toBeLessThan(losses.at(-1)!);
		expect(stderr).toContain(` The validation loss is ${losses.at(-1)!.toFixed(4)}; the best was ${best.toFixed(4)} at step ${20 * (losses.indexOf(best) + 1)}.\n`);
		expect(stderr).not.toContain('The mean of the last');
	});

	it('says why a first loss is far above a blind guess', async () => {
		const {stderr} = await runProgram('--preset', 'microgpt', '--n-embd', '256', '--init-std', '0.2', '--steps', '1', '--samples', '0', '--plain');
		expect(stderr).toMatch(/^microgpt-tui: The first loss, \d+\.\d\d, is far above that of a blind guess among 27 tokens, ln 27 = 3\.30: weights of standard deviation 0\.2 are too large for a model that is 256 wide, /mv);
	});

	it('needs no standard input', async () => {
		const {exitCode, stdout, stderr} = await runShell('$MICROGPT <&-');
		expect(stdout).toBe(printed);
		expect(stderr).not.toContain('bug');
		expect(exitCode).toBe(0);
	});
});

describe('the program in a terminal that cannot show the dashboard', () => {
	it.each(['CI=1', 'TERM=dumb'])('prints the lines with %s', async variable => {
		terminal = new Terminal(`${variable} $MICROGPT 2> /dev/null`);
		expect(await terminal.exitCode()).toBe(0);
		// The terminal turns a line feed into a carriage return and a line feed.
		expect(terminal.output.replaceAll('\r\n', '\n')).toBe(printed);
	});
});

describe('a run that is cut short', () => {
	it.each(['--plain', '--json'])('ends quietly when the reader of %s has seen enough', async format => {
		const {stdout, stderr} = await runShell(`{ $MICROGPT ${format} --steps 1000000; echo "exit code $?" >&2; } | head -n 5`);
		expect(linesOf(stdout)).toHaveLength(5);
		expect(linesOf(stderr).filter(line => !line.startsWith('microgpt-tui: '))).toEqual(['exit code 0']);
		expect(stderr).not.toMatch(/bug|EPIPE|Expected/v);
	});

	it.each([['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const)('ends its events on %s', async (signal, code) => {
		const {child, outcome} = startProgram('--json', ...endless);
		child.stdout!.once('data', () => {
			child.kill(signal);
		});
		const {exitCode, stdout, stderr} = await outcome;
		const events = linesOf(stdout).map(line => parse(line));
		const steps = events.filter(event => event.type === 'step').length;
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'stopped', totals: {steps}});
		expect(events.filter(event => event.type === 'finish')).toHaveLength(1);
		expect(stderr).toContain(`Stopped after ${steps.toLocaleString('en')} of 1,000,000 steps.`);
		expect(exitCode).toBe(code);
	});

	it('says in a line that the disk is full', async ({skip}) => {
		skip(process.platform !== 'linux', 'There is no /dev/full.');
		for (const format of ['--plain', '--json']) {
			const {exitCode, stderr} = await runShell(`$MICROGPT ${format} > /dev/full`);
			const errors = linesOf(stderr).filter(line => line.includes('Expected'));
			expect(errors).toEqual([expect.stringMatching(/^microgpt-tui: Expected to write the results to standard output, got “no space left on device”/v)]);
			expect(stderr).not.toContain(' at ');
			expect(exitCode).toBe(1);
		}
	});

	it('does not mind when nobody reads its notes', async () => {
		const {exitCode, stdout} = await runShell('$MICROGPT 2>&-');
		expect(stdout).toBe(printed);
		expect(exitCode).toBe(0);
	});
});
