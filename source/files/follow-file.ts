import {Buffer} from 'node:buffer';
import {constants} from 'node:fs';
import {type FileHandle, open, stat} from 'node:fs/promises';
import {setTimeout} from 'node:timers/promises';
import {SourceError} from '../errors.js';
import {systemReason} from './system-reason.js';
import {CutChecker} from './cut-checker.js';

/** How often to look whether a file has grown. */
const patienceMs = 200;
const chunkSize = 64 * 1024;

/** What comes of a file that is followed. */
export type Piece =
	/** Valid until the next piece is asked for; old if it was there before anybody looked. */
	| {readonly type: 'bytes'; readonly bytes: Uint8Array; readonly isOld: boolean}
	/** All that is there has been read. */
	| {readonly type: 'idle'}
	/** What comes next is the beginning of another file, or of the same after it was emptied or cut: no line goes on from one to the other. */
	| {readonly type: 'replaced'};

export type FollowOptions = {
	/** Ends it. */
	readonly signal?: AbortSignal | undefined;
	/** Told when the file turns out not to be there, and when it has come. */
	readonly onMissing?: (isMissing: boolean) => void;
	/** Whether it can be cut and grow again between two looks, or during one, as the record of a run does that goes on from its last save. */
	readonly canBeCut?: boolean;
};

/**
A file that may still grow, as `tail -F` reads it: it waits for one that is not there yet, and goes on with
the new one where a file is replaced, emptied or moved away. A named pipe is read to its end, which it has
when all who wrote to it have gone.
*/
export class FollowedFile {
	readonly #path: string;
	readonly #options: FollowOptions;
	#isMissing = false;
	/** Whether it is a pipe to which nobody writes any more. */
	#isAtEnd = false;
	/** Whether it was there at the first look, and not all of that has been read yet. */
	#isOld = true;
	#position = 0;

	constructor(path: string, options: FollowOptions = {}) {
		this.#path = path;
		this.#options = options;
	}

	/**
	Reads what is there, then what comes, until the signal.

	@yields What comes of it; `idle` once each time that nothing more is there.
	@throws SourceError for a folder, or what must not or cannot be read.
	*/
	async * pieces(): AsyncGenerator<Piece, void, undefined> {
		try {
			for (;;) {
				const file = await this.#open();
				if (!file) {
					return;
				}

				try {
					yield * this.#read(file);
				} finally {
					await file.close();
				}

				if (this.#isOver || this.#isAtEnd) {
					return;
				}

				yield {type: 'replaced'};
				this.#position = 0;
			}
		} catch (error) {
			throw error instanceof SourceError ? error : new SourceError(`Expected ${this.#path} to be readable, got “${systemReason(error)}”. Choose another file.`);
		}
	}

	get #isOver(): boolean {
		return this.#options.signal?.aborted ?? false;
	}

	/** Waits until there is a file; undefined if the signal comes first. */
	async #open(): Promise<FileHandle | undefined> {
		while (!this.#isOver) {
			try {
				// Without blocking: a named pipe that nobody writes to would hold the whole process up.
				const file = await open(this.#path, constants.O_NONBLOCK ?? constants.O_RDONLY);
				this.#setMissing(false);
				return file;
			} catch (error) {
				if (codeOf(error) !== 'ENOENT') {
					throw error;
				}
			}

			this.#isOld = false;
			this.#setMissing(true);
			await this.#pause();
		}

		return undefined;
	}

	/**
	Reads a file until it is replaced, a pipe to its end.

	@yields What comes of it.
	*/
	async * #read(file: FileHandle): AsyncGenerator<Piece, void, undefined> {
		const stats = await file.stat();
		if (stats.isDirectory()) {
			throw new SourceError(`Expected ${this.#path} to be a file of events, got a folder. Choose a file in it.`);
		}

		const readNext = this.#reader(file, stats.isFile());
		let isReplaced = false;
		let isIdle = false;
		while (!this.#isOver) {
			const bytes = await readNext();
			if (bytes === 'cut') {
				return;
			}

			if (bytes !== undefined && bytes.length > 0) {
				this.#position += bytes.length;
				isIdle = false;
				yield {type: 'bytes', bytes, isOld: this.#isOld && stats.isFile()};
				continue;
			}

			// A pipe is at its end also before anybody has opened it to write, but not while somebody has.
			this.#isAtEnd = !stats.isFile() && bytes !== undefined && this.#position > 0;
			if (this.#isAtEnd || isReplaced) {
				return;
			}

			this.#isOld = false;
			if (!isIdle) {
				isIdle = true;
				yield {type: 'idle'};
			}

			// What was still written to the old file is read first.
			isReplaced = stats.isFile() && await this.#hasBeenReplaced(stats.ino);
			if (!isReplaced) {
				await this.#pause();
			}
		}
	}

	/** How the next bytes are read; undefined if a pipe has nothing now but may have later. */
	#reader(file: FileHandle, isFile: boolean): () => Promise<Uint8Array | 'cut' | undefined> {
		if (isFile && this.#options.canBeCut) {
			const checker = new CutChecker(chunkSize);
			return async () => checker.read(file, this.#position);
		}

		const buffer = Buffer.allocUnsafe(chunkSize);
		return async () => {
			const length = await readSome(file, buffer, isFile ? this.#position : undefined);
			return length === undefined ? undefined : buffer.subarray(0, length);
		};
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

	#setMissing(isMissing: boolean) {
		if (isMissing === this.#isMissing) {
			return;
		}

		this.#isMissing = isMissing;
		this.#options.onMissing?.(isMissing);
	}

	async #pause() {
		try {
			await setTimeout(patienceMs, undefined, {signal: this.#options.signal});
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
