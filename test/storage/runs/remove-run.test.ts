import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import process from 'node:process';
import {expect, it} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {removeRun} from '../../../source/storage/runs/remove-run.js';
import {lockRun, ownerOf} from '../../../source/storage/runs/run-lock.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;

const namesIn = async (folder: string) => readdir(folder).then(names => names.toSorted());

async function newRun(): Promise<string> {
	const folder = temporary.pathOf(`run-${++count}`);
	await mkdir(`${folder}/states`, {recursive: true});
	await writeFile(`${folder}/run.json`, '{}');
	return folder;
}

it('removes a run with all that is in it', async () => {
	const folder = await newRun();
	expect(await removeRun(folder)).toBe('gone');
	await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

it('takes one for removed that is gone already', async () => {
	expect(await removeRun(temporary.pathOf('never'))).toBe('gone');
});

it('asks whether it is still to go once nobody else can change it, and leaves it as it was if not', async () => {
	const folder = await newRun();
	const kept = await removeRun(folder, async () => {
		expect(await ownerOf(folder)).toMatchObject({pid: process.pid});
		return false;
	});
	expect(kept).toBe('kept');
	// Nor is anybody at work on it any more.
	expect(await namesIn(folder)).toEqual(['run.json', 'states']);
});

it('does not remove one that somebody is at work on', async () => {
	const folder = await newRun();
	const unlock = await lockRun(folder);
	await expect(removeRun(folder)).rejects.toThrow(new CheckpointError(`Expected nobody else at work on ${folder}, got process ${process.pid}. Stop it first.`));
	expect(await namesIn(folder)).toEqual(['lock.json', 'run.json', 'states']);
	await unlock();
	const elsewhere = await newRun();
	await writeFile(`${elsewhere}/lock.json`, JSON.stringify({pid: 1, host: `not ${hostname()}`}));
	await expect(removeRun(elsewhere)).rejects.toThrow(CheckpointError);
	expect(await readdir(elsewhere)).toContain('run.json');
});

it.each([{}, {code: 'EACCES'}])('gives the run back where something goes wrong, and says what: %o', async details => {
	const folder = await newRun();
	await expect(removeRun(folder, async () => {
		throw Object.assign(new Error('out of luck'), details);
	})).rejects.toThrow(new CheckpointError(`Expected to remove the run in ${folder}, got “out of luck”.`));
	expect(await namesIn(folder)).toEqual(['run.json', 'states']);
});
