import {Buffer} from 'node:buffer';
import {constants, type Stats} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import {DatasetError} from '../errors.js';
import {decodeText} from './documents.js';

const bytesPerMegabyte = 1024 * 1024;
/** Above this a file is read only when asked twice: it would be slow to start and fill memory. */
const confirmationMegabytes = 64;
/** From here on, reading, cutting and shuffling take more than a second. */
const noticeMegabytes = 5;
/** V8 cannot hold a longer string. */
const largestMegabytes = 500;
const chunkSize = 1024 * 1024;
/** How long to wait for a pipe that has nothing yet, and how often for one without a writer. */
const patienceMs = 10;
const attemptsForWriter = 100;

export type ReadTextOptions = {
	/** Read files above the size that asks for a confirmation. */
	readonly isLargeFileConfirmed: boolean;
	/** Called before reading a file that takes more than a moment. */
	readonly onLargeFile?: ((path: string, megabytes: number) => void) | undefined;
};

/**
Reads a UTF-8 text file or pipe.

@throws DatasetError if it is missing, not a file, unreadable, too large, binary or not UTF-8.
*/
export async function readText(path: string, {isLargeFileConfirmed, onLargeFile}: ReadTextOptions): Promise<string> {
	const limit = isLargeFileConfirmed ? largestMegabytes : confirmationMegabytes;
	let file: FileHandle | undefined;
	try {
		// Without blocking: a named pipe that nobody writes to would hold the whole process up, signals and all. (To read is no flag but 0.)
		file = await open(path, constants.O_NONBLOCK ?? constants.O_RDONLY);
		const stats = await file.stat();
		checkKind(stats, path);
		if (stats.size > limit * bytesPerMegabyte) {
			throw tooLarge(path, `${Math.ceil(stats.size / bytesPerMegabyte)} MB`, isLargeFileConfirmed);
		}

		if (stats.size >= noticeMegabytes * bytesPerMegabyte) {
			onLargeFile?.(path, Math.round(stats.size / bytesPerMegabyte));
		}

		// Read to the end whatever the size was said to be: a pipe has none and a file may grow.
		return decodeText(await readUpTo(file, limit * bytesPerMegabyte, path, isLargeFileConfirmed), path);
	} catch (error) {
		throw error instanceof DatasetError ? error : explain(error, path);
	} finally {
		await file?.close();
	}
}

async function readUpTo(file: FileHandle, limit: number, path: string, isLargeFileConfirmed: boolean): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let total = 0;
	// A pipe is at its end also before anybody has opened it to write.
	const stats = await file.stat();
	let attemptsLeft = stats.isFIFO() ? attemptsForWriter : 0;
	for (;;) {
		const {bytesRead, buffer} = await readChunk(file);
		if (bytesRead === 0 && chunks.length === 0 && attemptsLeft > 0) {
			attemptsLeft--;
			await setTimeout(patienceMs);
			continue;
		}

		if (bytesRead === 0) {
			return Buffer.concat(chunks);
		}

		total += bytesRead;
		if (total > limit) {
			throw tooLarge(path, `more than ${limit / bytesPerMegabyte} MB`, isLargeFileConfirmed);
		}

		// A copy: a pipe that gives little at a time would otherwise keep a whole buffer for it.
		chunks.push(buffer.slice(0, bytesRead));
	}
}

/** The next bytes, as soon as there are some; a pipe may have none yet. */
async function readChunk(file: FileHandle): Promise<{bytesRead: number; buffer: Uint8Array}> {
	for (;;) {
		try {
			return await file.read(new Uint8Array(chunkSize), 0, chunkSize, null);
		} catch (error) {
			if (codeOf(error) !== 'EAGAIN') {
				throw error;
			}
		}

		await setTimeout(patienceMs);
	}
}

function checkKind(stats: Stats, path: string) {
	if (stats.isDirectory()) {
		throw new DatasetError(`Expected ${path} to be a text file, got a folder. Give one of the files in it.`);
	}

	if (!stats.isFile() && !stats.isFIFO()) {
		throw new DatasetError(`Expected ${path} to be a text file, got a device.`);
	}
}

function tooLarge(path: string, size: string, isLargeFileConfirmed: boolean): DatasetError {
	const [limit, advice] = isLargeFileConfirmed
		? [largestMegabytes, 'Train on a part of it.']
		: [confirmationMegabytes, 'Add --yes to read it all the same.'];
	return new DatasetError(`Expected ${path} to be at most ${limit} MB, got ${size}. ${advice}`);
}

function explain(error: unknown, path: string): unknown {
	switch (codeOf(error)) {
		case 'ENOENT':
		case 'ENOTDIR': {
			return new DatasetError(`Expected --data to name a text file, got ${path}, which does not exist.`);
		}

		case 'EACCES':
		case 'EPERM': {
			return new DatasetError(`Expected ${path} to be readable, got “permission denied”. Check its permissions.`);
		}

		case undefined: {
			return error;
		}

		default: {
			return new DatasetError(`Expected to read ${path}, got ${(error as Error).message}.`);
		}
	}
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
