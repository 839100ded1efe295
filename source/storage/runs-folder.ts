import {mkdir, readdir} from 'node:fs/promises';
import {isAbsolute, join, resolve} from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {makeFolder} from '../data/make-folder.js';
import {CheckpointError} from '../errors.js';
import {type RunInfo, readRunInfo} from './run-info.js';
import {ownerOf} from './run-lock.js';

/** A run as the list shows it. */
export type SavedRun = {
	readonly name: string;
	readonly folder: string;
	readonly info: RunInfo;
	/** `interrupted`: it says that it is running, but nobody is at work on it. */
	readonly state: Exclude<RunInfo['status'], 'running'> | 'running' | 'interrupted';
};

/** Something in the folder of the runs that is none that can be read. */
export type UnreadableRun = {readonly name: string; readonly folder: string; readonly error: CheckpointError};

/** Where runs are saved when nobody says otherwise. */
export function defaultRunsFolder(): string {
	const {MICROGPT_RUNS_DIR: chosen} = process.env;
	return chosen === undefined || chosen === '' ? join(envPaths('microgpt-tui', {suffix: ''}).data, 'runs') : resolve(chosen);
}

const mostRunsOfASecond = 1000;

/**
Makes a new folder for a run, named after the time and what is trained.

@throws what the file system says.
*/
export async function createRunFolder(runsFolder: string, preset: string, now: Date): Promise<string> {
	await makeFolder(runsFolder);
	const base = `${localTime(now)}-${preset.replaceAll(/[^\w\-]/gv, '-').slice(0, 40)}`;
	for (let number = 1; number <= mostRunsOfASecond; number++) {
		const folder = join(runsFolder, number === 1 ? base : `${base}-${number}`);
		try {
			await mkdir(folder);
			return folder;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
				throw error;
			}
		}
	}

	throw new Error(`There are ${mostRunsOfASecond} runs of this second in ${runsFolder}.`);
}

/** The runs that were saved, the latest first; what cannot be read comes last. */
export async function listRuns(runsFolder: string): Promise<Array<SavedRun | UnreadableRun>> {
	const names = await namesIn(runsFolder);
	const runs = await Promise.all(names.map(async name => openSavedRun(join(runsFolder, name), name)));
	const timeOf = (run: SavedRun | UnreadableRun) => 'info' in run ? run.info.createdAt : '';
	const orderOf = (run: SavedRun | UnreadableRun) => `${timeOf(run)} ${run.name}`;
	return runs.toSorted((a, b) => orderOf(a) < orderOf(b) ? 1 : -1);
}

/**
Finds a run that somebody means.

@param wanted - Its name, or the beginning of one that no other run has, or the path of its folder; without it, the latest.
@param isOwn - It has to be one of these runs: the path of another does not do.
@throws CheckpointError if there is none, or more than one.
*/
export async function findRun(runsFolder: string, wanted: string | undefined, isOwn = false): Promise<SavedRun> {
	const runs = await listRuns(runsFolder);
	if (wanted === undefined) {
		const latest = runs.find(run => 'info' in run);
		if (!latest) {
			throw new CheckpointError(`Expected a saved run in ${runsFolder}, got none. Train one first.`);
		}

		return latest;
	}

	const exact = runs.find(({name}) => name === wanted);
	const found = exact ? [exact] : runs.filter(({name}) => name.startsWith(wanted));
	if (found.length > 1) {
		throw new CheckpointError(`Expected the name of one run, got ${wanted}, with which ${found.length} begin: ${found.slice(0, 5).map(({name}) => name).join(', ')}${found.length > 5 ? ' …' : ''}.`);
	}

	if (found.length === 0 && (isOwn || !(isAbsolute(wanted) || /[\/\\]|^\.+$/v.test(wanted)))) {
		throw new CheckpointError(`Expected the name of a saved run in ${runsFolder}, got ${wanted}. See microgpt-tui runs.`);
	}

	const folder = found.length === 1 ? found[0].folder : resolve(wanted);
	const run = await openSavedRun(folder, found[0]?.name ?? folder);
	if ('error' in run) {
		throw run.error;
	}

	return run;
}

async function namesIn(runsFolder: string): Promise<string[]> {
	try {
		const entries = await readdir(runsFolder, {withFileTypes: true});
		return entries.filter(entry => entry.isDirectory()).map(({name}) => name);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return [];
		}

		throw new CheckpointError(`Expected to read the saved runs in ${runsFolder}, got ${(error as Error).message}.`);
	}
}

async function openSavedRun(folder: string, name: string): Promise<SavedRun | UnreadableRun> {
	try {
		const info = await readRunInfo(folder);
		const state = info.status === 'running' && !await ownerOf(folder) ? 'interrupted' : info.status;
		return {
			name, folder, info, state,
		};
	} catch (error) {
		if (error instanceof CheckpointError) {
			return {name, folder, error};
		}

		throw error;
	}
}

/** Sorts as time does, and is a name that every file system takes. */
function localTime(now: Date): string {
	const two = (number: number) => String(number).padStart(2, '0');
	const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
	return `${day}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
