/**
What a run was when it was taken up again, kept beside it until it ends, so that it can be given back.

Everything is in one folder, which is there as a whole or not at all: it is made, and removed, under
another name. A kill at any moment leaves a run that can be resumed.
*/
import {createReadStream} from 'node:fs';
import {
	mkdir,
	open,
	readFile,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import * as v from 'valibot';
import {isThere} from '../../files/is-there.js';
import {linkOrCopy} from '../../files/link-or-copy.js';
import {count} from '../number-schemas.js';
import {
	renamePatiently,
	syncFolder,
	unfinishedEnding,
} from '../../files/write-atomically.js';
import {runFiles} from './run-files.js';
import {giveStatesBack, keepStatesAside} from './states-aside.js';

const keptName = 'before-resume';
/** It has this name while it is given back: whoever finds it finishes that. */
const returningName = 'giving-back';
const notesName = 'notes.json';
/** They are replaced as a whole, so that the old ones can be kept by another name. */
const replacedFiles = [runFiles.info, runFiles.checkpoint, runFiles.best] as const;

/** On Windows, a scanner may have a file open for a moment. */
const maxRetries = 5;

const notesSchema = v.object({
	/** The step at which the run was taken up. */
	step: count,
	/** How much of the record the resumed run continued from, and how much came after that, which is kept. */
	recordBytes: count,
	endBytes: count,
	files: v.array(v.picklist(replacedFiles)),
	/** The steps of the states on the way; an earlier version knew of none and left them alone. */
	states: v.exactOptional(v.array(count)),
});

type Notes = v.InferOutput<typeof notesSchema>;

/**
Keeps a run as it is, before anything of it is changed.

@param place.step - The step at which it is taken up.
@param place.recordBytes - As much of its record stays.
@throws what the file system says.
*/
export async function keepAside(folder: string, place: {readonly step: number; readonly recordBytes: number}): Promise<void> {
	const kept = join(folder, keptName);
	const earlier = await readNotes(kept);
	const record = join(folder, runFiles.events);
	const recordBytes = Math.min(place.recordBytes, await sizeOf(record));
	if (earlier?.step === place.step && earlier.recordBytes === recordBytes) {
		// It was killed before anything was saved: what is kept is what there was before.
		return;
	}

	await removeWhole(kept);
	const unfinished = `${kept}${unfinishedEnding}`;
	await rm(unfinished, {recursive: true, force: true, maxRetries});
	await mkdir(unfinished);
	const files: Array<Notes['files'][number]> = [];
	for (const name of replacedFiles) {
		if (!await isThere(join(folder, name))) {
			continue;
		}

		await linkOrCopy(join(folder, name), join(unfinished, name));
		files.push(name);
	}

	const states = await keepStatesAside(folder, unfinished);
	const endBytes = await keepEnd(record, recordBytes, join(unfinished, runFiles.events));
	const notes: Notes = {
		step: place.step, recordBytes, endBytes, files, states,
	};
	await writeFile(join(unfinished, notesName), JSON.stringify(notes));
	// Nobody waits for the disk: what a failure of the power has left of this is not taken for the whole.
	await renamePatiently(unfinished, kept);
}

/**
Makes a run what it was when it was taken up.

@throws what the file system says; the next who takes the run up finishes it.
*/
export async function giveBack(folder: string): Promise<void> {
	await renamePatiently(join(folder, keptName), join(folder, returningName));
	await syncFolder(folder);
	await finishGivingBack(folder);
}

/** Whether a run is a mixture of what it was and what it came to: giving it back goes on, or was cut off. */
export async function isBeingGivenBack(folder: string): Promise<boolean> {
	return isThere(join(folder, returningName));
}

/** Goes on where giving a run back was cut off, if it was. */
export async function finishGivingBack(folder: string): Promise<void> {
	if (!await isBeingGivenBack(folder)) {
		return;
	}

	const returning = join(folder, returningName);
	const notes = await readNotes(returning);
	if (notes) {
		for (const name of replacedFiles) {
			if (!notes.files.includes(name)) {
				await rm(join(folder, name), {force: true});
			} else if (await isThere(join(returning, name))) {
				await renamePatiently(join(returning, name), join(folder, name));
			}
		}

		if (notes.states) {
			await giveStatesBack(folder, notes.states, returning);
		}

		await restoreEnd(join(folder, runFiles.events), notes.recordBytes, join(returning, runFiles.events));
		await syncFolder(folder);
	}

	await removeWhole(returning);
}

/** What was kept is not wanted any more. */
export async function forget(folder: string): Promise<void> {
	await removeWhole(join(folder, keptName));
}

/** So that a part of it is never taken for the whole. */
async function removeWhole(path: string) {
	if (!await isThere(path)) {
		return;
	}

	const unfinished = `${path}${unfinishedEnding}`;
	await rm(unfinished, {recursive: true, force: true, maxRetries});
	await renamePatiently(path, unfinished);
	await rm(unfinished, {recursive: true, force: true, maxRetries});
}

async function readNotes(path: string): Promise<Notes | undefined> {
	try {
		const text = await readFile(join(path, notesName), 'utf8');
		const notes = v.parse(notesSchema, JSON.parse(text));
		return await sizeOf(join(path, runFiles.events)) === notes.endBytes ? notes : undefined;
	} catch {
		// There are none, or they are cut off.
		return undefined;
	}
}

/** Keeps what the record has from a place on, and says how much that is. */
async function keepEnd(path: string, from: number, kept: string): Promise<number> {
	await writeFile(kept, await isThere(path) ? createReadStream(path, {start: from}) : '');
	return sizeOf(kept);
}

async function restoreEnd(path: string, from: number, kept: string) {
	const file = await open(path, 'a');
	try {
		await file.truncate(from);
		await file.appendFile(createReadStream(kept));
		await file.sync();
	} finally {
		await file.close();
	}
}

async function sizeOf(path: string): Promise<number> {
	try {
		const {size} = await stat(path);
		return size;
	} catch {
		return 0;
	}
}
