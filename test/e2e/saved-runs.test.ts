import {
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import {afterEach, expect, it} from 'vitest';
import {runShell, startProgram} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

it('opens saved runs from the dashboard: replays one, resumes another, makes up, exports, renames, and deletes one with a question', async () => {
	const runs = temporary.pathOf('runs');
	const work = temporary.pathOf('work');
	await mkdir(work);
	const train = '$MICROGPT --plain --samples 0';
	await runShell(`${train} --steps 50 --name first --runs-dir '${runs}'; ${train} --steps 60 --name second --runs-dir '${runs}'`);
	terminal = new Terminal(`cd '${work}' && $MICROGPT --steps 20000 --speed 100 --name own --runs-dir '${runs}'`);
	const screen = terminal;
	const press = async (keys: string, expected: RegExp | string) => {
		screen.send(keys);
		await screen.waitFor(expected);
	};

	const down = '\u{1B}[B';
	const up = '\u{1B}[A';
	await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 20);
	await press('5', 'latest first');
	await screen.waitFor('> ');
	await press('\r', '> Replay');
	// The one that is on can neither be resumed nor deleted.
	await press(down, '> Resume');
	await press('\r', /^ It is running here\.$/mv);
	await press('\u{1B}', 'latest first');

	await press(down, /> +second/v);
	await press('\r', '> Replay');
	await press(down.repeat(3), '> Export');
	await press('\r', 'Wrote ');
	expect(await readdir(work)).toHaveLength(1);
	await press(up, '> Sample');
	await press('\r', 'Samples at step 60');
	await press('\u{1B}', '> Sample');
	await press(up.repeat(2), '> Replay');
	await press('\r', 'replaying');
	await screen.waitFor('Your run (own) is saved');
	await screen.waitFor(/step +\d+ \/ 60/v);

	// Back to the first.
	await press('5', 'latest first');
	await press(up, /> +own .* stopped/v);
	await press('\r', '> Replay');
	await press(down, /> Resume +continue from step \d+ of 20,000/v);
	await press('\r', 'training');
	await screen.waitFor(/step +[\d,]+ \/ 20,000/v);
	await screen.waitFor('since resumed');

	// Another name, then away with one.
	await press('5', 'latest first');
	await press(down, /> +second/v);
	await press('\r', '> Replay');
	await press(down.repeat(5), '> Rename');
	await press('\r', 'new name: second');
	await press(' best\r', 'Renamed to second best.');
	await press('\u{1B}', /> +second best/v);
	await press(down, /> +first/v);
	await press('\r', '> Replay');
	await press(down.repeat(6), '> Delete');
	await press('\r', 'Remove first for good?');
	screen.send('n');
	await screen.waitUntil('no question', () => !screen.text().includes('for good?'));
	expect(await readdir(runs)).toHaveLength(3);
	await press('\r', 'Remove first for good?');
	await press('y', 'Removed first.');
	screen.send('q');
	await screen.exitCode();
	expect(screen.modesLeftOn()).toEqual([]);

	const left = await readdir(runs);
	const titles = await Promise.all(left.toSorted((a, b) => a.localeCompare(b)).map(async name => readFile(`${runs}/${name}/title.txt`, 'utf8')));
	expect(titles.map(title => title.trim())).toEqual(['second best', 'own']);
	// Where it was left, and then resumed, there is neither a hole nor a double.
	const {stdout} = await runShell(`$MICROGPT export own --format csv --output - --runs-dir '${runs}'`);
	const steps = stdout.split('\n').map(line => Number(line.split(',', 1)[0])).filter(step => step > 0);
	expect(steps).toEqual(steps.map((_, index) => index + 1));
	expect(steps.length).toBeGreaterThan(20);
});

it('ends at once while a saved model that takes long is making something up', async () => {
	const runs = temporary.pathOf('large');
	const data = temporary.pathOf('stream.txt');
	await writeFile(data, 'the quick brown fox jumps over the lazy dog\n'.repeat(100));
	await runShell(`$MICROGPT --plain --samples 0 --preset microgpt --steps 1 --data '${data}' --documents stream --n-embd 256 --n-layer 6 --block-size 64 --runs-dir '${runs}'`);
	const [large] = await readdir(runs);
	terminal = new Terminal(`$MICROGPT --steps 20000 --speed 1 --runs-dir '${runs}'`);
	const screen = terminal;
	await screen.waitUntil('a step', () => (screen.step() ?? 0) > 0);
	screen.send('5');
	await screen.waitFor(/^ > /mv);
	screen.send('\u{1B}[B');
	await screen.waitFor(/> .*microgpt .*completed/v);
	screen.send('\r');
	await screen.waitFor('> Replay');
	screen.send('\u{1B}[B\u{1B}[B');
	await screen.waitFor('> Sample');
	screen.send('\r');
	await screen.waitFor('Reading its weights');
	screen.send('q');
	// As long as the machine needs for half of what it would make up.
	const half = startProgram('sample', large, '--length', '250', '--runs-dir', runs);
	const first = await Promise.race([screen.exitCode().then(() => 'the program'), half.outcome.then(() => 'half of it')]);
	half.child.kill('SIGKILL');
	await half.outcome;
	expect(first).toBe('the program');
});

it.each([['Ctrl+C', '\u{3}', 130], ['Ctrl+D', '\u{4}', 0]])('removes nothing when it is asked and %s is the answer', async (_, key, code) => {
	const runs = temporary.pathOf(`asked-${code}`);
	await mkdir(`${runs}/a`, {recursive: true});
	await writeFile(`${runs}/a/events.jsonl`, '');
	terminal = new Terminal(`$MICROGPT runs rm a --runs-dir '${runs}'`);
	await terminal.waitFor('[y/N]');
	terminal.send(key);
	await expect(terminal.exitCode()).resolves.toBe(code);
	expect(terminal.rows().map(row => row.trimEnd()).filter(row => row !== '')).toEqual(['Remove a (0 B) for good? [y/N]', 'Nothing was removed.']);
	await expect(readdir(runs)).resolves.toEqual(['a']);
});
