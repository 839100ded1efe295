import {basename} from 'node:path';
import {formatCount} from '../report/format.js';
import {type Snapshot} from '../session/snapshot.js';

/** What to say at the end about where a run is, and how to go on with it. */
export function savingNotes({saving: {folder, step}, warnings, finish, start}: Pick<Snapshot, 'saving' | 'warnings' | 'finish' | 'start'>): string[] {
	const unsaved = warnings.find(({code}) => code === 'unsaved');
	if (unsaved) {
		return [unsaved.message];
	}

	if (folder === undefined || step === undefined) {
		return [];
	}

	const name = basename(folder);
	const steps = start?.training.steps ?? 0;
	const [state, more] = finish?.reason === 'completed' ? ['Saved', ` --steps ${2 * steps}`] : [`Saved up to step ${formatCount(step)}`, ''];
	return [`${state}: ${folder}`, `To go on: microgpt-tui resume ${name}${more}`];
}
