import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {sealSafetensors} from '../safetensors/seal.js';
import {writeAtomically} from '../../files/write-atomically.js';
import {isThere} from '../../files/is-there.js';
import {systemReason} from '../../files/system-reason.js';
import {CheckpointError, ConfigError} from '../../errors.js';
import {type RunConfig} from '../../settings/run-config.js';
import {type PlanChanges, planOf} from '../../settings/training-plan.js';
import {
	finishGivingBack,
	forget,
	giveBack,
	keepAside,
} from '../record/before-resume.js';
import {readCheckpointNotes, type RecordNotes} from '../record/checkpoint-notes.js';
import {type Checkpoint, readCheckpoint} from '../record/checkpoint.js';
import {EventLog} from '../record/event-log.js';
import {Recorder, type RecorderOptions, type RunPlace} from '../record/recorder.js';
import {removeUnfinished, runFiles} from '../record/run-files.js';
import {
	keepText,
	readRunInfo,
	type RunInfo,
	writeRunInfo,
} from '../record/run-info.js';
import {planAtCheckpoint} from '../record/plan-at-checkpoint.js';
import {removeLaterStates} from '../record/spaced-states.js';
import {lockRun} from './run-lock.js';
import {createRunFolder} from './run-names.js';
import {writeTitle} from './run-title.js';

/** How a run is saved. */
export type SavingOptions = Pick<RecorderOptions, 'saveEveryMs' | 'logEvery' | 'keepStates'> & {
	/** The folder of the runs; a new one is made in it. */
	readonly runsFolder: string;
	/** The folder of a run that goes on; without it, a new one. */
	readonly resumed?: string | undefined;
	/** What a new run is called. */
	readonly title?: string | undefined;
};

/** A run that is taken up again; locked until its recorder lets go of it. */
export type ResumedRun = {
	readonly folder: string;
	readonly info: RunInfo;
	/** Undefined if it was killed before it was saved for the first time: it begins again. */
	readonly checkpoint: Checkpoint | undefined;
	/** With what the steps up to that were made, as the record says; another plan is a change. */
	readonly plan: PlanChanges;
	readonly unlock: () => Promise<void>;
};

/**
Takes up a saved run.

@param config - What to resume it with: its own configuration, maybe with more steps.
@throws CheckpointError if it is damaged or somebody else is at work on it, ConfigError if it has gone further than it now should.
*/
export async function resumeRun(folder: string, config: RunConfig): Promise<ResumedRun> {
	// What is no run is not to have a lock in it.
	await readRunInfo(folder);
	const unlock = await lockOf(folder);
	try {
		await finishGivingBack(folder);
		await removeUnfinished(folder);
		const info = await readRunInfo(folder);
		const path = join(folder, runFiles.checkpoint);
		const checkpoint = await isThere(path) ? await readCheckpoint(path) : undefined;
		const done = checkpoint?.progress.step ?? 0;
		if (done > config.training.steps) {
			throw new ConfigError(`Expected --steps to be at least ${done}, which the run has done, got ${config.training.steps}.`);
		}

		return {
			folder, info, checkpoint, plan: await plannedBefore(folder, info, checkpoint), unlock,
		};
	} catch (error) {
		await unlock();
		throw error;
	}
}

/** The run may have been told another plan and killed before it was saved: its record and its checkpoint do not know it. */
async function plannedBefore(folder: string, {config: {training}}: RunInfo, checkpoint: Checkpoint | undefined): Promise<PlanChanges> {
	// Without a checkpoint it begins again, with whatever it is told.
	return checkpoint ? planAtCheckpoint(folder, checkpoint.record, training) : planOf(training);
}

type KeptFiles = {readonly text?: string | undefined; readonly origin?: Uint8Array<ArrayBuffer> | undefined};

type NewRecorderOptions = Omit<RecorderOptions, 'place' | 'earlier'> & Pick<SavingOptions, 'title'>;

