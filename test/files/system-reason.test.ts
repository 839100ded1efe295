import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, open, readFile} from 'node:fs/promises';
import {expect, it} from 'vitest';
import {systemReason} from '../../source/files/system-reason.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

async function reasonOf(promise: Promise<unknown>): Promise<string> {
	try {
		await promise;
	} catch (error) {
		return systemReason(error);
	}

	throw new Error('Expected something to fail.');
}

it('is told without code, call and path', async () => {
	const [path, here] = [folder.pathOf('one, two'), folder.pathOf('.')];
	expect(await reasonOf(readFile(path))).toBe('no such file or directory');
	expect(await reasonOf(mkdir(here))).toBe('file already exists');
	expect(await reasonOf(readFile(here))).toBe('illegal operation on a directory');
	const file = await open(path, 'w');
	await file.close();
	expect(await reasonOf(readFile(`${path}/three`))).toBe('not a directory');
	expect(systemReason(new Error('ENOSPC: no space left on device, write'))).toBe('no space left on device');
	expect(systemReason(new Error('EMFILE: too many open files'))).toBe('too many open files');
});

it('is told of a program that does not start', async () => {
	const child = spawn(folder.pathOf('nothing'), ['-c']);
	const [error] = await once(child, 'error') as [Error];
	expect(systemReason(error)).toBe('no such file or directory');
});

it('is the message of any other error', () => {
	expect(systemReason(new Error('The disk is on fire, again'))).toBe('The disk is on fire, again');
	expect(systemReason(new Error('EIO'))).toBe('EIO');
});
