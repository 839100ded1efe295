import {type Snapshot} from '../session/snapshot.js';

/** Whether there is anything to discard: a new run that is being saved, or what a resumed run has done since. */
export function canDiscard({saving: {folder, resumedStep}, lastStep}: Pick<Snapshot, 'saving' | 'lastStep'>): boolean {
	return folder !== undefined && (lastStep?.step ?? 0) !== resumedStep;
}