/**
Makes the recorder of a new run.

@param kept - What else the run has to keep: what it is trained on, and, still to be sealed, the state of another run that it goes on from.
@throws CheckpointError if there is no place for it.
*/
export async function recordNewRun(options: NewRecorderOptions, runsFolder: string, {text, origin}: KeptFiles = {}): Promise<Recorder> {
	let folder: string | undefined;
	const undo = async () => {
		if (folder !== undefined) {
			// On Windows, a scanner may have a file open for a moment.
			await rm(folder, {recursive: true, force: true, maxRetries: 5});
		}
	};

	try {
		await warmUp();
		folder = await createRunFolder(runsFolder, options.info.config.preset, new Date(options.info.createdAt));
		const unlock = await lockRun(folder);
		const info = text === undefined ? options.info : await keepText(folder, options.info, text);
		if (origin) {
			await sealSafetensors(origin);
			await writeAtomically(join(folder, runFiles.origin), origin);
		}

		await writeRunInfo(folder, info);
		if (options.title !== undefined) {
			await writeTitle(folder, options.title);
		}

		const log = await EventLog.open(join(folder, runFiles.events), 0);
		const place: RunPlace = {
			folder, resumedStep: undefined, log, undo, keep: async () => undefined, unlock,
		};
		return new Recorder({
			...options, info, place, earlier: undefined,
		});
	} catch (error) {
		await undo().catch(() => undefined);
		throw new CheckpointError(`Expected to save the run in ${runsFolder}, got “${systemReason(error)}”. Choose another folder with --runs-dir, or add --no-save.`);
	}
}

/**
Makes the recorder of a run that goes on: its record ends where the checkpoint was made.

@throws CheckpointError if it cannot be written; it is what it was before.
*/
export async function recordResumedRun(options: NewRecorderOptions, {folder, checkpoint, unlock}: ResumedRun): Promise<Recorder> {
	const undo = async () => giveBack(folder);
	const resumedStep = options.training.progress.step;
	const recordBytes = checkpoint?.record.bytes ?? 0;
	try {
		await warmUp();
		await keepAside(folder, {step: resumedStep, recordBytes});
		try {
			const earlier = checkpoint && await recordNotesOf(folder, checkpoint);
			await writeRunInfo(folder, options.info);
			// They belong to a record that is cut off here.
			await removeLaterStates(folder, resumedStep, {most: options.keepStates ?? 0, from: options.info.parent?.step ?? 0});
			const log = await EventLog.open(join(folder, runFiles.events), recordBytes);
			const place: RunPlace = {
				folder, resumedStep, log, undo, keep: async () => forget(folder), unlock,
			};
			return new Recorder({...options, place, earlier});
		} catch (error) {
			await undo();
			throw error;
		}
	} catch (error) {
		await removeUnfinished(folder).catch(() => undefined);
		throw new CheckpointError(`Expected to resume the run in ${folder}, got “${systemReason(error)}”. Copy it to where it can be written.`);
	}
}

/** What the checkpoint says of the record, with the loss of the best state that is there. */
async function recordNotesOf(folder: string, {progress, record: {bestLoss, ...record}}: Checkpoint): Promise<RecordNotes> {
	let best: number | undefined;
	try {
		const notes = await readCheckpointNotes(join(folder, runFiles.best));
		// One of a step that is still to come belongs to a record that is cut off here.
		best = notes.progress.step > progress.step ? bestLoss : notes.record.bestLoss;
	} catch {
		// There is none, or it is damaged: the next one is the best that there is.
	}

	return {...record, ...(best !== undefined && {bestLoss: best})};
}

async function lockOf(folder: string): Promise<() => Promise<void>> {
	try {
		return await lockRun(folder);
	} catch (error) {
		throw error instanceof CheckpointError ? error : new CheckpointError(`Expected to resume the run in ${folder}, got “${systemReason(error)}”. Copy it to where it can be written.`);
	}
}

/** The first seal of a thread takes some milliseconds, for which the training would have to wait later. */
async function warmUp() {
	await crypto.subtle.digest('SHA-256', new Uint8Array(1));
}
