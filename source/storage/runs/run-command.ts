import {basename, dirname} from 'node:path';
import {shellWord} from '../../text/shell-word.js';
import {defaultRunsFolder} from './default-runs-folder.js';
import {type RunNames, shownName} from './shown-name.js';

/**
A command on a saved run, to be copied to a shell: it says where the run is, unless it is where runs usually are.

@param command - What stands before its name: `resume`.
@param flags - As they are typed.
*/
export function commandOn(command: string, {folder, title}: Pick<RunNames, 'title'> & {readonly folder: string}, flags: readonly string[] = []): string {
	const name = shownName({title, name: basename(folder)});
	const others = [...flags, ...folderFlag(dirname(folder))];
	// Nothing behind the two dashes is taken for a flag.
	const words = name.startsWith('-') ? [...others, '--', shellWord(name)] : [shellWord(name), ...others];
	return ['microgpt-tui', command, ...words].join(' ');
}

/** A command on the runs of a folder, to be copied to a shell. */
export function commandIn(runsFolder: string, command: string): string {
	return ['microgpt-tui', command, ...folderFlag(runsFolder)].join(' ');
}

function folderFlag(runsFolder: string): string[] {
	return runsFolder === defaultRunsFolder() ? [] : [`--runs-dir ${shellWord(runsFolder)}`];
}
