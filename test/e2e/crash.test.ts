import {afterEach, expect, it} from 'vitest';
import {Terminal} from '../helpers/terminal.js';

let terminal: Terminal | undefined;

/** On a busy machine there may be a single step by then. */
const summedUp = /mean of the last \d+ losses|loss of the only step/v;

afterEach(() => {
	terminal?.kill();
});

/** A bug of ours that strikes while the dashboard is open. */
const bug = 'data:text/javascript,setTimeout(() => { throw new Error(`out of luck`); }, 1500)';

/** The same in the thread of the training only. */
const bugInTraining = 'data:text/javascript,import {isMainThread} from \'node:worker_threads\'; if (!isMainThread) setTimeout(() => { console.log(\'noise\'); process.exit(7); }, 1500)';

it('tells the end of the thread of the training on the normal screen', async () => {
	const screen = new Terminal(`NODE_OPTIONS='--import="${bugInTraining.replaceAll('\'', String.raw`'\''`)}"' $MICROGPT`, {columns: 100, rows: 40});
	terminal = screen;
	await screen.waitFor('uniform 3.30');
	expect(screen.modesLeftOn()).toContain('1003');
	expect(await screen.exitCode()).toBe(1);
	expect(screen.isAlternateScreen).toBe(false);
	expect(screen.modesLeftOn()).toEqual([]);
	expect(screen.text()).toContain('This is a bug in microgpt-tui, not your mistake.');
	expect(screen.text()).toContain('The training thread ended before the run, with exit code 7.');
	expect(screen.text()).toMatch(summedUp);
	expect(screen.output).not.toContain('noise');
});

it('tells a bug of ours on the normal screen, with the terminal restored', async () => {
	const screen = new Terminal(`NODE_OPTIONS='--import="${bug}"' $MICROGPT`, {columns: 100, rows: 40});
	terminal = screen;
	await screen.waitFor('uniform 3.30');
	expect(screen.modesLeftOn()).toContain('1003');
	expect(await screen.exitCode()).toBe(1);
	expect(screen.isAlternateScreen).toBe(false);
	expect(screen.modesLeftOn()).toEqual([]);
	expect(screen.text()).toContain('This is a bug in microgpt-tui, not your mistake.');
	expect(screen.text()).toContain('out of luck');
	// What was trained so far is summed up all the same.
	expect(screen.text()).toMatch(summedUp);
});
