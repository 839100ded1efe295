import {DatasetError} from '../errors.js';
import {systemReason} from '../files/system-reason.js';

/** Above this a file is read only when asked twice: it would be slow to start and fill memory. */
const confirmationMegabytes = 64;
/** V8 cannot hold a longer string. */
const largestMegabytes = 500;

/** How much is read, of one file or of several together. */
export function mostMegabytes(isLargeFileConfirmed: boolean): number {
	return isLargeFileConfirmed ? largestMegabytes : confirmationMegabytes;
}

/** The error for more text than is read. */
export function tooLarge(name: string, size: string, isLargeFileConfirmed: boolean): DatasetError {
	const advice = isLargeFileConfirmed ? 'Train on a part of it.' : 'Add --yes to read it all the same.';
	return new DatasetError(`Expected ${name} to be at most ${mostMegabytes(isLargeFileConfirmed)} MB, got ${size}. ${advice}`);
}

/** What the system says of a path, as an error that says what to do; any other error as it is. */
export function explain(error: unknown, path: string): unknown {
	switch (codeOf(error)) {
		case 'ENOENT':
		case 'ENOTDIR': {
			return new DatasetError(`Expected a text file, got ${path}, which does not exist.`);
		}

		case 'EACCES':
		case 'EPERM': {
			return new DatasetError(`Expected ${path} to be readable, got “permission denied”. Check its permissions.`);
		}

		case undefined: {
			return error;
		}

		default: {
			return new DatasetError(`Expected to read ${path}, got “${systemReason(error)}”.`);
		}
	}
}

/** What the system calls an error; other errors may have numbers. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
