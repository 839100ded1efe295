import {access, constants} from 'node:fs/promises';
import {resolve} from 'node:path';
import {makeFolder} from '../files/make-folder.js';
import {systemReason} from '../files/system-reason.js';
import {CheckpointError} from '../errors.js';
import {type SavingOptions} from '../storage/runs/open-recorder.js';
import {defaultRunsFolder} from '../storage/runs/default-runs-folder.js';
import type {OutputArguments} from './arguments.js';
import {printNote} from './print-note.js';

/**
How a new run is saved; undefined if it is not. Where nobody has chosen the folder, a run that cannot be
saved there is a run all the same.

@throws CheckpointError if it cannot be saved where somebody wants it.
*/
export async function chooseSaving({isSaved, saveEveryMs, keepStates, runsFolder}: OutputArguments): Promise<SavingOptions | undefined> {
	if (!isSaved) {
		return undefined;
	}

	const folder = folderOf(runsFolder);
	try {
		await makeFolder(folder);
		await access(folder, constants.W_OK);
		return {saveEveryMs, keepStates, runsFolder: folder};
	} catch (error) {
		const problem = `Expected to save runs in ${folder}, got “${systemReason(error)}”.`;
		if (runsFolder !== undefined) {
			throw new CheckpointError(`${problem} Choose another folder with --runs-dir, or add --no-save.`);
		}

		printNote(`${problem} This run is not saved; --runs-dir takes another folder.`);
		return undefined;
	}
}

/** Where the runs are: as chosen, or as usual. */
export function folderOf(runsFolder: string | undefined): string {
	return runsFolder === undefined ? defaultRunsFolder() : resolve(runsFolder);
}
