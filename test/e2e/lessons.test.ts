import {
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, expect, it} from 'vitest';
import {runProgram, runShell} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

/**
Starts the program.

@param config - Where it keeps what it keeps.
*/
function open(command: string, size: {readonly columns: number; readonly rows: number}, config = 'config'): Terminal {
	terminal = new Terminal(`$MICROGPT ${command}`, {...size, environment: {MICROGPT_CONFIG_DIR: temporary.pathOf(config), MICROGPT_RUNS_DIR: temporary.pathOf('runs')}});
	return terminal;
}

const right = '\u{1B}[C';

it('leads through the first cards, says when each is done, and goes on there the next time', async () => {
	const screen = open('learn', {columns: 80, rows: 24});
	await screen.waitFor('chapter7, 1 of 18: A training step');
	await screen.waitFor('Press s to take the first step.');
	expect(screen.text()).not.toContain('Done.');
	screen.send('s');
	await screen.waitFor(/✓ Done\. Close to 3\.30/v);
	screen.send('\r');
	await screen.waitFor('chapter7, 2 of 18: A name becomes tokens');
	await screen.waitFor('Step 3 has taken document 3 of 6,000');
	screen.send('s');
	await screen.waitFor('Step 4 has taken document 4 of 6,000');
	await screen.waitFor('✓ Done.');
	screen.send('\r');
	await screen.waitFor('chapter7, 3 of 18');
	screen.send('\u{7F}');
	await screen.waitFor('chapter7, 2 of 18');
	await screen.waitFor('Step 3 has taken document 3 of 6,000');
	expect(screen.text()).not.toContain('Done.');
	screen.send('k');
	await screen.waitFor(/chapter7, 2 of 18: Press s for the next step/v);
	expect(screen.text()).not.toContain('A model reads numbers');
	screen.send('q');
	expect(await screen.exitCode()).toBe(0);
	expect(screen.isAlternateScreen).toBe(false);
	expect(screen.modesLeftOn()).toEqual([]);
	expect(screen.text()).toContain('chapter7, card 2 of 18. To go on there: microgpt-tui learn');
	const kept: unknown = JSON.parse(await readFile(temporary.pathOf('config/lessons.json'), 'utf8'));
	expect(kept).toEqual({last: 'chapter7', decks: {chapter7: {at: '02-document', done: ['01-step', '02-document']}}});

	const again = open('learn', {columns: 40, rows: 12});
	await again.waitFor('A name becomes tokens');
	again.send('\r');
	await again.waitFor('page 2 of 2');
	again.send('\r');
	await again.waitFor('document 3 of 6,000');
	again.send('s');
	await again.waitFor('2 of 18: done.');
	again.send('q');
	expect(await again.exitCode()).toBe(0);
});

/** How many cards a deck has, by its files. */
const cardsIn = async (deck: string) => {
	const files = await readdir(new URL(`../../data/lessons/${deck}/`, import.meta.url));
	return files.filter(file => file.endsWith('.md')).length;
};

it('leads from the last card of a deck to the next deck, and says how to go on there', async () => {
	const screen = open('learn chapter7 18', {columns: 120, rows: 40}, 'decks');
	await screen.waitFor('chapter7, 18 of 18');
	expect(screen.text()).toContain('enter next deck');
	// Before that, there is no next model that anybody could want.
	await screen.waitFor('✓ finished');
	screen.send('n');
	await screen.waitFor('Enter leads to the next card');
	screen.send('\r');
	const count = await cardsIn('gpt');
	await screen.waitFor(`gpt, 1 of ${count}`);
	screen.send('q');
	expect(await screen.exitCode()).toBe(0);
	expect(screen.text()).toContain(`gpt, card 1 of ${count}. To go on there: microgpt-tui learn gpt`);
});

it('opens over a run, which waits, and goes back to it', async () => {
	const screen = open('', {columns: 120, rows: 40}, 'new');
	await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
	screen.send('k');
	await screen.waitFor('chapter7, 1 of 18');
	await screen.waitFor(/step +0 \//v);
	screen.send('2');
	await screen.waitFor('No step yet');
	screen.send('q');
	await screen.waitFor('Back at your run');
	const step = screen.step()!;
	expect(step).toBeGreaterThan(5);
	screen.send(' ');
	await screen.waitUntil('the run to go on', () => (screen.step() ?? 0) > step);
	screen.send('k');
	await screen.waitFor('chapter7, 1 of 18');
	screen.send('\u{3}');
	expect(await screen.exitCode()).toBe(130);
	expect(screen.text()).toContain('resume');
});

it('reads the cards of a teacher, lists and prints them, and says what is wrong with them', async () => {
	const folder = temporary.pathOf('course');
	await mkdir(folder);
	const card = (title: string, ...header: readonly string[]) => ['---', `title: ${title}`, ...header, '---', 'Look at \u{1B}[31mthis.', '', '> Press right.'].join('\n');
	await writeFile(join(folder, '1.md'), card('One', 'view: slow', 'done: view slow forward', 'keys: right', 'step: 2', 'run: --preset microgpt --steps 10'));
	await writeFile(join(folder, '2.md'), card('Two'));
	const printed = await runProgram('learn', folder);
	expect([printed.exitCode, printed.stdout]).toEqual([0, expect.stringMatching(/^course, 1 of 2: One\nLook at ␛\[31mthis\.\n> Press right\. \(keys: right\)\n\ncourse, 2 of 2: Two\n/v)]);
	const screen = open(`learn ${folder}`, {columns: 100, rows: 30});
	await screen.waitFor('course, 1 of 2: One');
	screen.send(right);
	await screen.waitFor('✓ Done. This is done.');
	screen.send('\r');
	await screen.waitFor(/2 of 2: Two/v);
	screen.send('q');
	expect(await screen.exitCode()).toBe(0);
	const listed = await runShell(`MICROGPT_CONFIG_DIR='${temporary.pathOf('config')}' $MICROGPT learn '${folder}' --list`);
	expect(listed.stdout).toMatch(/^course: 1 of 2 done\n {2}1 {2}One \(done\)\n {2}2 {2}Two \(here\)\n/v);
	await writeFile(join(folder, '2.md'), card('Two', 'step: many', 'view: none'));
	const refused = await runProgram('learn', folder);
	expect([refused.exitCode, refused.stdout]).toEqual([1, '']);
	expect(refused.stderr).toMatch(/2\.md:3: Expected a whole number from 0 to 1000, the steps of its run, got many\.\nmicrogpt-tui: .*2\.md:4: Expected a view .*, got none\.\n$/v);
	expect(await runProgram('learn', 'gpt', '99')).toMatchObject({exitCode: 2});
	expect(await runProgram('learn', folder, 'x')).toMatchObject({exitCode: 2});
	expect(await runProgram('learn', folder, '1', '2')).toMatchObject({exitCode: 2});
});
