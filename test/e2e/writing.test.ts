import {afterEach, expect, it} from 'vitest';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const verses = Array.from({length: 60}, (_, verse) => `${verse % 3 === 0 ? 'ada' : 'bob'}:\ncab dab, a bad cad.\n\n`).join('');
const [up, down] = ['\u{1B}[A', '\u{1B}[B'];
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

/** The lines of the page. */
const written = (screen: Terminal) => screen.text().split('\n').slice(2, -2).join('\n').trim();

it('a page fills beside the training, in the past and in a replay, and keys go on', async () => {
	const data = await temporary.write('verses.txt', verses);
	const screen = new Terminal(`$MICROGPT --preset microgpt --data '${data}' --documents stream --steps 100000000 --speed max --name page; echo ended; $MICROGPT replay page --speed max`, {
		columns: 80, rows: 24, environment: {MICROGPT_RUNS_DIR: temporary.pathOf('runs')},
	});
	terminal = screen;
	await screen.waitFor(/step +\d/v);
	screen.send('3');
	await screen.waitFor('temperature 0.50');
	screen.send('t');
	screen.send('bob:');
	await screen.waitFor('bob:');
	screen.send('\r');
	screen.send('o');
	await screen.waitFor('Now writing: the model after step');
	await screen.waitUntil('a full page', () => written(screen).split('\n').length > 15);
	screen.send(' ');
	await screen.waitFor('paused');
	screen.resize(40, 12);
	await screen.waitFor('Now: the model');
	const end = written(screen);
	screen.send(up);
	await screen.waitUntil('what is above', () => !screen.text().includes('▌') && written(screen) !== end);
	const once = written(screen);
	screen.send(up);
	await screen.waitUntil('what is further up', () => written(screen) !== once);
	const above = written(screen);
	screen.resize(36, 9);
	await screen.waitFor('Too small: 40x10 needed.');
	expect(screen.text()).not.toContain('model');
	screen.resize(40, 12);
	await screen.waitUntil('the same page', () => written(screen) === above);
	screen.send(down);
	screen.send(down);
	await screen.waitUntil('the end again', () => screen.text().includes('▌') && written(screen) !== above);
	screen.resize(120, 40);
	await screen.waitFor('Now writing: the model');
	await screen.waitUntil('a long page', () => written(screen).split('\n').length > 20);
	screen.send('?');
	await screen.waitFor('this help and back');
	screen.send('\u{1B}');
	await screen.waitFor('Now writing: the model');
	expect(written(screen).split('\n').length).toBeGreaterThan(20);
	screen.send('\u{1B}');
	await screen.waitFor('begins with');
	screen.send(',');
	await screen.waitFor('◂ step');
	screen.send('o');
	await screen.waitUntil('a page of that step', () => {
		const [looked, wrote] = [/◂ step (?<step>[\d,]+)/v, /Now writing: the model after step (?<step>[\d,]+), /v].map(pattern => pattern.exec(screen.text())?.groups?.step);
		return looked !== undefined && looked === wrote;
	});
	screen.send('q');
	await screen.waitFor(/ended|Stop/v);
	screen.send('y');
	await screen.waitFor('ended');

	await screen.waitFor('seek');
	screen.send('3');
	screen.send('o');
	await screen.waitFor('Now writing: the model after step');
	screen.send('q');
	expect(await screen.exitCode()).toBe(0);
});
