import {once} from 'node:events';

/**
Writes lines to a stream that may be slow or go away. The writer waits while the stream's buffer is
full, so that a run of many steps into a slow pipe does not fill the memory.
*/
export class LineWriter {
	readonly #stream: NodeJS.WriteStream;
	#error: NodeJS.ErrnoException | undefined;
	readonly #impatience = new AbortController();

	/**
	Takes over a stream.

	@param onError - Called once when the stream can take no more: a closed pipe, a full disk.
	*/
	constructor(stream: NodeJS.WriteStream, onError: (error: NodeJS.ErrnoException) => void) {
		this.#stream = stream;
		stream.on('error', (error: NodeJS.ErrnoException) => {
			if (this.#error) {
				return;
			}

			this.#error = error;
			onError(error);
		});
	}

	write(lines: readonly string[]): Promise<void> | void {
		if (lines.length === 0 || this.#error !== undefined) {
			return;
		}

		const hasRoom = this.#stream.write(`${lines.join('\n')}\n`);
		return hasRoom ? undefined : this.#drained();
	}

	/** From now on nobody waits for a slow reader: the run is to end. */
	hurry(): void {
		this.#impatience.abort();
	}

	async #drained() {
		try {
			await once(this.#stream, 'drain', {signal: this.#impatience.signal});
		} catch {
			// The error listener above has told already, or it is not waited for any more.
		}
	}
}
