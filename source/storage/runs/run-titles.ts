import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {CheckpointError, ConfigError} from '../../errors.js';
import {mapBounded} from '../../files/map-bounded.js';
import {systemReason} from '../../files/system-reason.js';
import {nextTitle, readTitle} from './run-title.js';

/**
The names of the folders of runs; none if their own folder is not there yet.

@throws CheckpointError with what the file system says.
*/
export async function namesIn(runsFolder: string): Promise<string[]> {
	try {
		const entries = await readdir(runsFolder, {withFileTypes: true});
		return entries.filter(entry => entry.isDirectory()).map(({name}) => name);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return [];
		}

		throw new CheckpointError(`Expected to read the saved runs in ${runsFolder}, got “${systemReason(error)}”.`);
	}
}

/** The titles of runs, with the names of their folders. */
export async function titlesIn(runsFolder: string, names: readonly string[]): Promise<Array<{readonly name: string; readonly title: string}>> {
	const all = await mapBounded(names, async name => ({name, title: await readTitle(join(runsFolder, name))}));
	return all.filter((run): run is {name: string; title: string} => run.title !== undefined);
}

/**
Refuses a title that another run has.

@param folder - The run that is to have it; without it, one that is still to come.
@throws ConfigError which says which run has it.
*/
export async function checkTitleIsFree(runsFolder: string, title: string, folder?: string): Promise<void> {
	const names = await namesIn(runsFolder);
	const titled = [...names.map(name => ({name, title: name})), ...await titlesIn(runsFolder, names)];
	const other = titled.find(run => run.title === title && join(runsFolder, run.name) !== folder);
	if (other) {
		throw new ConfigError(`Expected a name that no other run has, got ${title}, which is that of ${other.name}. Choose another one, or rename that run.`);
	}
}

/** The title, or, if another run has that, the first of “title (2)”, “title (3)” … that none has: for a run that is begun anew. */
export async function freeTitle(runsFolder: string, title: string): Promise<string> {
	const names = await namesIn(runsFolder);
	const titled = await titlesIn(runsFolder, names);
	const taken = new Set([...names, ...titled.map(run => run.title)]);
	let free = title;
	while (taken.has(free)) {
		free = nextTitle(free);
	}

	return free;
}
