import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {pause, Terminal, type TerminalOptions} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
let terminal: Terminal | undefined;

function open(command: string, options?: TerminalOptions): Terminal {
	terminal = new Terminal(command, options);
	return terminal;
}

afterEach(() => {
	terminal?.kill();
});

/** Runs the program between two looks at the settings of the terminal; Ctrl+C is for the program only. */
const withSettings = (command: string) => `trap : INT; before=$(stty -g); ${command}; code=$?; [ "$(stty -g)" = "$before" ] && echo settings kept; exit $code`;

async function expectCleanEnd(screen: Terminal, exitCode: number) {
	expect(await screen.exitCode()).toBe(exitCode);
	expect(screen.isAlternateScreen).toBe(false);
	expect(screen.modesLeftOn()).toEqual([]);
	expect(screen.text()).toContain('settings kept');
}

/** The counter, when it has stood still for longer than two frames. */
async function restingStep(screen: Terminal): Promise<number> {
	for (;;) {
		const before = screen.step();
		await pause(300);
		if (before !== undefined && screen.step() === before) {
			return before;
		}
	}
}

describe('the dashboard in a terminal', () => {
	it('opens, pauses, steps, goes on, resizes, helps and quits', async () => {
		const screen = open(withSettings('$MICROGPT'));
		await screen.waitFor('uniform 3.30');
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 20);
		expect(screen.isAlternateScreen).toBe(true);
		expect(screen.text()).toMatch(/bigram 2\.55/v);
		expect(screen.text()).toMatch(/parameters +992/v);
		expect(screen.text()).toMatch(/learning rate +0\.00\d{4}/v);
		expect(screen.text()).toMatch(/training/v);
		expect(screen.text()).toContain('━');

		screen.send(' ');
		await screen.waitFor('paused');
		const paused = await restingStep(screen);
		await pause(500);
		expect(screen.step()).toBe(paused);

		screen.send('s');
		await screen.waitUntil('one more step', () => screen.step() === paused + 1);
		expect(await restingStep(screen)).toBe(paused + 1);
		screen.send('sss');
		await screen.waitUntil('three more steps', () => screen.step() === paused + 4);

		screen.send('p');
		await screen.waitUntil('steps again', () => (screen.step() ?? 0) > paused + 10);

		screen.resize(60, 18);
		const isNarrow = () => /^ microgpt-tui .*training$/v.test(screen.rows()[0]) && screen.rows()[16].startsWith(' space pause');
		await screen.waitUntil('the narrow frame', () => isNarrow() && screen.rows().every(row => row.length <= 60));
		const stepWhenNarrow = screen.step()!;
		await screen.waitUntil('steps in the narrow frame', () => (screen.step() ?? 0) > stepWhenNarrow);
		expect(isNarrow()).toBe(true);
		expect(screen.rows()[17]).toBe('');

		screen.resize(80, 24);
		const isWide = () => /^ chapter7 {2}\[1 Overview\].*training$/v.test(screen.rows()[0]) && screen.rows()[22].startsWith(' space pause');
		await screen.waitUntil('the wide frame', isWide);
		expect(screen.rows().filter(row => row.includes('chapter7'))).toHaveLength(1);
		expect(screen.rows().filter(row => row.includes('space pause'))).toHaveLength(1);

		screen.send('?');
		await screen.waitFor('pause and take one step');
		screen.send('?');
		await screen.waitFor('running mean');

		screen.send('q');
		await expectCleanEnd(screen, 0);
		expect(screen.text()).toMatch(/mean of the last \d+ losses/v);
		expect(screen.text()).toContain('bigram: pair counts');
	});

	it('changes speed and learning rate', async () => {
		const screen = open('$MICROGPT');
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		screen.send('-');
		await screen.waitFor(/pace +10\/s/v);
		screen.send('<');
		await screen.waitFor(/rate ×0\.67/v);
		screen.send('>');
		await screen.waitFor(/learning rate +0\.00/v);
		screen.send('+++');
		await screen.waitFor(/pace +max/v);
		await screen.waitFor('finished');
		expect(screen.step()).toBe(1000);
	});

	it('answers every key at once, however long a step takes', async () => {
		const data = await folder.write('prose.txt', 'To be or not to be, that is the question. '.repeat(200));
		const screen = open(withSettings(`$MICROGPT --preset microgpt --engine scalar --n-embd 128 --n-layer 6 --block-size 128 --data ${data} --documents stream`));
		// The first step is being computed, and takes seconds.
		await screen.waitUntil('the first frame', () => screen.step() === 0);
		screen.send('?');
		await screen.waitFor('pause and take one step');
		screen.send('?');
		await screen.waitUntil('still no step', () => screen.step() === 0);
		screen.send(' ');
		await screen.waitFor('paused');
		screen.send('q');
		await screen.waitFor('Finishing step 1, then saving.');
		// At once, it would count as the same.
		await pause(700);
		screen.send('q');
		await expectCleanEnd(screen, 0);
		expect(screen.text()).toContain('stopped after 0 of 1,000 steps');
	});

	it('stays when it is done, until q', async () => {
		const screen = open(withSettings('$MICROGPT --speed max'));
		await screen.waitFor('finished');
		await screen.waitFor(/step 1,000 \/ 1,000 .* 100%/v);
		// The run reproduces the reference, on the screen too.
		await screen.waitFor(/loss +2\.5157/v);
		await pause(500);
		expect(screen.isAlternateScreen).toBe(true);
		screen.send('q');
		await expectCleanEnd(screen, 0);
		expect(screen.text()).toMatch(/mean of the last 100 losses +2\.4757/v);
		expect(screen.text()).toMatch(/bigram: pair counts +2\.5454/v);
	});

	it('leaves at once on Ctrl+C, with the summary and exit code 130', async () => {
		const screen = open(withSettings('$MICROGPT'));
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		screen.send('\u{3}');
		await expectCleanEnd(screen, 130);
		expect(screen.text()).toContain('mean of the last');
	});

	it('takes Ctrl+C before the first frame', async () => {
		const screen = open(withSettings('$MICROGPT'));
		await screen.waitUntil('the alternate screen', () => screen.output.includes('\u{1B}[?1049h'));
		screen.send('\u{3}');
		await expectCleanEnd(screen, 130);
	});

	it.each([['TERM', 143], ['HUP', 129], ['INT', 130]])('restores the terminal on SIG%s', async (signal, exitCode) => {
		const killer = `(while [ ! -e "$PID_FILE.go" ]; do sleep 0.1; done; kill -${signal} $(cat "$PID_FILE"); rm "$PID_FILE")`;
		const pidFile = folder.pathOf(`pid-${signal}`);
		const environment = {PID_FILE: pidFile};
		const screen = open(withSettings(`${killer} & sh -c 'echo $$ > "$PID_FILE"; exec $MICROGPT'`), {environment});
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		await folder.write(`pid-${signal}.go`, '');
		await expectCleanEnd(screen, exitCode);
	});

	it('draws without keys when standard input is no terminal, and leaves by itself', async () => {
		const screen = open(withSettings('$MICROGPT --steps 300 --speed 1000 < /dev/null'));
		await screen.waitFor('no keys: standard input is not a terminal');
		await expectCleanEnd(screen, 0);
		expect(screen.text()).toContain('trained 300 of 300 steps');
	});

	it('leaves without keys only when the last of several runs is over', async () => {
		const screen = open(withSettings(`$MICROGPT race --steps 100,3000 --speed max --runs-dir '${folder.pathOf('race')}' < /dev/null`));
		await screen.waitFor('no keys: standard input is not a terminal');
		await expectCleanEnd(screen, 0);
		const names = await readdir(folder.pathOf('race'));
		const texts = await Promise.all(names.map(async name => readFile(join(folder.pathOf('race'), name, 'run.json'), 'utf8')));
		const steps = texts.map(text => (JSON.parse(text) as {readonly step: number}).step);
		expect(steps.toSorted((a, b) => a - b)).toEqual([100, 3000]);
	});

	it('says when the window is too small and trains on', async () => {
		const screen = open('$MICROGPT', {columns: 39, rows: 9});
		await screen.waitFor('Too small: 40x10 needed.');
		await screen.waitFor(/Step \d{2,}, running\./v);
		screen.resize(80, 24);
		await screen.waitFor('uniform 3.30');
	});

	it('has colours, one for each series', async () => {
		const screen = open('$MICROGPT');
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 20);
		// Bold cyan for the running mean, magenta for the baselines.
		expect(screen.output).toMatch(/\u{1B}\[1m\u{1B}\[36m━/v);
		expect(screen.output).toMatch(/\u{1B}\[35m┄/v);
	});

	it('tells its series apart without colour', async () => {
		const screen = open('$MICROGPT', {environment: {NO_COLOR: '1'}});
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 60);
		// Single losses are dots.
		expect(screen.text()).toMatch(/[\u{2801}-\u{28FF}]/v);
		expect(screen.text()).toContain('━');
		expect(screen.text()).toContain('┄');
		screen.send('q');
		await screen.exitCode();
		expect(screen.output).not.toMatch(/\u{1B}\[[\d;]*m/v);
	});

	it('needs no Unicode with --ascii', async () => {
		const screen = open('$MICROGPT --ascii');
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 60);
		screen.send('?');
		await screen.waitFor('one step');
		screen.send('q');
		await screen.exitCode();
		expect(screen.output).toMatch(/^[\u{0}-\u{7F}]*$/v);
	});

	it('draws frame over frame without clearing the screen', async () => {
		const screen = open('$MICROGPT');
		await screen.waitUntil('many frames', () => (screen.step() ?? 0) > 150);
		expect(screen.output).not.toContain('\u{1B}[2J');
	});
});
