import {
	open,
	realpath,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {replaceFile} from './write-atomically.js';

/**
Writes a file of a name that is free. If that fails, nothing of it is left.

@throws what the file system says: `EEXIST` if there is something of that name.
*/
export async function writeNewFile(path: string, content: string | Uint8Array): Promise<void> {
	const file = await open(path, 'wx');
	try {
		try {
			await file.writeFile(content);
		} finally {
			await file.close();
		}
	} catch (error) {
		await rm(path, {force: true});
		throw error;
	}
}

/**
Writes a file in the place of the one that is there, which stays as it is if that fails. What is no file, such as a pipe, is written
into.

@throws what the file system says.
*/
export async function overwriteFile(path: string, content: string | Uint8Array): Promise<void> {
	const there = await stat(path).catch(() => undefined);
	if (there && !there.isFile()) {
		await writeFile(path, content);
		return;
	}

	// A link to a file stays one.
	await replaceFile(there ? await realpath(path) : path, content);
}
