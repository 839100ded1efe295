import {Buffer} from 'node:buffer';
import {type FileHandle} from 'node:fs/promises';

/** So much of what was read last is read again each time. */
const tailSize = 4096;

/**
Reads a file that may be cut and grow again at any moment, also while it is read: what it gives stood in the file at one
moment, after all that it gave before. It relies on what is written after a cut being other than what stood
in the same place before, in 4 KB at least, or the same from there on to the cut.
*/
export class CutChecker {
	readonly #first: ReturnType<typeof Buffer.allocUnsafe>;
	readonly #second: ReturnType<typeof Buffer.allocUnsafe>;
	/** What was read last. */
	#tail = Buffer.alloc(0);

	/**
	Nothing has been read yet.

	@param chunkSize - How many bytes to read at a time.
	*/
	constructor(chunkSize: number) {
		this.#first = Buffer.allocUnsafe(tailSize + chunkSize);
		this.#second = Buffer.allocUnsafe(tailSize + chunkSize);
	}

	/**
	Reads what comes next.

	@param position - How many bytes have been read.
	@returns It, valid until the next call, or that the file has been cut.
	*/
	async read(file: FileHandle, position: number): Promise<Uint8Array | 'cut'> {
		const start = position - this.#tail.length;
		const {bytesRead} = await file.read(this.#first, 0, this.#first.length, start);
		const whole = this.#first.subarray(0, bytesRead);
		if (!this.#tail.equals(whole.subarray(0, this.#tail.length))) {
			return 'cut';
		}

		if (bytesRead === this.#tail.length) {
			return whole.subarray(bytesRead);
		}

		// A cut in the middle of the first reading would make one text of two: then the second finds another.
		const again = await file.read(this.#second, 0, bytesRead, start);
		if (!whole.equals(this.#second.subarray(0, again.bytesRead))) {
			return 'cut';
		}

		const fresh = whole.subarray(this.#tail.length);
		this.#tail = Buffer.from(whole.subarray(-tailSize));
		return fresh;
	}
}
