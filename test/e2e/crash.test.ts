import {afterEach, expect, it} from 'vitest';
import {Terminal} from '../helpers/terminal.js';

let terminal: Terminal | undefined;

afterEach(() => {
	terminal?.kill();
});

/** A bug of ours that strikes while the dashboard is open. */
const bug = 'data:text/javascript,setTimeout(() => { throw new Error(`out of luck`); }, 1500)';

it('tells a bug of ours on the normal screen, with the terminal restored', async () => {
	const screen = new Terminal(`NODE_OPTIONS='--import="${bug}"' $MICROGPT`, {columns: 100, rows: 40});
	terminal = screen;
	await screen.waitFor('uniform 3.30');
	expect(await screen.exitCode()).toBe(1);
	expect(screen.isAlternateScreen).toBe(false);
	expect(screen.modesLeftOn()).toEqual([]);
	expect(screen.text()).toContain('This is a bug in microgpt-tui, not your mistake.');
	expect(screen.text()).toContain('out of luck');
	// What was trained so far is summed up all the same.
	expect(screen.text()).toContain('mean of the last');
});
