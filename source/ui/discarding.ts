import {type Snapshot} from '../session/snapshot.js';

/** Whether a run has anything that is saved, or is to be, and could be discarded: the whole of it, or what it has done since it was taken up again. */
export function canDiscard({saving: {folder, resumedStep}, lastStep}: Pick<Snapshot, 'saving' | 'lastStep'>): boolean {
	return folder !== undefined && (lastStep?.step ?? 0) !== resumedStep;
}
