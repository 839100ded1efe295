import {existsSync, statfsSync} from 'node:fs';
import {chmod, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';

/** A folder in memory, on systems that have one. */
const memory = '/dev/shm';
/** What the tests write at one time is much less. */
const neededBytes = 2 ** 30;

/**
For all tests together: what the program saves and what the tests write goes to a folder of the tests' own, and
goes when they are done.

It is in memory, where there is enough: the tests would wait for the disk about as long as they work. What a killed
program leaves is the same there, for the system keeps what a process has written, on the disk or not.
*/
export default async function useOwnFolders(): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(hasRoomInMemory() ? memory : tmpdir(), 'microgpt-tui-tests-'));
	// As folders for temporary files are: some tests do without the rights of an administrator.
	await chmod(folder, 0o1777);
	process.env.TMPDIR = folder;
	process.env.MICROGPT_RUNS_DIR = join(folder, 'runs');
	process.env.MICROGPT_CONFIG_DIR = join(folder, 'preferences');
	// A program that was just killed may still have been about to write something.
	return async () => rm(folder, {recursive: true, force: true, maxRetries: 3});
}

function hasRoomInMemory(): boolean {
	if (!existsSync(memory)) {
		return false;
	}

	const {bavail, bsize} = statfsSync(memory);
	return bavail * bsize >= neededBytes;
}
