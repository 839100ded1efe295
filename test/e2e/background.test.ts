import {afterEach, expect, it} from 'vitest';
import {pause, Terminal} from '../helpers/terminal.js';

let terminal: Terminal | undefined;
const question = '\u{1B}]11;?\u{1B}\\\u{1B}[c';
const answerOf = (color: string) => `\u{1B}]11;rgb:${color}/${color}/${color}\u{1B}\\\u{1B}[?62;22c`;

afterEach(() => {
	terminal?.kill();
});

function open(options = ''): Terminal {
	terminal = new Terminal(`$MICROGPT --no-save --speed 10 ${options}`, {environment: {COLORTERM: 'truecolor'}});
	return terminal;
}

/** The background of the cells of a heat map that are nearest to 0. */
async function heatMap(screen: Terminal): Promise<string> {
	await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 2);
	screen.send('4');
	await screen.waitFor('the same');
	await pause(300);
	return /48;2;(?<color>[\d;]+)m(?! *$)/v.exec(screen.output.slice(screen.output.lastIndexOf('opposite')))?.groups?.color ?? screen.output.slice(-200);
}

it('draws in colours for what the terminal says that it writes on', async () => {
	const maps: string[] = [];
	for (const color of ['ffff', '1111']) {
		const screen = open();
		await screen.waitUntil('the question', () => screen.output.includes(question));
		screen.send(answerOf(color));
		maps.push(await heatMap(screen));
		screen.send('q');
		screen.kill();
	}

	const told: string[] = [];
	for (const name of ['light', 'dark']) {
		const screen = open(`--background ${name}`);
		told.push(await heatMap(screen));
		expect(screen.output).not.toContain(question);
		screen.kill();
	}

	expect(maps).toEqual(told);
	expect(maps[0]).not.toBe(maps[1]);
});

it.each([['with the mouse', ''], ['without it', '--no-mouse']])('takes no late answer for keys, and loses none that is pressed meanwhile, %s', async (_, options) => {
	const screen = open(options);
	await screen.waitUntil('the question', () => screen.output.includes(question));
	screen.send('2');
	await screen.waitFor('[2 Step]');
	for (const part of ['\u{1B}]11;rgb:11', '11/1111/1111\u{1B}', '\\\u{1B}[?6', '2;22c']) {
		screen.send(part);
		await pause(60);
	}

	await pause(300);
	expect(screen.text()).toContain('[2 Step]');
	expect(screen.text()).not.toMatch(/paused|rgb/v);
	screen.send('q');
	expect(await screen.exitCode()).toBe(0);
	expect(screen.modesLeftOn()).toEqual([]);
});
