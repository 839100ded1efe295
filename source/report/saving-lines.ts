import {basename} from 'node:path';
import {type Snapshot} from '../session/snapshot.js';
import {formatCount} from './format.js';

/** What to say at the end of a run that is saved: as what, and the command that resumes it. */
export function savingLines({saving: {folder, step}, finish, start}: Pick<Snapshot, 'saving' | 'finish' | 'start'>): string[] {
	if (folder === undefined || step === undefined) {
		return [];
	}

	const name = basename(folder);
	const isComplete = finish?.reason === 'completed';
	return [
		`saved as ${name}${isComplete ? '' : `, up to step ${formatCount(step)}`}; to go on:`,
		`  microgpt-tui resume ${name}${isComplete ? ` --steps ${2 * (start?.training.steps ?? 0)}` : ''}`,
	];
}
