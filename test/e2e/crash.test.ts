import {writeFile} from 'node:fs/promises';
import {afterEach, expect, it} from 'vitest';
import {runShell} from '../helpers/run-program.js';
import {Terminal} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let terminal: Terminal | undefined;
let count = 0;

/** On a busy machine there may be a single step by then. */
const summedUp = /mean of the last \d+ losses|loss of the only step/v;

afterEach(() => {
	terminal?.kill();
});

/** Does something as soon as there is a certain file. */
const whenStruck = (act: string) => [
	'data:text/javascript,import {existsSync} from \'node:fs\'',
	'import {isMainThread} from \'node:worker_threads\'',
	`setInterval(() => { if (existsSync(process.env.STRUCK)) { ${act} } }, 50).unref()`,
].join('; ');

/** A bug of ours that strikes while the dashboard is open. */
const bug = whenStruck('throw new Error(`out of luck`);');

/** The same in the thread of the training only. */
const bugInTraining = whenStruck('if (!isMainThread) { console.log(`noise`); process.exit(7); }');

/** The thread of the first training ends, however many there are: whoever comes to the file later finds it gone. */
const endOfFirst = whenStruck('if (!isMainThread) { setTimeout(() => { try { unlinkSync(process.env.STRUCK); process.exit(7); } catch {} }, 300 * threadId); }')
	.replace('{existsSync}', '{existsSync, unlinkSync}')
	.replace('{isMainThread}', '{isMainThread, threadId}');

/** A thread that shares the steps ends when it has done so many parts, before anybody hears of the last one. */
const endOfKernelThread = [
	'data:text/javascript,import {workerData} from \'node:worker_threads\'',
	'let parts = 0',
	'const {sub} = Atomics',
	'if (workerData?.index !== undefined) { Atomics.sub = (...given) => ++parts === 100 ? process.exit(7) : sub(...given); }',
].join('; ');

/** Node's options with which it runs such code first, as a shell reads them. */
const running = (code: string) => `NODE_OPTIONS='--import="${code.replaceAll('\'', String.raw`'\''`)}"'`;

/** The program with a bug that strikes when the dashboard is there. */
async function openWith(code: string, flags = ''): Promise<Terminal> {
	const struck = temporary.pathOf(`struck-${++count}`);
	const screen = new Terminal(`${running(code)} $MICROGPT ${flags}`, {columns: 100, rows: 40, environment: {STRUCK: struck}});
	terminal = screen;
	await screen.waitFor('uniform 3.30');
	await screen.waitUntil('the mouse to be heard', () => screen.modesLeftOn().includes('1003'));
	await writeFile(struck, '');
	return screen;
}

it('tells the end of the thread of the training on the normal screen', async () => {
	const screen = await openWith(bugInTraining);
	expect(await screen.exitCode()).toBe(1);
	expect(screen.isAlternateScreen).toBe(false);
	expect(screen.modesLeftOn()).toEqual([]);
	expect(screen.text()).toContain('This is a bug in microgpt-tui, not your mistake.');
	expect(screen.text()).toContain('The training thread ended before the run, with exit code 7.');
	expect(screen.text()).toMatch(summedUp);
	expect(screen.output).not.toContain('noise');
});

it('goes on with the other runs where the thread of one ends, and tells so in the end', async () => {
	const screen = await openWith(endOfFirst, 'race --preset microgpt --steps 10000000 --learning-rate 0.01,0.02');
	await screen.waitFor(/^ > a .* failed: T/mv);
	const stepOfOther = () => Number(/^ {3}b .* (?<step>[\d,]+) {2}\S/mv.exec(screen.text())?.groups!.step.replaceAll(',', ''));
	const step = stepOfOther();
	await screen.waitUntil('a step of the other run', () => stepOfOther() > step);
	// Who has not trained for long is not asked.
	screen.send('q');
	await screen.waitFor(/y stop|\(failed\)/v);
	screen.send('y');
	expect(await screen.exitCode()).toBe(1);
	expect(screen.text()).toMatch(/^a\S* learning rate 0\.01 +[\d,]+ \(failed\)/mv);
	expect(screen.text()).toContain('The training thread ended before the run, with exit code 7.');
});

it('tells a bug of ours on the normal screen, with the terminal restored', async () => {
	const screen = await openWith(bug);
	expect(await screen.exitCode()).toBe(1);
	expect(screen.isAlternateScreen).toBe(false);
	expect(screen.modesLeftOn()).toEqual([]);
	expect(screen.text()).toContain('This is a bug in microgpt-tui, not your mistake.');
	expect(screen.text()).toContain('out of luck');
	// What was trained so far is summed up all the same.
	expect(screen.text()).toMatch(summedUp);
});

it('does not wait for a thread that has ended in the middle of a step', async () => {
	const shared = '--plain --no-save --threads 2 --n-embd 128 --batch-size 32 --steps 100';
	const {exitCode, stdout, stderr} = await runShell(`${running(endOfKernelThread)} $MICROGPT ${shared}`);
	expect(exitCode).toBe(1);
	expect(stdout).toContain('step');
	expect(stderr).toMatch(/Expected all threads that share a step to do their part of the kernel \w+, got one that failed or ended\. Add --threads 1\./v);
});
