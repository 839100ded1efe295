import {Buffer} from 'node:buffer';
import {constants} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import {SourceError} from '../errors.js';

/** How often to look whether a file has grown. */
const patienceMs = 200;
const chunkSize = 64 * 1024;

/**
A file that may still grow, as `tail -f` reads it: it waits for one that is not there yet. A named pipe
is read to its end, which it has when all who wrote to it have gone.
*/
export class FollowedFile {
	readonly #path: string;
	readonly #signal: AbortSignal | undefined;
	#isReplaced = false;
	#isAtEnd = false;
	#position = 0;

	constructor(path: string, signal?: AbortSignal) {
		this.#path = path;
		this.#signal = signal;
	}

	/** Whether the bytes ended because the file has become shorter, or another one, or is gone. */
	get isReplaced(): boolean {
		return this.#isReplaced;
	}

	/** Whether they ended where a pipe does: no half line is left then. */
	get isAtEnd(): boolean {
		return this.#isAtEnd;
	}

	/**
	Reads what is there, then what comes, until the signal or until the file is replaced.

	@yields Pieces of any length, each valid until the next is asked for.
	@throws SourceError for a folder, or what must not or cannot be read.
	*/
	async * chunks(): AsyncGenerator<Uint8Array, void, undefined> {
		let file: FileHandle | undefined;
		try {
			file = await this.#open();
			if (file) {
				yield * this.#read(file);
			}
		} catch (error) {
			throw error instanceof SourceError ? error : new SourceError(`Expected ${this.#path} to be readable, got “${(error as Error).message}”. Choose another file.`);
		} finally {
			await file?.close();
		}
	}

	/** Waits until there is a file; undefined if the signal comes first. */
	async #open(): Promise<FileHandle | undefined> {
		while (!this.#signal?.aborted) {
			try {
				// Without blocking: a named pipe that nobody writes to would hold the whole process up.
				return await open(this.#path, constants.O_NONBLOCK ?? constants.O_RDONLY);
			} catch (error) {
				if (codeOf(error) !== 'ENOENT') {
					throw error;
				}
			}

			await this.#pause();
		}

		return undefined;
	}

	async * #read(file: FileHandle): AsyncGenerator<Uint8Array, void, undefined> {
		const stats = await file.stat();
		if (stats.isDirectory()) {
			throw new SourceError(`Expected ${this.#path} to be a file of events, got a folder. Choose a file in it.`);
		}

		const buffer = Buffer.allocUnsafe(chunkSize);
		while (!this.#signal?.aborted) {
			const length = await readSome(file, buffer, stats.isFile() ? this.#position : undefined);
			if (length !== undefined && length > 0) {
				this.#position += length;
				yield buffer.subarray(0, length);
				continue;
			}

			// A pipe is at its end also before anybody has opened it to write, but not while somebody has.
			this.#isAtEnd = !stats.isFile() && length === 0 && this.#position > 0;
			if (this.#isAtEnd || this.#isReplaced) {
				return;
			}

			// What was still written to the old file is read first.
			this.#isReplaced = stats.isFile() && await this.#hasBeenReplaced(stats.ino);
			if (!this.#isReplaced) {
				await this.#pause();
			}
		}
	}

	async #hasBeenReplaced(inode: number): Promise<boolean> {
		try {
			const {ino, size} = await stat(this.#path);
			return ino !== inode || size < this.#position;
		} catch (error) {
			if (codeOf(error) === 'ENOENT') {
				return true;
			}

			throw error;
		}
	}

	async #pause() {
		try {
			await setTimeout(patienceMs, undefined, {signal: this.#signal});
		} catch {
			// The signal: whoever waits looks at it.
		}
	}
}

/** Reads what is there; undefined if a pipe has nothing now but may have later. */
async function readSome(file: FileHandle, buffer: Uint8Array, position: number | undefined): Promise<number | undefined> {
	try {
		const {bytesRead} = await file.read(buffer, 0, buffer.length, position ?? -1);
		return bytesRead;
	} catch (error) {
		if (codeOf(error) === 'EAGAIN') {
			return undefined;
		}

		throw error;
	}
}

function codeOf(error: unknown): string | undefined {
	return (error as NodeJS.ErrnoException).code;
}
