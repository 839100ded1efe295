import {dirname, join} from 'node:path';
import {type Tokenizer} from '../data/tokenizer.js';
import {CheckpointError} from '../errors.js';
import {isThere} from '../files/is-there.js';
import {type Engine} from '../model/engine.js';
import {readLoneRun} from '../run/lone-checkpoint.js';
import {resumptionOf} from '../run/resumption.js';
import {sampleDocuments, type SampleOptions} from '../run/sample-documents.js';
import {openSavedModel} from '../run/saved-model.js';
import {inOptionNames} from '../settings/option-names.js';
import {type RunConfig} from '../settings/run-config.js';
import {runFiles} from '../storage/record/run-files.js';
import {openRunIn, type SavedRun as ListedRun} from '../storage/runs/runs-folder.js';
import {type TrainingEvent} from '../training/events.js';
import {
	type EndingOptions,
	openIn,
	savingIn,
	type Training,
} from './training.js';

/** A model as it was saved after one of its steps. */
export type Checkpoint = {
	/** The updates that it has had. */
	readonly step: number;
	/** With what it was trained. */
	readonly config: RunConfig;
	/** Holds its parameters, and computes with them. */
	readonly engine: Engine;
	readonly tokenizer: Tokenizer;
	/**
	Makes documents up: as `microgpt-tui sample` does with the same seed.

	@throws ConfigError for options that are not allowed.
	*/
	readonly sample: (options?: SampleOptions) => string[];
};

export type ResumeOptions = EndingOptions & {
	/** How many steps the run is to have in all; without it, as many as were planned. */
	readonly steps?: number | undefined;
};

/** A saved run as it was when it was opened, with the model that was saved last. */
export type SavedRun = Checkpoint & Pick<ListedRun, 'folder' | 'name' | 'title' | 'state'> & {
	/**
	Goes on where it was saved last, as if it had never been left, and saves it.

	@yields Events, as `train` does.
	@throws ConfigError if there is nothing left to do, DatasetError if its data have changed, CheckpointError if somebody else is at work on it, the signal's reason if it is aborted.
	*/
	readonly resume: (options?: ResumeOptions) => AsyncGenerator<TrainingEvent, void, undefined>;
	/** Opens that with all that belongs to it, as `openTraining` does. */
	readonly openTraining: (options?: ResumeOptions) => Promise<Training>;
};

/**
Opens a run that was saved here or by the program.

@param folder - Its own, in that of the runs.
@throws CheckpointError if there is none, or nothing was saved of it yet.
*/
export async function openRun(folder: string): Promise<SavedRun> {
	const run = await openRunIn(folder);
	const path = join(run.folder, runFiles.checkpoint);
	if (!await isThere(path)) {
		throw new CheckpointError(`Expected a saved state in ${run.folder}, got none: the run has ended before the first. Begin it again with microgpt-tui resume, or train anew.`);
	}

	const openTraining = async (options: ResumeOptions = {}) => resume(run, options);
	return {
		...await openCheckpoint(path, run.info),
		folder: run.folder,
		name: run.name,
		title: run.title,
		state: run.state,
		openTraining,
		async * resume(options) {
			const {events} = await openTraining(options);
			yield * events;
		},
	};
}

/**
Opens the model in a file that `saveCheckpoint` has written, or in one in the folder of a run: `checkpoint.safetensors` is its
last state, `best.safetensors` that of its best validation loss.

@throws CheckpointError if it is missing, damaged, or has left the folder of its run.
*/
export async function loadCheckpoint(path: string): Promise<Checkpoint> {
	try {
		return await openCheckpoint(path, await readLoneRun(path));
	} catch (error) {
		throw inOptionNames(error);
	}
}

async function openCheckpoint(path: string, {config}: {readonly config: RunConfig}): Promise<Checkpoint> {
	const {engine, tokenizer, step} = await openSavedModel({info: {config}}, path);
	return {
		step, config, engine, tokenizer, sample: options => sampleDocuments(engine, tokenizer, config, options),
	};
}

async function resume(run: ListedRun, {steps, signal}: ResumeOptions): Promise<Training> {
	signal?.throwIfAborted();
	try {
		// It may have got on since it was opened.
		const saved = await openRunIn(run.folder);
		const {config} = await resumptionOf(saved, steps === undefined ? {} : {steps});
		return await openIn(config, {saving: {...savingIn(dirname(run.folder)), resumed: run.folder}}, signal);
	} catch (error) {
		throw inOptionNames(error);
	}
}
