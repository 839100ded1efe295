import {rm} from 'node:fs/promises';
import {lockRun} from './run-lock.js';

/**
Removes a run for good.

@throws CheckpointError if somebody is at work on it, what the file system says if it cannot be removed.
*/
export async function removeRun(folder: string): Promise<void> {
	// So that nobody is at work on it, nor begins to be.
	const unlock = await lockRun(folder);
	try {
		// On Windows, a scanner may have a file open for a moment.
		await rm(folder, {recursive: true, maxRetries: 5});
	} catch (error) {
		await unlock();
		throw error;
	}
}
