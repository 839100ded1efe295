import {CheckpointError} from '../errors.js';
import {type TrainingSession} from '../session/training-session.js';

/**
Saves a run that is on, and pauses it meanwhile.

@throws CheckpointError if that cannot be done.
*/
export async function saveRunOn(session: TrainingSession): Promise<void> {
	const {mode, status, saving, lastStep} = session.getSnapshot();
	const isOn = mode === 'training' && (status === 'running' || status === 'paused');
	if (!isOn || saving.folder === undefined || !lastStep) {
		return;
	}

	session.pause();
	await session.save();
	const {step = -1, requestedStep = 0} = session.getSnapshot().saving;
	if (step < requestedStep) {
		throw new CheckpointError('Expected to save the run that is on first, got an error: it stays open. See its message in the overview.');
	}
}
