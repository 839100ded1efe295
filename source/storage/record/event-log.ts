import {Buffer} from 'node:buffer';
import {type FileHandle, open} from 'node:fs/promises';

/** A reader of the growing file waits no longer than this. */
const flushIntervalMs = 250;

/**
A file of lines that grows at its end. Lines are taken at once and written in batches; what could not
be written is kept and tried again with the next.
*/
export class EventLog {
	readonly #file: FileHandle;
	/** Bytes that are in the file for good. */
	#written: number;
	/** What is still to be written: whole batches, then single lines. */
	readonly #batches: Uint8Array[] = [];
	#lines: string[] = [];
	#batchedBytes = 0;
	#timer: NodeJS.Timeout | undefined;
	#writing: Promise<void> = Promise.resolve();

	private constructor(file: FileHandle, length: number) {
		this.#file = file;
		this.#written = length;
	}

	/**
	Opens a log, a new one or one that is there.

	@param keptBytes - As much of the file stays; what comes after is cut off.
	@throws what the file system says.
	*/
	static async open(path: string, keptBytes: number): Promise<EventLog> {
		// Created if it is not there, and not emptied if it is.
		const created = await open(path, 'a');
		await created.close();
		const file = await open(path, 'r+');
		try {
			const {size} = await file.stat();
			await file.truncate(Math.min(size, keptBytes));
			const log = new EventLog(file, Math.min(size, keptBytes));
			if (size < keptBytes) {
				// Somebody has cut it: what is left of a line must not run into the next.
				log.add('');
			}

			return log;
		} catch (error) {
			await file.close();
			throw error;
		}
	}

	/** The bytes of the file once all lines so far are written. */
	get length(): number {
		this.#batch();
		return this.#written + this.#batchedBytes;
	}

	add(line: string): void {
		this.#lines.push(line);
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			// What fails here is still there to be written, and said when the run is saved.
			this.flush().catch(() => undefined);
		}, flushIntervalMs);
	}

	/**
	Writes all lines so far.

	@throws what the file system says; the lines are kept.
	*/
	async flush(): Promise<void> {
		// One after the other: each begins where the one before has ended.
		this.#writing = this.#writing.catch(() => undefined).then(async () => this.#write());
		await this.#writing;
	}

	/**
	Writes all lines so far, and settles when they are on the disk.

	@throws what the file system says; the lines are kept.
	*/
	async sync(): Promise<void> {
		await this.flush();
		await this.#file.datasync();
	}

	/**
	Writes what is left and closes the file.

	@throws what the file system says; the file is closed.
	*/
	async close(): Promise<void> {
		clearTimeout(this.#timer);
		try {
			await this.sync();
		} finally {
			await this.#file.close();
		}
	}

	/** Makes one piece of the lines. */
	#batch() {
		if (this.#lines.length === 0) {
			return;
		}

		const batch = Buffer.from(`${this.#lines.join('\n')}\n`);
		this.#lines = [];
		this.#batches.push(batch);
		this.#batchedBytes += batch.length;
	}

	async #write() {
		this.#batch();
		while (this.#batches.length > 0) {
			const batch = this.#batches[0];
			let done = 0;
			while (done < batch.length) {
				// At its place, so that what was cut off is written over.
				const {bytesWritten} = await this.#file.write(batch, done, batch.length - done, this.#written + done);
				done += bytesWritten;
			}

			this.#written += batch.length;
			this.#batchedBytes -= batch.length;
			this.#batches.shift();
		}
	}
}
