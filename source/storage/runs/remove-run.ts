import {rm} from 'node:fs/promises';
import {CheckpointError} from '../../errors.js';
import {systemReason} from '../../files/system-reason.js';
import {lockRun} from './run-lock.js';

/**
Removes a run for good. One that is gone already is as it should be.

@param isStillToGo - Asked when nobody else can change the run any more.
@returns what has become of it.
@throws CheckpointError if somebody is at work on it, or it cannot be removed.
*/
export async function removeRun(folder: string, isStillToGo: () => Promise<boolean> = async () => true): Promise<'gone' | 'kept'> {
	let unlock: (() => Promise<void>) | undefined;
	try {
		// So that nobody is at work on it, nor begins to be.
		unlock = await lockRun(folder);
		if (!await isStillToGo()) {
			await unlock();
			return 'kept';
		}

		// On Windows, a scanner may have a file open for a moment.
		await rm(folder, {recursive: true, maxRetries: 5});
		return 'gone';
	} catch (error) {
		await unlock?.();
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return 'gone';
		}

		throw error instanceof CheckpointError ? error : new CheckpointError(`Expected to remove the run in ${folder}, got “${systemReason(error)}”.`);
	}
}
