import {basename, dirname} from 'node:path';
import {type Dataset} from '../data/dataset.js';
import {CheckpointError} from '../errors.js';
import {writeAtomically} from '../files/write-atomically.js';
import {systemReason} from '../files/system-reason.js';
import {type RunConfig} from '../settings/run-config.js';
import {type LoneRun, readCheckpointNotes} from '../storage/record/checkpoint-notes.js';
import {hasFiniteState} from '../storage/record/checkpoint.js';
import {runFiles} from '../storage/record/run-files.js';
import {readRunInfo} from '../storage/record/run-info.js';
import {type RecordedTraining} from '../storage/record/run-states.js';
import {sealSafetensors} from '../storage/safetensors/seal.js';
import {documentsBefore} from '../training/batches.js';
import {type StartEvent} from '../training/events.js';
import {encodeAlone} from './save-run.js';

/** What is told of a training by its checkpoint. */
type ToldRun = {readonly config: RunConfig; readonly dataset: Pick<Dataset, 'name' | 'sha256'>; readonly start: StartEvent};

/**
Saves a training as it is now, between two events, in a file that says all that there is to know of it, but for its data.

@throws CheckpointError if that cannot be written, or nobody could go on from it.
*/
export async function saveLoneCheckpoint(path: string, training: Omit<RecordedTraining, 'lossAhead'>, {config, dataset: {name, sha256}, start}: ToldRun): Promise<void> {
	const {engine, progress: {step}} = training;
	if (!hasFiniteState(engine)) {
		throw new CheckpointError(`Expected to save a model, got parameters that are not finite after step ${step}. Lower the learning rate.`);
	}

	const {path: _path, pipe: _pipe, ...dataset} = config.dataset;
	const {initFrom: _initFrom, ...others} = config;
	const documents = documentsBefore(step + 1, {batchSize: config.training.batchSize, taken: start.parent});
	const file = encodeAlone(training, {config: {...others, dataset}, dataset: {name, sha256}, documents});
	try {
		await sealSafetensors(file);
		await writeAtomically(path, file);
	} catch (error) {
		throw new CheckpointError(`Expected to save the model as ${path}, got “${systemReason(error)}”. Choose another place.`);
	}
}

/**
Reads what a checkpoint says of its run, or what stands beside it in the folder of that.

@throws CheckpointError if nobody knows.
*/
export async function readLoneRun(path: string): Promise<LoneRun> {
	const {run, progress: {step}} = await readCheckpointNotes(path);
	if (run) {
		return run;
	}

	const folder = dirname(path);
	try {
		const {config, dataset, parent} = await readRunInfo(basename(folder) === runFiles.states ? dirname(folder) : folder);
		return {config, dataset, documents: documentsBefore(step + 1, {batchSize: config.training.batchSize, taken: parent})};
	} catch (error) {
		if (error instanceof CheckpointError) {
			throw new CheckpointError(`Expected ${path} in the folder of its run, got it without ${runFiles.info} beside it. Put it back there, or begin with its weights: --init-from.`, {cause: error});
		}

		throw error;
	}
}
