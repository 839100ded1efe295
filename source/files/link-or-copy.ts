import {copyFile, link, open} from 'node:fs/promises';

/**
Gives a file another name, which stays when the first is replaced; as a copy where the file system has only one name for a file.

@throws what the file system says.
*/
export async function linkOrCopy(path: string, other: string): Promise<void> {
	try {
		await link(path, other);
	} catch {
		await copyFile(path, other);
		const file = await open(other, 'r+');
		try {
			await file.sync();
		} finally {
			await file.close();
		}
	}
}
