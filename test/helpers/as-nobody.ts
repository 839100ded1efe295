import {chmod} from 'node:fs/promises';
import process from 'node:process';

/**
The superuser may read everything, so such a test has to be somebody else for a while.

@param folder - One that somebody else has to be able to enter.
*/
export async function asNobody(folder: string, action: () => Promise<void>): Promise<void> {
	const isSuperuser = process.geteuid?.() === 0;
	if (isSuperuser) {
		await chmod(folder, 0o755);
		process.seteuid?.(65_534);
	}

	try {
		await action();
	} finally {
		if (isSuperuser) {
			process.seteuid?.(0);
		}
	}
}
