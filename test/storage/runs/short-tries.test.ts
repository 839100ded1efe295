import {mkdir, utimes, writeFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {writeTitle} from '../../../source/storage/runs/run-title.js';
import {listRuns} from '../../../source/storage/runs/runs-folder.js';
import {shortTriesIn} from '../../../source/storage/runs/short-tries.js';
import {exampleRuns} from '../../helpers/example-runs.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const [{info}] = exampleRuns(1);
const begunAt = Date.parse(info.createdAt);
let count = 0;

async function isTry(change: Readonly<Record<string, unknown>>, afterMs: number, title?: string): Promise<boolean> {
	const runs = temporary.pathOf(`runs-${++count}`);
	const folder = `${runs}/one`;
	await mkdir(folder, {recursive: true});
	await writeFile(`${folder}/run.json`, JSON.stringify({
		formatVersion: 1, ...info, status: 'stopped', step: 99, ...change,
	}));
	await utimes(`${folder}/run.json`, new Date(), new Date(begunAt + afterMs));
	if (title !== undefined) {
		await writeTitle(folder, title);
	}

	const [run] = await listRuns(runs);
	return 'info' in run && run.isShortTry;
}

it('takes a run that was stopped within three seconds and before a tenth of its steps for a short try', async () => {
	await expect(isTry({}, 2900)).resolves.toBe(true);
	await expect(isTry({step: 0}, 0)).resolves.toBe(true);
});

it('takes no other run for one', async () => {
	await expect(isTry({step: 100}, 2900)).resolves.toBe(false);
	// It was watched, at a step a second: the time of the engine says nothing of that.
	await expect(isTry({step: 9, elapsedMs: 3}, 9000)).resolves.toBe(false);
	await expect(isTry({}, 3100)).resolves.toBe(false);
	await expect(isTry({}, -5000)).resolves.toBe(false);
	await expect(isTry({status: 'running'}, 1000)).resolves.toBe(false);
	await expect(isTry({status: 'diverged'}, 1000)).resolves.toBe(false);
	await expect(isTry({}, 1000, 'of note')).resolves.toBe(false);
});

it('leaves one where there is nothing else', () => {
	const [first, second] = [{isShortTry: true, name: 'a', info: {}}, {isShortTry: true, name: 'b', info: {}}];
	expect(shortTriesIn([first])).toEqual([]);
	expect(shortTriesIn([first, second])).toEqual([second]);
	expect(shortTriesIn([first, {isShortTry: false, name: 'c', info: {}}, second])).toEqual([first, second]);
});

it('leaves one that another run has left', () => {
	const parent = {isShortTry: true, name: 'a', info: {}};
	const fork = {isShortTry: true, name: 'b', info: {parent: {run: 'a', step: 3, documents: 3}}};
	expect(shortTriesIn([parent, fork])).toEqual([fork]);
});
