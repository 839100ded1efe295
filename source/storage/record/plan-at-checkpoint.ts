import {planOf, type TrainingPlan} from '../../settings/training-plan.js';
import {type RecordNotes} from './checkpoint-notes.js';
import {readStart} from './read-record.js';

/**
With what a run was to go on from a checkpoint, given what it says of its record and what the run has been told by now. Checkpoints
of earlier versions say at most for how many steps: they have what the run was begun with.
*/
export async function planAtCheckpoint(folder: string, {plan, steps}: RecordNotes, training: TrainingPlan): Promise<TrainingPlan> {
	if (plan) {
		return plan;
	}

	const start = await readStart(folder);
	return {...training, ...(start && planOf(start.training)), steps: steps ?? training.steps};
}
