import {
	basename,
	extname,
	isAbsolute,
	join,
	resolve,
} from 'node:path';
import {CheckpointError} from '../../errors.js';
import {finishGivingBack, isBeingGivenBack} from '../record/before-resume.js';
import {mapBounded} from '../../files/map-bounded.js';
import {isFile} from '../../files/is-there.js';
import {isPassing} from '../../files/read-patiently.js';
import {systemReason} from '../../files/system-reason.js';
import {type RunInfo, readRunInfo} from '../record/run-info.js';
import {shellWord} from '../../text/shell-word.js';
import {isRunFolder} from './is-run-folder.js';
import {lockRun} from './run-lock.js';
import {commandIn} from './run-command.js';
import {latestBeginning} from './run-names.js';
import {type RunState, stateOf} from './run-state.js';
import {readTitle} from './run-title.js';
import {namesIn} from './run-titles.js';
import {findName} from './find-name.js';
import {shownName} from './shown-name.js';
import {isShortTry} from './short-tries.js';

/** How the names of files with weights end. */
const weightFiles: ReadonlySet<string> = new Set(['.safetensors', '.st']);

/** A run as the list shows it. */
export type SavedRun = {
	readonly name: string;
	readonly folder: string;
	readonly info: RunInfo;
	readonly state: RunState;
	/** What somebody calls it; the name of its folder stays what it is. */
	readonly title: string | undefined;
	/** Whether it was stopped so soon that it was hardly more than a look. */
	readonly isShortTry: boolean;
};

/** What is known of a run without reading what it is. */
export type FoundFolder = Pick<SavedRun, 'name' | 'folder' | 'title'>;

/** Something in the folder of the runs that is none that can be read. */
export type UnreadableRun = {readonly name: string; readonly folder: string; readonly error: CheckpointError};

/** The runs that were saved, the latest first; what cannot be read comes last. */
export async function listRuns(runsFolder: string): Promise<Array<SavedRun | UnreadableRun>> {
	const runs = await openAll(runsFolder, await namesIn(runsFolder));
	return runs.toSorted((a, b) => orderOf(a) < orderOf(b) ? 1 : -1);
}

/**
Finds a run that somebody means. Of the others, as few are read as can be: there may be thousands.

@param wanted - Its name or title, or the beginning of one that no other run has, or the path of its folder, be it only the name of one here;
without it, the latest.
@throws CheckpointError if there is none, more than one, or one that cannot be read; ConfigError for an empty name.
*/
export async function findRun(runsFolder: string, wanted: string | undefined): Promise<SavedRun> {
	if (wanted === undefined) {
		return settled(await findLatest(runsFolder));
	}

	const isPath = isAbsolute(wanted) || /[\/\\]|^\.+$/v.test(wanted);
	// What stands here under this very name is meant before what only begins with it.
	const isHere = !isPath && await isRunFolder(wanted);
	const name = await findName(runsFolder, wanted, isHere);
	if (name === undefined && await isFile(wanted)) {
		throw new CheckpointError(`Expected the name of a saved run in ${runsFolder}, got the file ${wanted}.${weightFiles.has(extname(wanted)) ? ` To train on from its weights: microgpt-tui --init-from ${shellWord(wanted)}.` : ''} See ${commandIn(runsFolder, 'runs')}.`);
	}

	if (name === undefined && !isPath && !isHere) {
		throw noSuchRun(runsFolder, wanted);
	}

	const folder = name === undefined ? resolve(wanted) : join(runsFolder, name);
	return settled(await openSavedRun(folder, name ?? folder));
}

/**
Opens the run in a folder, wherever that is.

@throws CheckpointError if there is none, or one that cannot be read.
*/
export async function openRunIn(folder: string): Promise<SavedRun> {
	const path = resolve(folder);
	return settled(await openSavedRun(path, basename(path)));
}

