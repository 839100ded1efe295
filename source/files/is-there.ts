import {access} from 'node:fs/promises';

/** Whether there is a file or folder of that name. */
export async function isThere(path: string): Promise<boolean> {
	try {
		await access(path);
		return true;
	} catch {
		return false;
	}
}
