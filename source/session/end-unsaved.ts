import type {Snapshot} from './snapshot.js';

/**
Whether the last steps of a run that was to be saved could not be: the disk was full, for example. A run that is stopped where
it could not go on is saved up to where it could.
*/
export function isEndUnsaved({saving: {folder, step = 0}, finish, isDiscarded, warnings}: Pick<Snapshot, 'saving' | 'finish' | 'isDiscarded' | 'warnings'>): boolean {
	const isEnded = finish?.reason === 'completed' || finish?.reason === 'stopped early' || finish?.reason === 'stopped';
	return folder !== undefined && !isDiscarded && isEnded && step < finish.totals.steps && warnings.some(({code}) => code === 'unsaved');
}
