import {mkdir, readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
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
const text = 'ana\nbob\ncarla\ndora\nemil\n';
let path: string;
let count = 0;
let terminal: Terminal | undefined;

beforeAll(async () => {
	path = await temporary.write('words.txt', text);
});

afterEach(() => {
	terminal?.kill();
});

const newRunsFolder = () => temporary.pathOf(`runs-${++count}`);

/** The folders of all runs, the first first. */
async function foldersIn(runs: string): Promise<string[]> {
	const names = await readdir(runs);
	return names.toSorted().map(name => join(runs, name));
}

const stepsIn = (stdout: string) => linesOf(stdout).filter(line => line.startsWith('step'));

describe('the report on a text', () => {
	it('is printed of standard input, of files and of the built-in names, in words and as JSON', async () => {
		const typed = await runShell(String.raw`printf 'ana\nbo\nzoe\n' | $MICROGPT data -`);
		expect(typed).toMatchObject({exitCode: 0, stderr: ''});
		expect(typed.stdout).toMatch(/^Text {8}standard input: 8 characters, 3 lines\n[\s\S]*\nmicrogpt-tui --data -\n$/v);
		const names = await runProgram('data', '--json');
		const {lineCount, command, options} = JSON.parse(names.stdout) as {lineCount: number; command: string; options: Record<string, unknown>};
		expect(lineCount).toBe(6000);
		expect(options).toMatchObject({documents: 'lines', blockSize: 16});
		expect(await runProgram(...command.split(' ').slice(1), '--steps', '3', '--no-save')).toMatchObject({exitCode: 0});
	});

	it('refuses what cannot be trained on', async () => {
		expect(await runProgram('data', '/nowhere.txt')).toEqual({exitCode: 1, stdout: '', stderr: 'microgpt-tui: Expected a text file, got /nowhere.txt, which does not exist.\n'});
		expect(await runProgram('data', '--steps', '3')).toMatchObject({exitCode: 2});
	});
});

describe('data from a pipe', () => {
	it('is not waited for where the name of the run is taken', async () => {
		const runs = newRunsFolder();
		await mkdir(join(runs, 'taken'), {recursive: true});
		const {stderr} = await runShell(`(sleep 2; echo too late >&2; echo ana) | $MICROGPT --data - --name taken --runs-dir '${runs}'`);
		expect(linesOf(stderr)).toEqual(['microgpt-tui: Expected a name that no other run has, got taken, which is that of taken. Choose another one, or rename that run.', 'too late']);
	});

	it('is trained on as the file would be, and gone on with when the pipe is gone', async () => {
		const runs = newRunsFolder();
		const fromFile = await runShell(`$MICROGPT --preset chapter7 --data ${path} --steps 6 --plain --log-every 1 --no-save`);
		const first = await runShell(`cat ${path} | $MICROGPT --preset chapter7 --data - --steps 4 --plain --log-every 1 --schedule constant --runs-dir ${runs}`);
		expect(first.stderr).toMatch(/Saved as .*; to go on: microgpt-tui resume /v);
		expect(stepsIn(first.stdout)[0]).toBe(stepsIn(fromFile.stdout)[0].replace('/    6', '/    4'));
		const [run] = await foldersIn(runs);
		expect(await readFile(join(run, 'data.txt'), 'utf8')).toBe(text);
		const second = await runShell(`$MICROGPT resume --steps 6 --plain --log-every 1 --runs-dir ${runs}`);
		expect(second.exitCode).toBe(0);
		const whole = await runShell(`$MICROGPT --preset chapter7 --data ${path} --steps 6 --plain --log-every 1 --schedule constant --no-save`);
		expect(stepsIn(second.stdout)).toEqual(stepsIn(whole.stdout).slice(4));
		const exported = await runShell(`$MICROGPT export --format json --output - --runs-dir ${runs}`);
		expect(JSON.parse(exported.stdout)).toMatchObject({start: {dataset: {name: 'standard input'}}, baselines: {uniform: Math.log(12)}});
	});

	it.each([
		['a pipe of the shell', (program: string) => `bash -c '${program} --data <(cat "$0")' ${path}`],
		['/dev/stdin', (program: string) => `${program} --data /dev/stdin < ${path}`],
		['a named pipe', (program: string) => `mkfifo ${path}.pipe; cat ${path} > ${path}.pipe & ${program} --data ${path}.pipe`],
	])('is kept when it comes from %s', async (_, commandOf) => {
		const runs = newRunsFolder();
		const {stderr} = await runShell(commandOf(`$MICROGPT --steps 3 --plain --runs-dir ${runs}`));
		expect(stderr).toContain('to go on: ');
		const [run] = await foldersIn(runs);
		expect(await readFile(join(run, 'data.txt'), 'utf8')).toBe(text);
		const {exitCode} = await runShell(`$MICROGPT resume --steps 5 --plain --runs-dir ${runs} < /dev/null`);
		expect(exitCode).toBe(0);
	});

	it.each([
		['nothing', ':', 'to hold text, got nothing. Give it one, as in: cat words.txt | microgpt-tui --data -'],
		['blank lines', 'echo', 'to hold text, got only blank lines.'],
		['binary data', String.raw`printf 'a\000'`, 'to be text, got binary data (a NUL at byte 1). Give a plain text file in UTF-8.'],
		['no UTF-8', String.raw`printf 'a\377'`, 'to be UTF-8, got an invalid byte 0xff at byte 1. Convert it first (iconv -f latin1 -t utf-8 - > text.txt).'],
		['more than 64 MB', 'head -c 70000000 /dev/zero', 'to be at most 64 MB, got more than 64 MB. Add --yes to read it all the same.'],
	])('is refused when it is %s', async (_, command, message) => {
		const {stderr, ...outcome} = await runShell(`${command} | $MICROGPT --data -`);
		expect(outcome).toEqual({exitCode: 1, stdout: ''});
		// On a busy machine it says first that it reads.
		expect(linesOf(stderr).at(-1)).toBe(`microgpt-tui: Expected standard input ${message}`);
	});

	it('says what it waits for, and stops on a signal', async () => {
		const pipe = temporary.pathOf('silent');
		const {stdout, stderr} = await runShell(`mkfifo ${pipe}; exec 3<> ${pipe}; $MICROGPT --data - <&3 & sleep 3; kill -INT $!; wait $!; echo $?`);
		expect(linesOf(stderr)).toEqual(['microgpt-tui: Reading standard input to its end...', 'microgpt-tui: Stopped before the first step.']);
		expect(stdout).toBe('130\n');
	});
});

describe('data from a pipe, in the dashboard', () => {
	it('leaves the keys to the terminal, and is there for every run', async () => {
		const runs = newRunsFolder();
		const screen = new Terminal(`cat ${path} | $MICROGPT --preset chapter7 --data - --steps 10000 --speed max --runs-dir ${runs}`, {columns: 100, rows: 30});
		terminal = screen;
		await screen.waitFor('standard input: 5 documents');
		await screen.waitFor('finished');
		screen.send('r');
		// With a few hundred steps it would be over before one has seen one of them.
		await screen.waitUntil('a second run', () => screen.step() !== 10_000);
		await screen.waitFor('finished');
		screen.send('n');
		await screen.waitFor(/microgpt-tui +microgpt/v);
		await screen.waitFor('finished');
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
		expect(screen.modesLeftOn()).toEqual([]);
		const folders = await foldersIn(runs);
		expect(folders).toHaveLength(3);
		for (const folder of folders) {
			expect(await readFile(join(folder, 'data.txt'), 'utf8')).toBe(text);
		}
	});

	it('is gone on with, and followed by the next model', async () => {
		const runs = newRunsFolder();
		await runShell(`cat ${path} | $MICROGPT --preset chapter7 --data - --steps 3 --plain --runs-dir ${runs}`);
		const screen = new Terminal(`$MICROGPT resume --steps 300 --speed max --runs-dir ${runs}`, {columns: 100, rows: 30});
		terminal = screen;
		await screen.waitFor('standard input: 5 documents');
		await screen.waitFor('finished');
		screen.send('n');
		await screen.waitFor(/microgpt-tui +microgpt/v);
		await screen.waitFor('finished');
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
		const [, second] = await foldersIn(runs);
		expect(await readFile(join(second, 'data.txt'), 'utf8')).toBe(text);
	});

	it('may be typed', async () => {
		const screen = new Terminal('$MICROGPT --data - --no-save --speed 100', {columns: 100, rows: 30});
		terminal = screen;
		await screen.waitFor('Type the text to train on; Ctrl+D ends it.');
		screen.send('ana\rbob\r\u{4}');
		await screen.waitFor('standard input: 2 documents');
		screen.send(' ');
		await screen.waitFor('Paused.');
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
		expect(screen.modesLeftOn()).toEqual([]);
	});

	it('may be given up while it is typed', async () => {
		const screen = new Terminal('exec $MICROGPT --data - --no-save');
		terminal = screen;
		await screen.waitFor('Ctrl+D ends it.');
		await setTimeout(100);
		screen.send('\u{3}');
		expect(await screen.exitCode()).toBe(130);
		expect(screen.text()).toContain('Stopped before the first step.');
	});
});

describe('a mistake in the data, in a terminal', () => {
	it.each([
		['missing.txt', undefined, 'which does not exist.'],
		['empty.txt', '', 'to hold text, got an empty file.'],
		['blank.txt', '\n \n', 'to hold text, got only blank lines.'],
		['binary.txt', 'a\0b', 'got binary data (a NUL at byte 1). Give a plain text file in UTF-8.'],
		['large.txt', `\0${'a'.repeat(1_000_000)}`, 'got binary data (a NUL at byte 0). Give a plain text file in UTF-8.'],
		['monotone.txt', 'aa\naa', 'at least 2 distinct characters, got only "a". Give a text with more to learn.'],
	])('is told before anything else is prepared: %s', async (name, content, message) => {
		const data = content === undefined ? temporary.pathOf(name) : await temporary.write(name, content);
		const screen = new Terminal(`$MICROGPT --data ${data} --no-save`, {columns: 250});
		terminal = screen;
		expect(await screen.exitCode()).toBe(1);
		expect(screen.output.trim()).toMatch(/^microgpt-tui: Expected [^\n]*$/v);
		expect(screen.output.trim().endsWith(message)).toBe(true);
	});

	it('is told of weights without saying afterwards what is prepared', async () => {
		const screen = new Terminal(`$MICROGPT --init-from ${temporary.pathOf('missing')} --no-save`, {columns: 250});
		terminal = screen;
		expect(await screen.exitCode()).toBe(1);
		// Where that takes long, a screen has come and gone.
		expect(screen.text().trim()).toMatch(/got nothing of that name\. Check its path\.$/v);
	});
});

describe('a large text', () => {
	let large: string;
	beforeAll(async () => {
		large = await temporary.write('large.txt', 'To be, or not to be: that is the question.\n'.repeat(900_000));
	});

	const loading = /(?:Reading large\.txt, 38\.7 MB|Looking for the characters of the text|Encoding the text as tokens)\n +[█░]+ +\d+%\n/v;

	it('is waited for on the screen, which says how far it has come', async () => {
		terminal = new Terminal(`$MICROGPT --preset microgpt --data ${large} --documents stream --steps 3 --samples 0 --no-save`, {columns: 60, rows: 16});
		await terminal.waitFor(loading);
		expect(terminal.text()).toMatch(/^ microgpt-tui {2}microgpt\n[\s\S]*\n q quit\n$/v);
		// A key that is pressed meanwhile is for what comes.
		terminal.send('2');
		await terminal.waitFor('reads next');
		await terminal.waitFor('step 3 ');
		expect(terminal.text()).not.toMatch(loading);
		terminal.send('q');
		expect(await terminal.exitCode()).toBe(0);
		expect(terminal.output.split('\u{1B}[?1049h')).toHaveLength(2);
	});

	it.each([['q', 0], ['\u{3}', 130]])('is not waited for after %j', async (key, exitCode) => {
		// A shell would die of the signal that Ctrl+C is until the program takes keys.
		terminal = new Terminal(`exec $MICROGPT --preset microgpt --data ${large} --no-save`);
		await terminal.waitFor(loading);
		terminal.send(key);
		expect(await terminal.exitCode()).toBe(exitCode);
		expect(terminal.text().trim()).toBe('microgpt-tui: Stopped before the first step.');
		expect(terminal.modesLeftOn()).toEqual([]);
	});

	it('is waited for on one screen by all runs of a race, and not any more after q', async () => {
		terminal = new Terminal(`exec $MICROGPT race --preset microgpt --data ${large} --documents stream --seed 1,2 --no-save`);
		await terminal.waitFor('Encoding the text');
		await terminal.waitFor('Reading large.txt');
		terminal.send('q');
		expect(await terminal.exitCode()).toBe(0);
		expect(terminal.text().trim()).toBe('microgpt-tui: Stopped before the first step.');
		expect(terminal.modesLeftOn()).toEqual([]);
		expect(terminal.output.split('\u{1B}[?1049h')).toHaveLength(2);
	});

	it('that is none is told of when the terminal is as it was', async () => {
		const binary = await temporary.write('binary.txt', `${'a'.repeat(60_000_000)}\0`);
		terminal = new Terminal(`$MICROGPT --preset microgpt --data ${binary} --no-save`, {columns: 120});
		expect(await terminal.exitCode()).toBe(1);
		expect(terminal.rows().join('')).toContain('got binary data (a NUL at byte 60000000)');
	});

	it('has one line on standard error where lines are printed', async () => {
		terminal = new Terminal(`$MICROGPT --plain --preset microgpt --data ${large} --steps 1 --samples 0 --no-save > /dev/null`);
		expect(await terminal.exitCode()).toBe(0);
		expect(terminal.output).toMatch(/\rmicrogpt-tui: Reading large\.txt, 38\.7 MB: +\d+% */v);
		expect(terminal.text()).not.toContain('Reading');
		const {stderr} = await runProgram('--plain', '--preset', 'microgpt', '--data', large, '--steps', '1', '--samples', '0', '--no-save');
		expect(linesOf(stderr)[0]).toBe('microgpt-tui: Reading large.txt, 38.7 MB...');
		expect(linesOf(stderr).filter(line => line.includes('Reading'))).toHaveLength(1);
	});
});

it('keeps its columns and its lines where emoji are joined, have tones of skin or are flags', async () => {
	const documents = ['👩\u{200D}👩\u{200D}👧 ada', '👍\u{1F3FD} bob', '🇩🇪 cy', '❤\u{FE0F} dora', '1\u{FE0F}\u{20E3} eve'];
	const data = await temporary.write('joined.txt', Array.from({length: 20}, () => documents.join('\n')).join('\n'));
	const screen = new Terminal(`$MICROGPT --preset chapter7 --data '${data}' --steps 400 --speed max --no-save`, {columns: 80, rows: 24, hasWideEmoji: true});
	terminal = screen;
	await screen.waitFor('✓ finished');
	const isWhole = () => screen.rows()[0].startsWith(' chapter7') && screen.rows()[22].includes('q quit');
	expect(isWhole()).toBe(true);
	screen.send('3');
	await screen.waitFor('nearest');
	expect(isWhole()).toBe(true);
	const placeOf = (row: number, word: string) => {
		const cells = screen.cells()[row].map(cell => cell.text === '' ? '\u{0}' : [...cell.text][0]);
		return cells.findIndex((_, column) => cells.slice(column, column + word.length).join('') === word);
	};

	const head = screen.rows().findIndex(row => row.includes('made up   '));
	const rows = [...screen.rows().entries()].flatMap(([row, line]) => row > head && / (?:new|copied) /v.test(line) ? [{row, word: line.includes(' new ') ? ' new ' : ' copied '}] : []);
	expect(rows.length).toBeGreaterThan(3);
	expect(new Set(rows.map(({row, word}) => placeOf(row, word)))).toEqual(new Set([placeOf(head, ' is ')]));
	screen.send('q');
	await screen.exitCode();
});
