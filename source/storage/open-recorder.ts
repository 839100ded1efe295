import {access, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {CheckpointError, ConfigError} from '../errors.js';
import {type RunConfig} from '../training/run-config.js';
import {type Checkpoint, readCheckpoint} from './checkpoint.js';
import {EventLog} from './event-log.js';
import {Recorder, type RecorderOptions} from './recorder.js';
import {removeUnfinished, runFiles} from './run-files.js';
import {readRunInfo, type RunInfo, writeRunInfo} from './run-info.js';
import {lockRun} from './run-lock.js';
import {createRunFolder} from './run-names.js';

/** How a run is saved. */
export type SavingOptions = Pick<RecorderOptions, 'saveEveryMs' | 'logEvery'> & {
	/** The folder of the runs; a new one is made in it. */
	readonly runsFolder: string;
	/** The folder of a run that goes on; without it, a new one. */
	readonly resumed?: string | undefined;
};

/** A run that is taken up again; locked until its recorder lets go of it. */
export type ResumedRun = {
	readonly folder: string;
	readonly info: RunInfo;
	/** Undefined if it was killed before it was saved for the first time: it begins again. */
	readonly checkpoint: Checkpoint | undefined;
	readonly unlock: () => Promise<void>;
};

/**
Takes up a saved run.

@param config - What it is to go on with: its own configuration, maybe with more steps.
@throws CheckpointError if it is damaged or somebody else is at work on it, ConfigError if it has gone further than it now should.
*/
export async function resumeRun(folder: string, config: RunConfig): Promise<ResumedRun> {
	const info = await readRunInfo(folder);
	const unlock = await lockOf(folder);
	try {
		await removeUnfinished(folder);
		const path = join(folder, runFiles.checkpoint);
		const checkpoint = await isThere(path) ? await readCheckpoint(path) : undefined;
		const done = checkpoint?.progress.step ?? 0;
		if (done > config.training.steps) {
			throw new ConfigError(`Expected --steps to be at least ${done}, which the run has done, got ${config.training.steps}.`);
		}

		return {
			folder, info, checkpoint, unlock,
		};
	} catch (error) {
		await unlock();
		throw error;
	}
}

/**
Makes the recorder of a new run.

@throws CheckpointError if there is no place for it.
*/
export async function recordNewRun(options: Omit<RecorderOptions, 'folder' | 'isNew' | 'log' | 'earlier' | 'unlock'>, runsFolder: string): Promise<Recorder> {
	let folder: string | undefined;
	try {
		await warmUp();
		folder = await createRunFolder(runsFolder, options.info.config.preset, new Date(options.info.createdAt));
		const unlock = await lockRun(folder);
		await writeRunInfo(folder, options.info);
		const log = await EventLog.open(join(folder, runFiles.events), 0);
		return new Recorder({
			...options, folder, isNew: true, log, earlier: undefined, unlock,
		});
	} catch (error) {
		if (folder !== undefined) {
			await rm(folder, {recursive: true, force: true}).catch(() => undefined);
		}

		throw new CheckpointError(`Expected to save the run in ${runsFolder}, got “${(error as Error).message}”. Choose another folder with --runs-dir, or add --no-save.`);
	}
}

/**
Makes the recorder of a run that goes on: its record ends where the checkpoint was made.

@throws CheckpointError if it cannot be written.
*/
export async function recordResumedRun(options: Omit<RecorderOptions, 'folder' | 'isNew' | 'log' | 'earlier' | 'unlock'>, {folder, checkpoint, unlock}: ResumedRun): Promise<Recorder> {
	try {
		await warmUp();
		const log = await EventLog.open(join(folder, runFiles.events), checkpoint?.record.bytes ?? 0);
		await writeRunInfo(folder, options.info);
		return new Recorder({
			...options, folder, isNew: false, log, earlier: checkpoint?.record, unlock,
		});
	} catch (error) {
		throw new CheckpointError(`Expected to go on with the run in ${folder}, got “${(error as Error).message}”. Copy it to where it can be written.`);
	}
}

async function lockOf(folder: string): Promise<() => Promise<void>> {
	try {
		return await lockRun(folder);
	} catch (error) {
		throw error instanceof CheckpointError ? error : new CheckpointError(`Expected to go on with the run in ${folder}, got “${(error as Error).message}”. Copy it to where it can be written.`);
	}
}

/** The first seal of a thread takes some milliseconds, for which the training would have to wait later. */
async function warmUp() {
	await crypto.subtle.digest('SHA-256', new Uint8Array(1));
}

async function isThere(path: string): Promise<boolean> {
	try {
		await access(path);
		return true;
	} catch {
		return false;
	}
}