/** The run as a whole: where giving it back was cut off, that is ended first. */
async function settled(run: SavedRun | UnreadableRun): Promise<SavedRun> {
	const {folder, name} = run;
	if ('error' in run || !await isBeingGivenBack(folder)) {
		return readable(run);
	}

	const unlock = await lockRun(folder);
	try {
		await finishGivingBack(folder);
	} catch (error) {
		throw new CheckpointError(`Expected to give the run ${shownName(run)} back as it was, got “${systemReason(error)}”.`);
	} finally {
		await unlock();
	}

	return readable(await openSavedRun(folder, name));
}

function readable(run: SavedRun | UnreadableRun): SavedRun {
	if ('error' in run) {
		throw run.error;
	}

	return run;
}

/**
Finds the folder of a run that is to go.

@param wanted - Its name, also of what cannot be read, its title, or the beginning of one that no other run has.
@throws CheckpointError if there is none, more than one, or one that cannot be read and is not named in full; ConfigError for an empty name.
*/
export async function findRunFolder(runsFolder: string, wanted: string): Promise<FoundFolder> {
	const name = await findName(runsFolder, wanted, await isRunFolder(wanted));
	if (name === undefined) {
		throw noSuchRun(runsFolder, wanted);
	}

	if (name !== wanted) {
		return findRun(runsFolder, name);
	}

	const folder = join(runsFolder, name);
	return {name, folder, title: await readTitle(folder)};
}

/**
The latest run, by when it was begun. The names say nearly when: a run is read only if it may be the latest by its name, or
if somebody has given it another kind of name.
*/
async function findLatest(runsFolder: string): Promise<SavedRun> {
	const names = await namesIn(runsFolder);
	const others = names.filter(name => latestBeginning(name) === undefined);
	const dated = names.filter(name => latestBeginning(name) !== undefined).toSorted().toReversed();
	let latest: SavedRun | undefined;
	while (!latest && dated.length > 0) {
		const name = dated.shift()!;
		const run = await openSavedRun(join(runsFolder, name), name);
		latest = 'info' in run ? run : undefined;
	}

	const begunAt = latest ? Date.parse(latest.info.createdAt) : 0;
	const candidates = await openAll(runsFolder, [...others, ...dated.filter(name => latestBeginning(name)! >= begunAt)]);
	for (const run of candidates) {
		if ('info' in run && (!latest || orderOf(run) > orderOf(latest))) {
			latest = run;
		}
	}

	if (!latest) {
		throw new CheckpointError(`Expected a saved run in ${runsFolder}, got none. Train one first.`);
	}

	return latest;
}

function noSuchRun(runsFolder: string, wanted: string): CheckpointError {
	return new CheckpointError(`Expected the name of a saved run in ${runsFolder}, got ${wanted}. See ${commandIn(runsFolder, 'runs')}.`);
}

/** Sorts as time does; what cannot be read comes before all else. */
function orderOf(run: SavedRun | UnreadableRun): string {
	return `${'info' in run ? run.info.createdAt : ''} ${run.name}`;
}

/** Those of the folders that are runs. */
async function openAll(runsFolder: string, names: readonly string[]): Promise<Array<SavedRun | UnreadableRun>> {
	const opened = await mapBounded(names, async name => {
		const run = await openSavedRun(join(runsFolder, name), name);
		return 'info' in run || await isRunFolder(run.folder) ? run : undefined;
	});
	return opened.filter(run => run !== undefined);
}

async function openSavedRun(folder: string, name: string): Promise<SavedRun | UnreadableRun> {
	try {
		const info = await readRunInfo(folder);
		const state = await stateOf(folder, info);
		const title = await readTitle(folder);
		return {
			name, folder, info, state, title, isShortTry: title === undefined && await isShortTry(folder, info),
		};
	} catch (error) {
		// A system that has no file to spare just now says nothing about the run.
		if (error instanceof CheckpointError && !isPassing(error.cause)) {
			return {name, folder, error};
		}

		throw error;
	}
}
