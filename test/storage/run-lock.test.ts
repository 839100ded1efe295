import {spawn} from 'node:child_process';
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {CheckpointError} from '../../source/errors.js';
import {lockRun, ownerOf} from '../../source/storage/run-lock.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;

async function newRun(lock?: string): Promise<string> {
	const folder = temporary.pathOf(`run-${++count}`);
	await mkdir(folder);
	if (lock !== undefined) {
		await writeFile(join(folder, 'lock.json'), lock);
	}

	return folder;
}

/** A process that has ended. */
async function deadPid(): Promise<number> {
	const child = spawn(process.execPath, ['-e', '0']);
	await new Promise(resolve => {
		child.on('exit', resolve);
	});
	return child.pid!;
}

describe('the lock of a run', () => {
	it('is for one, and is given back', async () => {
		const folder = await newRun();
		expect(await ownerOf(folder)).toBeUndefined();
		const unlock = await lockRun(folder);
		expect(await ownerOf(folder)).toMatchObject({pid: process.pid});
		await expect(lockRun(folder)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process ${process.pid}. Stop it first.`));
		await unlock();
		expect(await readdir(folder)).toEqual([]);
		await (await lockRun(folder))();
	});

	it.each([
		['of a process that is gone', async () => JSON.stringify({pid: await deadPid(), host: hostname()})],
		['of a process that has got the number of another', async () => JSON.stringify({pid: process.pid, host: hostname(), startedAt: '1 of another boot'})],
		['that was cut off while it was written', async () => '{"pid": 1'],
		['that is empty', async () => ''],
		['that is something else', async () => '{"pid": "__proto__", "host": 3}'],
	])('does not count if it is one %s', async (_what, lock) => {
		const folder = await newRun(await lock());
		expect(await ownerOf(folder)).toBeUndefined();
		const unlock = await lockRun(folder);
		expect(await ownerOf(folder)).toMatchObject({pid: process.pid});
		await unlock();
		expect(await readdir(folder)).toEqual([]);
	});

	it('counts if it is of another machine, of which nothing can be seen', async () => {
		const folder = await newRun(JSON.stringify({pid: 4242, host: 'elsewhere'}));
		await expect(lockRun(folder)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process 4242 on elsewhere. Stop it first, or remove ${join(folder, 'lock.json')} if it is gone.`));
	});

	it('goes to exactly one of many who want a stale one at once', async () => {
		for (let round = 0; round < 50; round++) {
			const folder = await newRun(JSON.stringify({pid: 4_194_304, host: hostname()}));
			const outcomes = await Promise.allSettled(Array.from({length: 8}, async () => lockRun(folder)));
			expect(outcomes.filter(({status}) => status === 'fulfilled')).toHaveLength(1);
		}
	});
});
