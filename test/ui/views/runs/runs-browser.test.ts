import {
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import process from 'node:process';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {chapter7} from '../../../../source/settings/presets.js';
import {openRun} from '../../../../source/run/open-run.js';
import {type Snapshot} from '../../../../source/session/snapshot.js';
import {RunsBrowser} from '../../../../source/ui/views/runs/runs-browser.js';
import {chosenRun, runsIn} from '../../../../source/ui/views/runs/state.js';
import {createRunConfig} from '../../../../source/settings/run-config.js';
import {asNobody} from '../../../helpers/as-nobody.js';
import {exampleRuns} from '../../../helpers/example-runs.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {useTemporaryFolder} from '../../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const [{info}] = exampleRuns(1);
let count = 0;

/** The list of runs of these names, begun one after the other, and opened. */
async function openBrowser(names: readonly string[], change: Partial<Snapshot> = {}) {
	const runsFolder = temporary.pathOf(`runs-${++count}`);
	for (const [index, name] of names.entries()) {
		await mkdir(`${runsFolder}/${name}`, {recursive: true});
		await writeFile(`${runsFolder}/${name}/run.json`, JSON.stringify({formatVersion: 1, ...info, createdAt: new Date(index).toISOString()}));
	}

	const browser = new RunsBrowser({runsFolder, getRunOn: () => ({...exampleSnapshot(10), ...change})});
	await browser.load();
	return {browser, runsFolder, press: (...actions: Array<Parameters<RunsBrowser['perform']>[0]>) => actions.map(action => browser.perform(action)).at(-1)};
}

/** A run of a few steps that is saved. */
async function trainIn(runsFolder: string) {
	const training = await openRun(createRunConfig(chapter7, {steps: 5}), '0.0.0', {saving: {runsFolder, saveEveryMs: 1e9}});
	for await (const _event of training.events) {
		// To its end.
	}

	await training.close();
}

const chosenName = (browser: RunsBrowser) => chosenRun(browser.getState())?.name;

describe('the saved runs as one goes through them', () => {
	it('keep the chosen one when the order changes, and when the list is read again', async () => {
		const {browser, press} = await openBrowser(['c', 'a', 'b']);
		expect(chosenName(browser)).toBe('b');
		press('down');
		expect(chosenName(browser)).toBe('a');
		press('sortRuns');
		expect(browser.getState()).toMatchObject({order: 'run', row: 0});
		expect(chosenName(browser)).toBe('a');
		await browser.load();
		expect(chosenName(browser)).toBe('a');
		press('up', 'up', 'down', 'down', 'down', 'down');
		expect(chosenName(browser)).toBe('c');
	});

	it('are marked, up to six, and compared from two on', async () => {
		const {browser, press, runsFolder} = await openBrowser([...'abcdefg']);
		press('compareRuns');
		expect(browser.getState()).toMatchObject({page: 'list', message: 'Mark two runs or more (a) to see how they differ.'});
		press('markRun', 'down', 'markRun', 'compareRuns');
		expect(browser.getState()).toMatchObject({page: 'compare', marked: [`${runsFolder}/g`, `${runsFolder}/f`]});
		press('back', 'up', 'markRun');
		expect(browser.getState().marked).toEqual([`${runsFolder}/f`]);
		for (let time = 0; time < 6; time++) {
			press('markRun', 'down');
		}

		press('down', 'markRun');
		expect(browser.getState().marked).toHaveLength(6);
	});

	it('say why something cannot be done, and ask for what is no matter of the list', async () => {
		const {browser, press} = await openBrowser(['a', 'b']);
		press('open', 'down', 'open');
		expect(browser.getState()).toMatchObject({page: 'run', message: 'All its steps are done; microgpt-tui resume --steps adds more.'});
		expect(press('up', 'open')).toMatchObject({kind: 'replay', run: {name: 'b'}});
		expect(press('down', 'down', 'down', 'down', 'down', 'open')).toMatchObject({kind: 'rename'});
		expect(press('down', 'open')).toMatchObject({kind: 'delete'});
	});

	it('get another name, or none that cannot be', async () => {
		const {browser, runsFolder} = await openBrowser(['a', 'b']);
		const run = chosenRun(browser.getState())!;
		await expect(browser.rename(run, ' best ')).resolves.toBe('best');
		expect(chosenRun(browser.getState())).toMatchObject({name: 'b', title: 'best'});
		await expect(readFile(`${runsFolder}/b/title.txt`, 'utf8')).resolves.toBe('best\n');
		await expect(browser.rename(run, 'a')).rejects.toThrow('Expected a name that no other run has');
		await expect(browser.rename(run, 'x'.repeat(50))).rejects.toThrow('at most 40 characters');
		expect(chosenRun(browser.getState())).toMatchObject({title: 'best'});
	});

	it('go, but not while somebody is at work on them', async () => {
		const {browser, runsFolder, press} = await openBrowser(['a', 'b']);
		const run = chosenRun(browser.getState())!;
		press('markRun');
		await browser.remove(run);
		expect(await readdir(runsFolder)).toEqual(['a']);
		expect(browser.getState()).toMatchObject({marked: [], row: 0});
		const other = chosenRun(browser.getState())!;
		await writeFile(`${runsFolder}/a/lock.json`, JSON.stringify({pid: 1, host: 'elsewhere'}));
		await expect(browser.remove(other)).rejects.toThrow('Expected nobody else at work on');
		expect(await readdir(runsFolder)).toEqual(['a']);
	});

	it('are as far as they are, where one is on', async () => {
		const folder = temporary.pathOf(`runs-${count + 1}/a`);
		const {browser} = await openBrowser(['a'], {saving: {...exampleSnapshot(10).saving, folder}, title: 'own'});
		expect(chosenRun(browser.getState())).toMatchObject({state: 'running', title: 'own', info: {step: 10}});
	});

	it.runIf(process.platform !== 'win32')('are all there where the size of one is not known', async () => {
		const {browser, runsFolder} = await openBrowser(['a', 'b']);
		await mkdir(`${runsFolder}/b/before-resume`, {mode: 0});
		await asNobody(temporary.pathOf('.'), async () => {
			const others = new RunsBrowser({runsFolder, getRunOn: () => exampleSnapshot(10)});
			await others.load();
			expect(runsIn(others.getState()).map(({name, bytes}) => [name, typeof bytes])).toEqual([['b', 'undefined'], ['a', 'number']]);
		});
		expect(browser.getState().runs).toHaveLength(2);
	});

	it('make something up, each time something else', async () => {
		const {browser, runsFolder, press} = await openBrowser([]);
		await trainIn(runsFolder);
		await browser.load();
		press('open', 'down', 'down', 'open');
		const made = async () => {
			await vi.waitUntil(() => browser.getState().madeUp?.texts.length === 12);
			return browser.getState().madeUp!;
		};

		const first = await made();
		expect(first.step).toBe(5);
		press('open');
		await vi.waitUntil(() => browser.getState().madeUp !== first);
		const second = await made();
		expect(second.texts).not.toEqual(first.texts);
		press('back');
		expect(browser.getState().page).toBe('run');
	});

	it('make nothing up any more when they are closed, or another page is opened', async () => {
		const {browser, runsFolder, press} = await openBrowser([]);
		await trainIn(runsFolder);
		await browser.load();
		const leave = [() => {
			browser.close();
		}, () => {
			press('back');
		}];
		for (const end of leave) {
			const stopped = vi.spyOn(AbortController.prototype, 'abort');
			press('open');
			if (browser.getState().page === 'run') {
				press('down', 'down', 'open');
			}

			expect(browser.getState().page).toBe('samples');
			stopped.mockClear();
			end();
			expect(stopped).toHaveBeenCalledOnce();
			stopped.mockRestore();
		}
	});
});
