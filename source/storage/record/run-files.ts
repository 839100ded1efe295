import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {unfinishedEnding} from '../../files/write-atomically.js';

/** The files of a saved run in its folder. */
export const runFiles = {
	info: 'run.json',
	events: 'events.jsonl',
	checkpoint: 'checkpoint.safetensors',
	best: 'best.safetensors',
	/** The state of another run that it has gone on from. */
	origin: 'origin.safetensors',
	/** A folder of states on the way, each the file of a checkpoint. */
	states: 'states',
	/** The text that it is trained on, where that cannot be read again. */
	data: 'data.txt',
	/** What somebody calls it. In a file of its own, since whoever trains the run writes the others. */
	title: 'title.txt',
} as const;

/** Removes what was left half written, or half removed, when the program was killed. */
export async function removeUnfinished(folder: string): Promise<void> {
	const names = await readdir(folder);
	const states = names.includes(runFiles.states) ? await readdir(join(folder, runFiles.states)) : [];
	const all = [...names, ...states.map(name => join(runFiles.states, name))];
	await Promise.all(all.filter(name => name.endsWith(unfinishedEnding)).map(async name => rm(join(folder, name), {recursive: true, force: true})));
}
