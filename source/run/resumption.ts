import {join} from 'node:path';
import {isThere} from '../files/is-there.js';
import {type RunConfig} from '../settings/run-config.js';
import {type ResumeChanges, type TrainingPlan} from '../settings/training-plan.js';
import {readCheckpointNotes} from '../storage/record/checkpoint-notes.js';
import {planAtCheckpoint} from '../storage/record/plan-at-checkpoint.js';
import {runFiles} from '../storage/record/run-files.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {type TrainingProgress} from '../training/progress.js';
import {resumedConfig} from './resumed-config.js';

/** Where a saved run is taken up again, and with what. */
export type Resumption = {
	readonly progress: Pick<TrainingProgress, 'step' | 'controls'>;
	/** With what it was to go on from there when that was saved; what it has been told since, it has done no steps with. */
	readonly planned: TrainingPlan;
	readonly config: RunConfig;
};

/**
How a saved run goes on. How far it has come, its checkpoint says: what it says of itself may be of the save before.

@throws ConfigError if there is nothing left to do, or what is asked for cannot be; CheckpointError if its checkpoint is damaged.
*/
export async function resumptionOf(run: Pick<SavedRun, 'name' | 'title' | 'folder' | 'info'>, changes: ResumeChanges = {}): Promise<Resumption> {
	const {folder, info: {step, config}} = run;
	const path = join(folder, runFiles.checkpoint);
	if (!await isThere(path)) {
		// It was killed before it was saved for the first time.
		return {progress: {step, controls: {learningRateScale: 1}}, planned: config.training, config: resumedConfig(run, step, changes)};
	}

	const {progress, record} = await readCheckpointNotes(path);
	return {progress, planned: await planAtCheckpoint(folder, record, config.training), config: resumedConfig(run, progress.step, changes)};
}
