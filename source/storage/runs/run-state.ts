import {stat} from 'node:fs/promises';
import {join} from 'node:path';
import {readCheckpointNotes} from '../record/checkpoint-notes.js';
import {runFiles} from '../record/run-files.js';
import {type RunInfo} from '../record/run-info.js';
import {ownerOf} from './run-lock.js';

/**
`interrupted`: a run says that it is running, but nobody is at work on it. `not begun`: nobody has been, since it was prepared for others to
train.
*/
export type RunState = RunInfo['status'] | 'interrupted' | 'not begun';

/** How it stands with a run now. */
export async function stateOf(folder: string, {status, step}: Pick<RunInfo, 'status' | 'step'>): Promise<RunState> {
	if (status !== 'running' || await ownerOf(folder)) {
		return status;
	}

	return step === 0 && await isAsPrepared(folder) ? 'not begun' : 'interrupted';
}

/** Whether nothing has come of a run: it has a state from before its first step, and nothing was recorded after that. */
async function isAsPrepared(folder: string): Promise<boolean> {
	try {
		const {progress, record} = await readCheckpointNotes(join(folder, runFiles.checkpoint));
		const {size} = await stat(join(folder, runFiles.events));
		return progress.step === 0 && size === record.bytes;
	} catch {
		// A run that is trained here has no state before its first step; what is damaged tells nothing.
		return false;
	}
}
