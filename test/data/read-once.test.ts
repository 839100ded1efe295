import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {isDescriptor, isReadOnce, isStandardInput} from '../../source/data/read-once.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

describe.runIf(process.platform !== 'win32')('what can be read only once', () => {
	it.each(['-', '/dev/stdin', '/dev/fd/0', '/dev/./stdin', '/proc/self/fd/0', '/proc/thread-self/fd/0', '/proc/123/fd/0', '/proc/self/task/12/fd/0'])('is standard input as %s', async path => {
		expect([isStandardInput(path), isDescriptor(path), await isReadOnce(path)]).toEqual([true, true, true]);
	});

	it.each(['/dev/fd/63', '/proc/self/fd/11', '/dev/fd/10'])('is what a shell has opened: %s', async path => {
		expect([isStandardInput(path), isDescriptor(path), await isReadOnce(path)]).toEqual([false, true, true]);
	});

	it('is a named pipe', async () => {
		const path = folder.pathOf('pipe');
		execFileSync('mkfifo', [path]);
		expect([isStandardInput(path), isDescriptor(path), await isReadOnce(path)]).toEqual([false, false, true]);
	});

	it('is no file, folder or device, nor what is not there', async () => {
		for (const path of [await folder.write('file.txt', 'text'), folder.pathOf('.'), folder.pathOf('missing'), '/dev/null', './-', '/dev/fd', 'stdin', '/dev/stdin2', 'a\0b']) {
			expect([path, isStandardInput(path), isDescriptor(path), await isReadOnce(path)]).toEqual([path, false, false, false]);
		}
	});
});
