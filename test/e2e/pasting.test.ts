import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {cliPath, pause, Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;

async function open(command = '$MICROGPT --speed 10'): Promise<Terminal> {
	terminal = new Terminal(command);
	await terminal.waitUntil('some steps', () => (terminal!.step() ?? 0) > 5);
	return terminal;
}

afterEach(() => {
	terminal?.kill();
});

const [pasteBegin, pasteEnd] = ['\u{1B}[200~', '\u{1B}[201~'];
/** Longer than Ink waits for the rest of a sequence. */
const tearMs = 100;

/** Presses a key until the screen shows it: one that is read together with the end of a paste is part of the paste. */
async function pressUntil(screen: Terminal, key: string, text: string) {
	while (!screen.text().includes(text)) {
		screen.send(key);
		await pause(2 * tearMs);
	}
}

/** The program is still there, trains and listens. */
async function expectToGoOn(screen: Terminal) {
	const before = screen.step()!;
	await screen.waitUntil('more steps', () => screen.step()! > before);
	expect(screen.text()).toContain('1 Overview]');
	expect(screen.text()).not.toContain('Stop the run?');
	screen.send('q');
	expect(await screen.exitCode()).toBe(0);
	expect(screen.modesLeftOn()).toEqual([]);
}

describe('a pasted text', () => {
	it.each([
		['at once', [`${pasteBegin}quit\rqy2 ${pasteEnd}`]],
		['in several reads', [`${pasteBegin}qu`, 'it\rq', `y2 ${pasteEnd}`]],
		['with torn marks', ['\u{1B}[20', '0~quit\rq', 'y2 \u{1B}[20', '1~']],
		['where the terminal does not mark it', ['qy', 'quit', 'quit\r', 'the quick brown fox pressed q\ry\r']],
	])('is no key: %s', async (_, parts) => {
		const screen = await open();
		for (const part of parts) {
			screen.send(part);
			await pause(tearMs);
		}

		// Without marks, some of it may have opened another view or made it wait; it has left nothing.
		await pressUntil(screen, '2', '[2 Step]');
		await pressUntil(screen, '1', '[1 Overview]');
		if (screen.text().includes('paused')) {
			screen.send(' ');
		}

		await expectToGoOn(screen);
	});

	it('goes whole into the field that is open, on one line, and is not sent off', async () => {
		const screen = await open();
		screen.send('3');
		await screen.waitFor('[3 Samples]');
		screen.send('t');
		await screen.waitFor('begins with “');
		screen.send(`${pasteBegin}qua`);
		await pause(tearMs);
		screen.send(`y\rq\r${pasteEnd}`);
		await screen.waitFor('begins with “quay q”▌');
		await pause(300);
		expect(screen.text()).toContain('begins with “quay q”▌');
		screen.send('\r');
		await screen.waitFor('begins with “quay q”');
		screen.send('4');
		await screen.waitFor('[4 Inside]');
		screen.send('t');
		await screen.waitFor('reads “”▌');
		screen.send(`${pasteBegin}quit${pasteEnd}`);
		await screen.waitFor('reads “quit”▌');
		screen.send('\r1');
		await screen.waitFor('1 Overview]');
		await expectToGoOn(screen);
	});

	it('answers no question', async () => {
		const screen = await open();
		screen.send('r');
		await screen.waitFor('Start again');
		screen.send(`${pasteBegin}y${pasteEnd}`);
		await pause(300);
		expect(screen.text()).toContain('Start again');
		screen.send('n');
		await screen.waitUntil('no question', () => !screen.text().includes('Start again'));
		await expectToGoOn(screen);
	});
});

describe('the modes in which the terminal marks what is pasted, and reports what the mouse does', () => {
	/** As they were set last, if all of them were set. */
	const modeIn = (output: string) => {
		const settings = ['2004', '1000', '1002', '1003', '1006'].map(mode => output.split(`\u{1B}[?${mode}`).at(-1)?.[0]);
		return new Set(settings).size === 1 ? settings[0] : settings;
	};

	it.each([
		['q', 0, async (screen: Terminal) => {
			screen.send('q');
		}],
		['Ctrl+C', 130, async (screen: Terminal) => {
			screen.send('\u{3}');
		}],
		['Ctrl+C twice at once', 130, async (screen: Terminal) => {
			screen.send('\u{3}\u{3}');
		}],
	])('are on while the dashboard is, and off after %s', async (_, code, leave) => {
		const screen = await open();
		expect(modeIn(screen.output)).toBe('h');
		expect(screen.titles()[0]).toMatch(/^names · \d+%/v);
		await leave(screen);
		expect(await screen.exitCode()).toBe(code);
		expect(modeIn(screen.output)).toBe('l');
		// The title is given back too.
		expect(screen.titles().at(-1)).toBe('');
		expect(screen.modesLeftOn()).toEqual([]);
	});

	it.each([['TERM', 1], ['TERM', 2], ['HUP', 1]])('are off after SIG%s, %i times', async (signal, times) => {
		const pidFile = temporary.pathOf(`pid-${signal}-${times}`);
		const kills = `kill -${signal} $(cat ${pidFile}); `.repeat(times);
		const screen = await open(`(while [ ! -e ${pidFile}.go ]; do sleep 0.1; done; ${kills}) & sh -c 'echo $$ > ${pidFile}; exec $MICROGPT --speed 10'`);
		expect(modeIn(screen.output)).toBe('h');
		await writeFile(`${pidFile}.go`, '');
		await screen.exitCode();
		expect(modeIn(screen.output)).toBe('l');
		expect(screen.modesLeftOn()).toEqual([]);
	});

	it('are off while the shell has the terminal, and on again after it', async () => {
		const screen = new Terminal('bash --norc --noprofile --noediting -i', {environment: {PS1: 'shell> '}});
		terminal = screen;
		await screen.waitFor('shell>');
		screen.send(`${process.execPath} ${cliPath} --speed 10\r`);
		await screen.waitUntil('some steps', () => (screen.step() ?? 0) > 5);
		screen.send('\u{1A}');
		await screen.waitFor('Stopped');
		expect(modeIn(screen.output)).toBe('l');
		expect(screen.modesLeftOn()).toEqual([]);
		screen.send('fg\r');
		await screen.waitUntil('the dashboard', () => screen.isAlternateScreen && screen.step() !== undefined);
		await screen.waitUntil('the mode', () => modeIn(screen.output) === 'h');
		await screen.waitUntil('the title', () => screen.modesLeftOn().includes('title'));
		screen.send('q');
		await screen.waitFor(/stopped after[\s\S]*shell>/v);
		expect(modeIn(screen.output)).toBe('l');
		screen.send('exit\r');
		await screen.exitCode();
	});
});

describe('the title of the terminal', () => {
	it('tells how far the run is, at most once a second', async () => {
		const screen = await open('$MICROGPT --speed 100 --steps 400');
		const began = Date.now();
		const count = screen.titles().length;
		await screen.waitUntil('the end', () => screen.titles().at(-1)?.endsWith('completed') ?? false);
		const seconds = (Date.now() - began) / 1000;
		expect(screen.titles().length - count).toBeLessThanOrEqual(Math.ceil(seconds) + 1);
		expect(screen.titles().filter(title => !/^names · \d+%(?: · mean loss \d\.\d\d)?(?: · completed)?$/v.test(title))).toEqual([]);
		screen.send('q');
		expect(await screen.exitCode()).toBe(0);
		expect(screen.modesLeftOn()).toEqual([]);
	});

	it('is nothing that a pipe would get, nor who has the screen read out', async () => {
		const screen = new Terminal('$MICROGPT --steps 20 | cat; INK_SCREEN_READER=true $MICROGPT --steps 20');
		terminal = screen;
		expect(await screen.exitCode()).toBe(0);
		expect(screen.titles()).toEqual([]);
		expect(screen.output).not.toContain('\u{1B}[22;0t');
	});
});
