import {basename} from 'node:path';
import {type Snapshot} from '../session/snapshot.js';
import {formatCount} from '../text/format.js';
import {nameInShell} from './name-in-shell.js';

/** What to say at the end of a run that is saved: as what, and the command that resumes it. */
export function savingLines({saving: {folder, step}, title, finish, start}: Pick<Snapshot, 'saving' | 'title' | 'finish' | 'start'>): string[] {
	if (folder === undefined || step === undefined) {
		return [];
	}

	const name = title ?? basename(folder);
	const isComplete = finish?.reason === 'completed';
	// Without anything else it would stop at once.
	const others = isComplete ? ` --steps ${2 * (start?.training.steps ?? 0)}` : (finish?.reason === 'stopped early' ? ' --patience 0' : '');
	return [
		`saved as ${name}${isComplete ? '' : `, up to step ${formatCount(step)}`}; to go on:`,
		`  microgpt-tui resume ${nameInShell(folder, title)}${others}`,
	];
}
