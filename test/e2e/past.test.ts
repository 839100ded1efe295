import {afterEach, expect, it} from 'vitest';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

const [shiftLeft, end] = ['\u{1B}[1;2D', '\u{1B}[F'];

function open(command: string): Terminal {
	terminal = new Terminal(command, {columns: 100, rows: 30, environment: {MICROGPT_RUNS_DIR: temporary.pathOf('runs')}});
	return terminal;
}

/** The loss before and after the step that is taken apart, and its document. */
const stepOn = (screen: Terminal) => /step +[\d,]+ .*loss (?<rest>.*)/v.exec(screen.text())?.groups?.rest;

it('walks back in time in every view, and stands in a replay where it stood in the run', async () => {
	const screen = open('$MICROGPT --steps 600 --speed max --name walked; echo ended; $MICROGPT replay walked --speed max');
	await screen.waitFor('finished');
	screen.send('2');
	await screen.waitFor(/step +600 /v);
	for (let times = 0; times < 20; times++) {
		screen.send(shiftLeft);
	}

	await screen.waitFor(/◂ step 400[\s\S]*step +400 /v);
	screen.send(',');
	await screen.waitFor(/◂ step 399[\s\S]*step +399 /v);
	const then = stepOn(screen);
	screen.send('.');
	await screen.waitFor(/◂ step 400[\s\S]*step +400 /v);
	expect(stepOn(screen)).not.toBe(then);
	screen.send(',');
	await screen.waitUntil('the same again', () => stepOn(screen) === then);
	screen.send('v');
	await screen.waitFor('by finite differences');
	screen.send('4');
	await screen.waitFor('cosine similarity');
	screen.send('3');
	await screen.waitFor(/ ▸ /v);
	screen.send(end);
	await screen.waitUntil('the present', () => !screen.text().includes('◂'));
	screen.send('q');

	// The same step of the record, whose model does its steps again.
	await screen.waitFor('ended');
	await screen.waitFor('finished');
	screen.send('2');
	await screen.waitFor(/step +600 /v);
	for (let times = 0; times < 20; times++) {
		screen.send(shiftLeft);
	}

	screen.send(',');
	await screen.waitFor(/◂ step 399[\s\S]*step +399 /v);
	await screen.waitUntil('what the run has shown', () => stepOn(screen) === then);
});

it('says that nobody knows what no memory was given for', async () => {
	const screen = open('$MICROGPT --steps 200 --speed max --no-save --history 0');
	await screen.waitFor('finished');
	screen.send('2');
	await screen.waitFor(/step +200 /v);
	screen.send(',');
	await screen.waitFor('how it was after step 199 is not known any more');
	screen.send(end);
	await screen.waitFor(/step +200 /v);
});
