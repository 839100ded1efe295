import {join} from 'node:path';
import {CheckpointError, ConfigError} from '../../errors.js';
import {mapBounded} from '../../files/map-bounded.js';
import {isRunFolder} from './is-run-folder.js';
import {commandIn} from './run-command.js';
import {isLikeFolderName} from './run-title.js';
import {namesIn, titlesIn} from './run-titles.js';

/**
The name of the folder that somebody means, by that or by its title; undefined if there is none.

@param isWhole - Whether the beginning of a name or title does not count.
@throws CheckpointError if there are more; ConfigError for an empty one, with which all begin: so is a variable of a shell that was never set.
*/
export async function findName(runsFolder: string, wanted: string, isWhole: boolean): Promise<string | undefined> {
	// As titles are, however it was typed: macOS takes letters and their accents apart in the names of files.
	const beginning = wanted.trimStart().normalize();
	const meant = beginning.trimEnd();
	if (meant === '') {
		throw new ConfigError(`Expected the name of a saved run, got an empty one. See ${commandIn(runsFolder, 'runs')}.`);
	}

	const names = await namesIn(runsFolder);
	if (names.includes(wanted) && await isRunFolder(join(runsFolder, wanted))) {
		return wanted;
	}

	const begun = isWhole ? [] : await runsAmong(runsFolder, names.filter(name => name.startsWith(wanted) || name.normalize().startsWith(beginning)).map(name => ({name, title: name})));
	if (isLikeFolderName(meant)) {
		// No title is like that: none has to be read.
		return onlyOne(wanted, begun);
	}

	const titled = await titlesIn(runsFolder, names);
	const called = await runsAmong(runsFolder, titled.filter(({title}) => title === meant));
	if (called.length > 0) {
		return onlyOne(wanted, called.map(({name}) => ({name, title: name})));
	}

	const others = isWhole ? [] : titled.filter(({name, title}) => title.startsWith(beginning) && begun.every(run => run.name !== name));
	return onlyOne(wanted, [...begun, ...await runsAmong(runsFolder, others)]);
}

/** A name of a folder, and what it is known by. */
type Candidate = {readonly name: string; readonly title: string};

async function runsAmong(runsFolder: string, candidates: readonly Candidate[]): Promise<Candidate[]> {
	const checked = await mapBounded(candidates, async candidate => ({candidate, isRun: await isRunFolder(join(runsFolder, candidate.name))}));
	return checked.filter(({isRun}) => isRun).map(({candidate}) => candidate);
}

/**
The only one that was found; undefined if there is none.

@throws CheckpointError if there are more.
*/
function onlyOne(wanted: string, found: readonly Candidate[]): string | undefined {
	if (found.length > 1) {
		const shown = found.slice(0, 5).map(({title}) => title);
		throw new CheckpointError(`Expected the name of one run, got ${wanted}, with which ${found.length} begin: ${shown.join(', ')}${found.length > 5 ? ' …' : ''}.`);
	}

	return found.at(0)?.name;
}
