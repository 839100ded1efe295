import {type Snapshot} from '../session/snapshot.js';

/** Whether a run is being trained: it stops when the dashboard is left. */
export function isTraining({mode, status}: Pick<Snapshot, 'mode' | 'status'>): boolean {
	return mode === 'training' && (status === 'running' || status === 'paused');
}

/** Whether there is anything to discard: a new run that is being saved, or what a resumed run has done since. One that is over is kept. */
export function canDiscard({saving: {folder, resumedStep}, lastStep, ...run}: Pick<Snapshot, 'mode' | 'status' | 'saving' | 'lastStep'>): boolean {
	return isTraining(run) && folder !== undefined && (lastStep?.step ?? 0) !== resumedStep;
}
