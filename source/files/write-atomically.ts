import {open, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';

/** What is left of a file whose writing was cut off ends like this. */
export const unfinishedEnding = '.unfinished';

/** What Windows says of a file that a scanner or an indexer holds open for a moment. */
const passingErrors = new Set(['EPERM', 'EACCES', 'EBUSY']);
/** Before the next try; about 1.3 s in all. */
const waitsMs = [10, 20, 40, 80, 160, 320, 640];

/** How a file gets its name. */
export type Rename = (from: string, to: string) => Promise<void>;

/**
Writes a file so that at any moment, whatever happens, the path has either all of the old content or
all of the new. The content is on the disk when this settles.

@throws what the file system says: no space, no permission.
*/
export async function writeAtomically(path: string, content: string | Uint8Array, renameFile: Rename = rename): Promise<void> {
	await replaceFile(path, content, {isSynced: true, renameFile});
	await syncFolder(dirname(path));
}

/**
The same without waiting for the disk, unless somebody wants that: a failure of the power may leave half of the new content,
nothing else does.

@throws what the file system says.
*/
export async function replaceFile(path: string, content: string | Uint8Array, {isSynced = false, renameFile = rename}: {readonly isSynced?: boolean; readonly renameFile?: Rename} = {}): Promise<void> {
	const unfinished = `${path}${unfinishedEnding}`;
	try {
		const file = await open(unfinished, 'w');
		try {
			await file.writeFile(content);
			if (isSynced) {
				await file.sync();
			}
		} finally {
			await file.close();
		}

		await renamePatiently(unfinished, path, renameFile);
	} catch (error) {
		await rm(unfinished, {force: true});
		throw error;
	}
}

/**
Renames a file or folder, if need be after a few tries: on Windows this fails as long as another program
has what it is to replace open.

@throws what the file system says the last time.
*/
export async function renamePatiently(from: string, to: string, renameFile: Rename = rename): Promise<void> {
	for (const waitMs of waitsMs) {
		try {
			await renameFile(from, to);
			return;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && passingErrors.has(error.code as string))) {
				throw error;
			}

			await setTimeout(waitMs);
		}
	}

	await renameFile(from, to);
}

/** A new name lasts only with its folder. */
export async function syncFolder(path: string): Promise<void> {
	if (process.platform === 'win32') {
		// Folders cannot be opened there.
		return;
	}

	const folder = await open(path, 'r');
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}
