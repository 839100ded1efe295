import type {Snapshot} from './snapshot.js';

/** Whether the last steps of a run that was to be saved are not: the disk was full, for example. */
export function isEndUnsaved({saving: {folder, step = 0}, finish, isDiscarded}: Pick<Snapshot, 'saving' | 'finish' | 'isDiscarded'>): boolean {
	return folder !== undefined && !isDiscarded && (finish?.reason === 'completed' || finish?.reason === 'stopped early' || finish?.reason === 'stopped') && step < finish.totals.steps;
}
