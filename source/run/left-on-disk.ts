import {join} from 'node:path';
import {isThere} from '../files/is-there.js';
import {readCheckpointNotes} from '../storage/record/checkpoint-notes.js';
import {runFiles} from '../storage/record/run-files.js';
import {type CheckpointEvent} from '../training/events.js';

/** What is left of a run that was ended in the middle of whatever it did. */
export type LeftOnDisk = {
	/** Undefined if it had not been saved yet: then there is only how it began. */
	readonly checkpoint: CheckpointEvent | undefined;
};

/** What there is in the folder of a run that nobody writes to any more; undefined if there is no run. */
export async function leftOnDisk(folder: string): Promise<LeftOnDisk | undefined> {
	if (!await isThere(join(folder, runFiles.info))) {
		return undefined;
	}

	const path = join(folder, runFiles.checkpoint);
	try {
		const {progress: {step}} = await readCheckpointNotes(path);
		return {checkpoint: {type: 'checkpoint', step, path}};
	} catch {
		// Whoever goes on with it is told, should it be damaged.
		return {checkpoint: undefined};
	}
}
