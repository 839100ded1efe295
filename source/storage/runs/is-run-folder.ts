import {join} from 'node:path';
import {isThere} from '../../files/is-there.js';
import {runFiles} from '../record/run-files.js';

/** What no run is without that was ever saved, nor one that has lost some of its files. */
const tellingFiles = [runFiles.info, runFiles.events, runFiles.checkpoint, runFiles.best, runFiles.origin] as const;

/** Whether a folder has something of a run in it, be that damaged; any other is no run, and nobody's business. */
export async function isRunFolder(folder: string): Promise<boolean> {
	for (const name of tellingFiles) {
		if (await isThere(join(folder, name))) {
			return true;
		}
	}

	return false;
}
