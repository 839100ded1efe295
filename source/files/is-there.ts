import {access, stat} from 'node:fs/promises';

/** Whether there is a file or folder of that name, or one may not know. */
export async function isThere(path: string): Promise<boolean> {
	try {
		await access(path);
		return true;
	} catch (error) {
		return ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code!);
	}
}

/** Whether there is something of that name that is an ordinary file. */
export async function isFile(path: string): Promise<boolean> {
	try {
		const stats = await stat(path);
		return stats.isFile();
	} catch {
		return false;
	}
}
