import {afterEach, expect, it} from 'vitest';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

const [left, shiftLeft, escape] = ['\u{1B}[D', '\u{1B}[1;2D', '\u{1B}'];

it('walks over the steps of a run that is over, and zooms in between two of them', async () => {
	const screen = new Terminal('$MICROGPT --steps 2500 --speed max', {columns: 100, rows: 30, environment: {MICROGPT_RUNS_DIR: temporary.pathOf('runs')}});
	terminal = screen;
	await screen.waitFor('finished');
	screen.send(left);
	await screen.waitFor('step 2,499  loss');
	screen.send(shiftLeft);
	await screen.waitFor(/step 2,489 {2}loss \d\.\d{4} {2}mean \d\.\d{4}.*rate 0\.0000/v);
	// One of the first 1,500 is in memory with its neighbours only: the record knows it by itself, and the run its document.
	screen.send('\u{1B}[H');
	await screen.waitFor(/step 1 {2}loss \d\.\d{4}.*“[a-z]+”/v);
	screen.send('m');
	screen.send('\u{1B}[1;2C');
	await screen.waitFor(/step 11 {2}loss \d\.\d{4}.*“[a-z]+”/v);
	screen.send('m');
	await screen.waitFor(/^ +1 .* 11 /mv);
	screen.send(escape);
	await screen.waitFor(/^ +1 .*2,500/mv);
	expect(screen.text()).toContain('step 11  loss');
});
