import {readFile} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';

/** What says nothing about a file: too many are open, there is no memory, somebody else has it for a moment. */
const passingCodes: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EBUSY']);
const patienceMs = 50;
const mostAttempts = 20;

/** Whether an error of the file system may be gone when one asks again. */
export function isPassing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && passingCodes.has(error.code);
}

/**
The text of a small file. What may pass is waited for, for a second.

@throws what the file system says.
*/
export async function readPatiently(path: string): Promise<string> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await readFile(path, 'utf8');
		} catch (error) {
			if (!isPassing(error) || attempt === mostAttempts) {
				throw error;
			}
		}

		await setTimeout(patienceMs);
	}
}
