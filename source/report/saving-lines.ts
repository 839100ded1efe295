import {basename} from 'node:path';
import {type Snapshot} from '../session/snapshot.js';
import {formatCount} from '../text/format.js';

/** What to say at the end of a run that is saved: as what, and the command that resumes it. */
export function savingLines({saving: {folder, step}, title, finish, start}: Pick<Snapshot, 'saving' | 'title' | 'finish' | 'start'>): string[] {
	if (folder === undefined || step === undefined) {
		return [];
	}

	const name = title ?? basename(folder);
	// A shell takes a name with blanks, or with signs of its own, for something else.
	const word = /^[\w\-.]+$/v.test(name) ? name : `'${name.replaceAll('\'', String.raw`'\''`)}'`;
	const isComplete = finish?.reason === 'completed';
	return [
		`saved as ${name}${isComplete ? '' : `, up to step ${formatCount(step)}`}; to go on:`,
		`  microgpt-tui resume ${word}${isComplete ? ` --steps ${2 * (start?.training.steps ?? 0)}` : ''}`,
	];
}
