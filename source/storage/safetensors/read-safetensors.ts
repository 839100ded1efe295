import {constants, type Stats} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import {CheckpointError} from '../../errors.js';
import {systemReason} from '../../files/system-reason.js';
import {
	type ByteSource,
	decodeSafetensors,
	readStart,
	type ReadOptions,
} from './decode-safetensors.js';
import {
	bytes,
	damaged,
	parseHeader,
	type SafetensorsHeader,
} from './safetensors-header.js';
import {type Safetensors} from './safetensors.js';

/**
Reads a file, trusting nothing in it. Its numbers are read, and memory taken for them, only when its header
describes the file as it is and fits what is expected.

@throws CheckpointError if it is missing, no file, unreadable, damaged or not what is asked for.
*/
export async function readSafetensors(path: string, options: ReadOptions): Promise<Safetensors> {
	return withFile(path, async source => decodeSafetensors(source, path, options));
}

/**
Reads what a file says of itself, without its numbers. The seal is not checked.

@throws CheckpointError if it is missing, no file, unreadable or damaged as far as can be told.
*/
export async function readSafetensorsHeader(path: string): Promise<SafetensorsHeader> {
	return withFile(path, async source => parseHeader(await readStart(source, path), source.size, path));
}

async function withFile<Result>(path: string, use: (source: ByteSource) => Promise<Result>): Promise<Result> {
	let file: FileHandle | undefined;
	try {
		// Before opening, which may already do something to a device or let the writer of a pipe go on.
		checkKind(await stat(path), path);
		// Without blocking, in case it has become a pipe since. (To read is no flag but 0.)
		file = await open(path, constants.O_NONBLOCK ?? constants.O_RDONLY);
		const stats = await file.stat();
		checkKind(stats, path);
		return await use(sourceOf(file, stats.size, path));
	} catch (error) {
		throw error instanceof CheckpointError ? error : explain(error, path);
	} finally {
		await file?.close();
	}
}

function sourceOf(file: FileHandle, size: number, path: string): ByteSource {
	return {
		size,
		async read(into, place) {
			let filled = 0;
			while (filled < into.length) {
				const {bytesRead} = await file.read(into, filled, into.length - filled, place + filled);
				if (bytesRead === 0) {
					throw damaged(path, `only ${bytes(place + filled)} of ${bytes(size)}`);
				}

				filled += bytesRead;
			}
		},
	};
}

function checkKind(stats: Stats, path: string) {
	if (!stats.isFile()) {
		throw new CheckpointError(`Expected ${path} to be a safetensors file, got a ${kindOf(stats)}. Give a file.`);
	}
}

function kindOf(stats: Stats): string {
	if (stats.isDirectory()) {
		return 'folder';
	}

	return stats.isFIFO() || stats.isSocket() ? 'pipe' : 'device';
}

function explain(error: unknown, path: string): unknown {
	switch (error instanceof Error && 'code' in error ? error.code : undefined) {
		case 'ENOENT':
		case 'ENOTDIR': {
			return new CheckpointError(`Expected ${path} to be a safetensors file, got nothing of that name. Check its path.`);
		}

		case 'EACCES':
		case 'EPERM': {
			return new CheckpointError(`Expected ${path} to be readable, got “permission denied”. Check its permissions.`);
		}

		case undefined: {
			// A range error without a code says that there is no memory for the numbers.
			return error instanceof RangeError ? new CheckpointError(`Expected enough memory for ${path}, got “${error.message}”. Use a smaller model.`) : error;
		}

		default: {
			return new CheckpointError(`Expected to read ${path}, got “${systemReason(error)}”. Check the path and the disk.`);
		}
	}
}
