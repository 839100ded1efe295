import {afterEach, expect, it} from 'vitest';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const right = '\u{1B}[C';
let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

/** Numbers on the screen, by the word before them. */
const lossOf = (screen: Terminal, name: string) => new RegExp(String.raw`${name} +(?<before>\d+\.\d+)(?: +(?<now>\d+\.\d+))?`, 'v').exec(screen.text())?.groups;

it('a word is taught beside the training, at an earlier step and in a replay', async () => {
	const screen = new Terminal('$MICROGPT --preset microgpt --steps 2000 --speed 100 --name taught; echo ended; $MICROGPT replay taught --speed max; echo replayed', {
		columns: 80, rows: 24, environment: {MICROGPT_RUNS_DIR: temporary.pathOf('runs')},
	});
	terminal = screen;
	await screen.waitFor(/step +\d/v);
	screen.send('j');
	await screen.waitFor('word: ▌');
	screen.send('\r');
	await screen.waitFor('Type a word first');
	screen.send('zyz7');
	await screen.waitFor('word: zyz7▌');
	screen.send('\r');
	await screen.waitFor('Not taught yet');
	await screen.waitFor('Left out, because the training data has none of it: 7');
	screen.send('\r');
	await screen.waitFor(/^ +10 steps on “zyz” alone, learning rate 0\.0/mv);
	screen.send(right);
	await screen.waitFor(/^ +11 steps on “zyz” alone/mv);
	await screen.waitFor(/ documents +\d+\.\d+ +\d+\.\d+ +\+/v);
	const [word, others] = ['zyz', 'documents'].map(name => lossOf(screen, name)!);
	expect(Number(word.now)).toBeLessThan(Number(word.before));
	expect(Number(others.now)).toBeGreaterThan(Number(others.before));
	screen.resize(40, 12);
	await screen.waitFor(/^ +11 steps, learning rate/mv);
	screen.resize(120, 40);
	await screen.waitFor('on a copy of the run after step');
	screen.send('?');
	await screen.waitFor('this help and back');
	screen.send('\u{1B}');
	await screen.waitFor(/^ +11 steps on “zyz” alone/mv);
	screen.send('\u{7F}');
	await screen.waitFor('Not taught yet');
	expect(lossOf(screen, 'zyz')).toMatchObject({before: word.before});
	screen.send('\u{1B}');
	await screen.waitFor('[1 Overview]');
	// At an earlier step.
	screen.send(' ');
	await screen.waitFor('paused');
	screen.send(',');
	await screen.waitFor('◂ step');
	const past = /◂ step (?<step>[\d,]+)/v.exec(screen.text())?.groups?.step;
	screen.send('j');
	await screen.waitFor('word: ▌');
	screen.send('zyz\r');
	await screen.waitFor(`a copy of the run after step ${past}`);
	screen.send('\r');
	await screen.waitFor(/^ +10 steps on “zyz” alone/mv);
	screen.send('\u{1B}');
	await screen.waitFor('[1 Overview]');
	screen.send('q');
	await screen.waitFor(/ended|Stop/v);
	screen.send('y');
	await screen.waitFor('ended');

	await screen.waitFor('seek');
	screen.send('j');
	await screen.waitFor('word: ▌');
	screen.send('zyz\r');
	await screen.waitFor('Not taught yet');
	screen.send('\r');
	await screen.waitFor(/^ +10 steps on “zyz” alone/mv);
	screen.send('q');
	await screen.waitFor('replayed');
});
