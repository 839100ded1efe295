import {Buffer} from 'node:buffer';
import {decodeText} from './decode-text.js';
import {type OnLoadProgress, progressTeller} from './load-progress.js';
import {
	bytesPerMegabyte,
	chunksOf,
	readWhole,
	withTextFile,
} from './text-file.js';
import {explain, mostMegabytes, tooLarge} from './text-file-errors.js';
import {isPacked, unpack} from './unpack.js';

export type ReadTextOptions = {
	/** Read files above the size that asks for a confirmation. */
	readonly isLargeFileConfirmed: boolean;
	/** Told how far that has come which takes more than a moment. */
	readonly onProgress?: OnLoadProgress | undefined;
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
	return withTextFile(path, options.isLargeFileConfirmed, async (file, stats) => {
		if (!stats.isFile()) {
			return readStream(chunksOf(file, options.signal), path, options);
		}

		const {size} = stats;
		const {signal, onProgress} = options;
		const onRead = progressTeller(onProgress, {activity: 'reading', path, total: size});
		onRead(0);
		const bytes = await readWhole(file, {
			size, mostBytes: mostBytesOf(options), signal, onRead,
		});
		return decodeWhole(bytes, path, options);
	});
}

/**
Reads the text of a small file; of a larger one it sees only whether it begins as a text.

@param mostBytes - Of a file that is small.
@returns undefined for a larger one.
@throws DatasetError as `readText` does, as far as can be told.
*/
export async function readSmallText(path: string, mostBytes: number, options: ReadTextOptions): Promise<string | undefined> {
	const {bytes, isWhole} = await readStart(path, mostBytes, options);
	if (isPacked(bytes)) {
		const unpacked = isWhole ? await unpack(bytes, mostBytes, path) : undefined;
		return unpacked && decodeText(unpacked, path);
	}

	const text = decodeText(bytes, path, isWhole);
	return isWhole ? text : undefined;
}

/** A text, or what there is of it at its beginning: such a share of the whole. */
export type Beginning = {readonly text: string; readonly share: number};

/**
Reads the beginning of a text file, or all of one that is packed.

@param mostBytes - Where it is not.
@throws DatasetError as `readText` does, as far as can be told.
*/
export async function readBeginning(path: string, mostBytes: number, options: ReadTextOptions): Promise<Beginning> {
	const {bytes, isWhole, size} = await readStart(path, mostBytes, options);
	return isPacked(bytes)
		? {text: await readText(path, options), share: 1}
		: {text: decodeText(bytes, path, isWhole), share: isWhole ? 1 : bytes.length / size};
}

async function readStart(path: string, mostBytes: number, {isLargeFileConfirmed}: ReadTextOptions): Promise<{readonly bytes: Uint8Array; readonly isWhole: boolean; readonly size: number}> {
	return withTextFile(path, isLargeFileConfirmed, async (file, {size}) => {
		const {buffer, bytesRead} = await file.read(new Uint8Array(mostBytes), 0, mostBytes, null);
		return {bytes: buffer.subarray(0, bytesRead), isWhole: size <= bytesRead, size};
	});
}

/**
Reads a text to its end from wherever it comes.

@param name - What to call it in an error.
@throws DatasetError if it cannot be read, is too large, binary or not UTF-8; the signal's reason if it is aborted.
*/
export async function readStream(stream: AsyncIterable<Uint8Array>, name: string, {isLargeFileConfirmed, signal, room}: ReadOneOptions): Promise<string> {
	const mostBytes = mostBytesOf({isLargeFileConfirmed, room});
	const chunks: Uint8Array[] = [];
	let total = 0;
	try {
		for await (const chunk of stream) {
			total += chunk.length;
			if (total > mostBytes) {
				throw tooLargeAsRead(name, {isLargeFileConfirmed, room});
			}

			chunks.push(chunk);
		}
	} catch (error) {
		// Whatever a stream says that was given up.
		signal?.throwIfAborted();
		throw explain(error, name);
	}

	signal?.throwIfAborted();
	return decodeWhole(Buffer.concat(chunks), name, {isLargeFileConfirmed, room});
}

/** The text of all bytes of a file, packed or not; undefined: of too many. */
async function decodeWhole(bytes: Uint8Array | undefined, name: string, options: ReadOneOptions): Promise<string> {
	if (!bytes) {
		throw tooLargeAsRead(name, options);
	}

	const unpacked = isPacked(bytes) ? await unpack(bytes, mostBytesOf(options), name) : bytes;
	if (!unpacked) {
		throw tooLargeAsRead(name, options, options.room ? ' when unpacked' : ' in a packed file');
	}

	return decodeText(unpacked, name);
}

function mostBytesOf({isLargeFileConfirmed, room}: ReadOneOptions): number {
	return room ? room.bytes : mostMegabytes(isLargeFileConfirmed) * bytesPerMegabyte;
}

function tooLargeAsRead(name: string, {isLargeFileConfirmed, room}: ReadOneOptions, how = '') {
	return tooLarge(room?.name ?? name, `more than ${mostMegabytes(isLargeFileConfirmed)} MB${how}`, isLargeFileConfirmed);
}
