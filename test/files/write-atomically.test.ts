import {
	readdir,
	readFile,
	rename,
	writeFile,
} from 'node:fs/promises';
import {dirname} from 'node:path';
import {describe, expect, it} from 'vitest';
import {type Rename, writeAtomically} from '../../source/files/write-atomically.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();

function errorOf(code: string): NodeJS.ErrnoException {
	return Object.assign(new Error(`${code}: operation not permitted, rename`), {code});
}

/** Fails some times, as on Windows while a scanner has the file open. */
function failingRename(code: string, times: number): {renameFile: Rename; tries: () => number} {
	let tries = 0;
	return {
		async renameFile(from, to) {
			tries++;
			if (tries <= times) {
				throw errorOf(code);
			}

			await rename(from, to);
		},
		tries: () => tries,
	};
}

describe('a file that is written as a whole', () => {
	it.each(['EPERM', 'EACCES', 'EBUSY'])('gets its name although that fails with %s for a while', async code => {
		const path = temporary.pathOf('file');
		await writeFile(path, 'old');
		const {renameFile, tries} = failingRename(code, 4);
		await writeAtomically(path, code, renameFile);
		expect(tries()).toBe(5);
		expect(await readFile(path, 'utf8')).toBe(code);
		expect(await readdir(dirname(path))).toEqual(['file']);
	});

	it('keeps its old content, and leaves nothing else, if that goes on', async () => {
		const path = temporary.pathOf('file');
		await writeFile(path, 'old');
		const {renameFile, tries} = failingRename('EBUSY', Infinity);
		await expect(writeAtomically(path, 'new', renameFile)).rejects.toThrow('EBUSY');
		expect(tries()).toBe(8);
		expect(await readFile(path, 'utf8')).toBe('old');
		expect(await readdir(dirname(path))).toEqual(['file']);
	});

	it('does not wait for what will not pass', async () => {
		const {renameFile, tries} = failingRename('ENOSPC', 1);
		await expect(writeAtomically(temporary.pathOf('file'), 'new', renameFile)).rejects.toThrow('ENOSPC');
		expect(tries()).toBe(1);
	});
});
