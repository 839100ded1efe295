import {open, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';
import process from 'node:process';

/** What is left of a file whose writing was cut off ends like this. */
export const unfinishedEnding = '.unfinished';

/**
Writes a file so that at any moment, whatever happens, the path has either all of the old content or
all of the new. The content is on the disk when this settles.

@throws what the file system says: no space, no permission.
*/
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
	const unfinished = `${path}${unfinishedEnding}`;
	try {
		const file = await open(unfinished, 'w');
		try {
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}

		await rename(unfinished, path);
	} catch (error) {
		await rm(unfinished, {force: true});
		throw error;
	}

	await syncFolder(dirname(path));
}

/** The new name lasts only with its folder. */
async function syncFolder(path: string) {
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
