import {Buffer} from 'node:buffer';
import {constants, type Stats} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import {DatasetError} from '../errors.js';
import {decodeText} from './decode-text.js';
import {isPacked, unpack} from './unpack.js';

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
	/** Gives up waiting for a pipe. */
	readonly signal?: AbortSignal | undefined;
};

/** What several files share that are read one after the other as one text. */
export type SharedRoom = {
	/** What is left of it. */
	readonly bytes: number;
	/** What to call all of them in an error. */
	readonly name: string;
};

export type ReadOneOptions = ReadTextOptions & {
	/** For one of several; one alone has all the room. */
	readonly room?: SharedRoom | undefined;
};

/**
Reads a text file or pipe, packed by gzip or not.

@throws DatasetError if it is missing, not a file, unreadable, too large, binary or not UTF-8; the signal's reason if it is aborted.
*/
export async function readText(path: string, options: ReadOneOptions): Promise<string> {
	return withFile(path, options, async (file, {size}) => {
		if (size >= noticeMegabytes * bytesPerMegabyte) {
			options.onLargeFile?.(path, Math.round(size / bytesPerMegabyte));
		}

		// Read to the end whatever the size was said to be: a pipe has none and a file may grow.
		return readStream(chunksOf(file, options.signal), path, options);
	});
}

/**
Reads the text of a small file; of a larger one it sees only whether it begins as a text.

@param mostBytes - Of a file that is small.
@returns undefined for a larger one.
@throws DatasetError as `readText` does, as far as can be told.
*/
export async function readSmallText(path: string, mostBytes: number, options: ReadTextOptions): Promise<string | undefined> {
	return withFile(path, options, async (file, {size}) => {
		const {buffer, bytesRead} = await file.read(new Uint8Array(mostBytes), 0, mostBytes, null);
		const isWhole = size <= bytesRead;
		const start = buffer.subarray(0, bytesRead);
		if (isPacked(start)) {
			const unpacked = isWhole ? await unpack(start, mostBytes, path) : undefined;
			return unpacked && decodeText(unpacked, path);
		}

		const text = decodeText(start, path, isWhole);
		return isWhole ? text : undefined;
	});
}

/**
Reads a text to its end from wherever it comes.

@param name - What to call it in an error.
@throws DatasetError if it cannot be read, is too large, binary or not UTF-8; the signal's reason if it is aborted.
*/
export async function readStream(stream: AsyncIterable<Uint8Array>, name: string, {isLargeFileConfirmed, signal, room}: ReadOneOptions): Promise<string> {
	const most = mostMegabytes(isLargeFileConfirmed);
	const mostBytes = room ? room.bytes : most * bytesPerMegabyte;
	const chunks: Uint8Array[] = [];
	let total = 0;
	try {
		for await (const chunk of stream) {
			total += chunk.length;
			if (total > mostBytes) {
				throw tooLarge(room?.name ?? name, `more than ${most} MB`, isLargeFileConfirmed);
			}

			chunks.push(chunk);
		}
	} catch (error) {
		// Whatever a stream says that was given up.
		signal?.throwIfAborted();
		throw explain(error, name);
	}

	signal?.throwIfAborted();
	const bytes = Buffer.concat(chunks);
	const unpacked = isPacked(bytes) ? await unpack(bytes, mostBytes, name) : bytes;
	if (!unpacked) {
		throw tooLarge(room?.name ?? name, `more than ${most} MB ${room ? 'when unpacked' : 'in a packed file'}`, isLargeFileConfirmed);
	}

	return decodeText(unpacked, name);
}

/** Opens a file that can be a text by its kind and size. */
async function withFile<Result>(path: string, {isLargeFileConfirmed}: ReadTextOptions, use: (file: FileHandle, stats: Stats) => Promise<Result>): Promise<Result> {
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

/**
Reads to the end of a file or a pipe.

@yields What comes, as it comes.
*/
async function * chunksOf(file: FileHandle, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void, undefined> {
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
			return new DatasetError(`Expected to read ${path}, got ${(error as Error).message}.`);
		}
	}
}

/** What the system calls an error; other errors may have numbers. */
function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
