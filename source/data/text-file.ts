import {constants, type Stats} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import {DatasetError} from '../errors.js';
import {
	codeOf,
	explain,
	mostMegabytes,
	tooLarge,
} from './text-file-errors.js';

export const bytesPerMegabyte = 1024 * 1024;
const chunkSize = 1024 * 1024;
/** So much at a time, that a signal need not wait. */
const readSize = 16 * chunkSize;
/** How long to wait for a pipe that has nothing yet, and how often for one without a writer. */
const patienceMs = 10;
const attemptsForWriter = 100;

/**
Opens a file that can be a text by its kind and size, and closes it after use.

@throws DatasetError if it cannot be opened, is of another kind or too large.
*/
export async function withTextFile<Result>(path: string, isLargeFileConfirmed: boolean, use: (file: FileHandle, stats: Stats) => Promise<Result>): Promise<Result> {
	let file: FileHandle | undefined;
	try {
		// Without blocking: a named pipe that nobody writes to would hold the whole process up, signals and all. (To read is no flag but 0.)
		file = await open(path, constants.O_NONBLOCK ?? constants.O_RDONLY);
		const stats = await file.stat();
		checkKind(stats, path);
		if (stats.size > mostMegabytes(isLargeFileConfirmed) * bytesPerMegabyte) {
			throw tooLarge(path, `${Math.ceil(stats.size / bytesPerMegabyte)} MB`, isLargeFileConfirmed);
		}

		return await use(file, stats);
	} catch (error) {
		throw explain(error, path);
	} finally {
		await file?.close();
	}
}

export type ReadWholeOptions = {
	readonly size: number;
	readonly mostBytes: number;
	readonly signal: AbortSignal | undefined;
	/** Told how many bytes there are by now. */
	readonly onRead: (bytes: number) => void;
};

/**
Reads a file into one piece, to its end, whatever its size was said to be: it may grow.

@param how - Its size as it was said to be, how much it may be, and who is told how much of it has come.
@returns undefined if it is more than `mostBytes`.
*/
export async function readWhole(file: FileHandle, {size, mostBytes, signal, onRead}: ReadWholeOptions): Promise<Uint8Array | undefined> {
	// One more shows that it is the end.
	let bytes = new Uint8Array(Math.max(chunkSize, size + 1));
	let total = 0;
	for (;;) {
		const {bytesRead} = await file.read(bytes, total, Math.min(readSize, bytes.length - total), null);
		signal?.throwIfAborted();
		total += bytesRead;
		onRead(total);
		if (bytesRead === 0 || total > mostBytes) {
			return total > mostBytes ? undefined : bytes.subarray(0, total);
		}

		if (total < bytes.length) {
			continue;
		}

		const larger = new Uint8Array(2 * total);
		larger.set(bytes);
		bytes = larger;
	}
}

/**
Reads to the end of a file or a pipe.

@yields What comes, as it comes.
*/
export async function * chunksOf(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, undefined> {
	// A pipe is at its end also before anybody has opened it to write.
	const stats = await file.stat();
	let attemptsLeft = stats.isFIFO() ? attemptsForWriter : 0;
	for (;;) {
		const {bytesRead, buffer} = await readChunk(file, signal);
		if (bytesRead === 0 && attemptsLeft > 0) {
			attemptsLeft--;
			await setTimeout(patienceMs);
			signal?.throwIfAborted();
			continue;
		}

		if (bytesRead === 0) {
			return;
		}

		attemptsLeft = 0;
		// A copy: a pipe that gives little at a time would otherwise keep a whole buffer for it.
		yield buffer.slice(0, bytesRead);
	}
}

/** The next bytes, as soon as there are some; a pipe may have none yet. */
async function readChunk(file: FileHandle, signal: AbortSignal | undefined): Promise<{bytesRead: number; buffer: Uint8Array}> {
	for (;;) {
		try {
			return await file.read(new Uint8Array(chunkSize), 0, chunkSize, null);
		} catch (error) {
			if (codeOf(error) !== 'EAGAIN') {
				throw error;
			}
		}

		await setTimeout(patienceMs);
		signal?.throwIfAborted();
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
