import {resolve} from 'node:path';
import {ConfigError} from '../errors.js';
import {checkThreads} from '../run/choose-threads.js';
import {type LocalRun, openRun} from '../run/open-run.js';
import {type OpenRunOptions} from '../run/open-run-options.js';
import {defaultKeepStates, defaultSaveEverySeconds, mostThreads} from '../run/run-defaults.js';
import {inOptionNames, withOptionNames} from '../settings/option-names.js';
import {type RunConfig} from '../settings/run-config.js';
import {type SavingOptions} from '../storage/runs/open-recorder.js';
import {checkTitle} from '../storage/runs/run-title.js';
import {checkTitleIsFree} from '../storage/runs/run-titles.js';
import {type TrainingEvent} from '../training/events.js';
import {version} from '../version.js';
import {chooseTraining, type TrainingChoice} from './choose-training.js';
import {untilAborted} from './until-aborted.js';

/** How a training is ended from outside. */
export type EndingOptions = {
	/** Ends the training between two events: what is asked for next throws the reason. What is saved, is saved as far as it has come. */
	readonly signal?: AbortSignal | undefined;
};

export type TrainOptions = TrainingChoice & EndingOptions & {
	/** Saves the run in a new folder in this one, as the program does: every half minute, and when it ends. Without it, nothing is written. */
	readonly runsFolder?: string | undefined;
	/** How many threads share each step of the tensor engine, 1 to 64; without it, one. The numbers are the same. */
	readonly threads?: number | undefined;
	/** Whether to make large products with vectors of 256 bits, if they are faster here: an experiment of V8. The numbers are the same. */
	readonly wideVectors?: boolean | undefined;
	/** What the saved run is called; no other in `runsFolder` may be. */
	readonly name?: string | undefined;
};

/** A training with all that belongs to it. */
export type Training = Omit<LocalRun, 'listen' | 'saving'> & {
	/** Where it is saved; undefined if it is not. */
	readonly folder: string | undefined;
};

/**
Trains a model and tells what happens, step by step.

Nothing is computed unless the next event is asked for: to pause is not to ask, and leaving the
loop stops the training.

@yields `start`, then `step`, `eval`, `sample` and others as they come, `finish` last; see `docs/events.md`.
@throws ConfigError for settings that are not allowed, DatasetError for data that cannot be used, CheckpointError where it cannot be saved, the signal's reason if it is aborted.
*/
export async function * train(options: TrainOptions = {}): AsyncGenerator<TrainingEvent, void, undefined> {
	const {events, close} = await openTraining(options);
	try {
		yield * events;
	} finally {
		await close();
	}
}

/**
Opens a training with all that belongs to it: its events as from `train`, its `engine` with the
parameters, `sample` to make documents up at any time, and `controls` for the learning rate. Whoever asks for no event has to `close` it.

@throws ConfigError for settings that are not allowed, DatasetError for data that cannot be used, CheckpointError where it cannot be saved, the signal's reason if it is aborted.
*/
export async function openTraining({runsFolder, name, threads = 1, wideVectors, signal, ...wanted}: TrainOptions = {}): Promise<Training> {
	signal?.throwIfAborted();
	try {
		if (!Number.isSafeInteger(threads) || threads < 1 || threads > mostThreads) {
			throw new ConfigError(`Expected threads to be a whole number from 1 to ${mostThreads}, got ${threads}.`);
		}

		const {config, notes, ...options} = await chooseTraining(wanted, signal);
		checkThreads(config, {threads, wideVectors});
		const saving = await chooseSaving(runsFolder, name);
		const training = await openIn(config, {
			...options, saving, threads: {exactly: threads}, wideVectors,
		}, signal);
		return {...training, notes: [...notes, ...training.notes]};
	} catch (error) {
		throw inOptionNames(error);
	}
}

/** Opens a training that ends with a signal. */
export async function openIn(config: RunConfig, options: OpenRunOptions, signal: AbortSignal | undefined): Promise<Training> {
	const {saving, listen: _, ...run} = await openRun(config, version, {
		...options,
		onLoaded() {
			signal?.throwIfAborted();
		},
	});
	return {
		...run, notes: run.notes.map(note => withOptionNames(note)), events: untilAborted(run, signal), folder: saving?.folder,
	};
}

/** How runs are saved in a folder, where nobody says otherwise. */
export function savingIn(runsFolder: string): SavingOptions {
	return {runsFolder, saveEveryMs: defaultSaveEverySeconds * 1000, keepStates: defaultKeepStates};
}

async function chooseSaving(runsFolder: string | undefined, name: string | undefined): Promise<SavingOptions | undefined> {
	if (runsFolder === undefined) {
		if (name !== undefined) {
			throw new ConfigError(`Expected runsFolder beside name, got none. Say in which folder ${name} is to be saved.`);
		}

		return undefined;
	}

	const folder = resolve(runsFolder);
	if (name === undefined) {
		return savingIn(folder);
	}

	const title = checkTitle(name);
	await checkTitleIsFree(folder, title);
	return {...savingIn(folder), title};
}
