import {Buffer} from 'node:buffer';
import {basename} from 'node:path';
import {addAbortSignal, type Readable} from 'node:stream';
import {SourceError} from '../errors.js';
import {FollowedFile} from '../storage/follow-file.js';
import {type Line, LineSplitter} from '../storage/line-splitter.js';
import {type TrainingEvent} from '../training/events.js';
import {EventSequence} from './event-sequence.js';

/** A file that may still grow, or a stream, with what to call it. */
export type WatchSource = {readonly path: string} | {readonly stream: Readable; readonly name: string};

export type WatchOptions = {
	/** Ends the run where it is. */
	readonly signal?: AbortSignal | undefined;
};

/** A run that goes on somewhere else. */
export type WatchedRun = {
	readonly events: AsyncGenerator<TrainingEvent, void, undefined>;
	/** Lines so far that would be events but are damaged, out of order or too long. */
	readonly malformedLines: number;
	/** Lines so far that are something else. */
	readonly otherLines: number;
};

/**
Reads the events of a run from outside, in JSON or as microgpt.py prints them: one `start` first, one
`finish` last, both made up if they are not there. A file is read to the `finish` in it, as it grows; a
stream to its end. The events end with a SourceError if the source cannot be read.
*/
export function watchEvents(source: WatchSource, {signal}: WatchOptions = {}): WatchedRun {
	const sequence = new EventSequence('path' in source ? basename(source.path) : source.name);
	return {
		events: 'path' in source ? watchFile(source.path, sequence, signal) : watchStream(source, sequence, signal),
		get malformedLines() {
			return sequence.malformedLines;
		},
		get otherLines() {
			return sequence.otherLines;
		},
	};
}

async function * watchFile(path: string, sequence: EventSequence, signal: AbortSignal | undefined): AsyncGenerator<TrainingEvent, void, undefined> {
	const file = new FollowedFile(path, signal);
	const reader = new LineReader(sequence);
	for await (const chunk of file.chunks()) {
		yield * reader.push(chunk);
		if (sequence.isFinished) {
			return;
		}
	}

	if (file.isAtEnd) {
		yield * reader.end();
	}

	yield * sequence.end(file.isReplaced ? `Expected ${path} to grow, got a shorter file, another one or none. Watch it again to see the new one.` : undefined);
}

async function * watchStream({stream, name}: {stream: Readable; name: string}, sequence: EventSequence, signal: AbortSignal | undefined): AsyncGenerator<TrainingEvent, void, undefined> {
	const reader = new LineReader(sequence);
	for await (const chunk of chunksOf(stream, name, signal)) {
		yield * reader.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
	}

	if (!signal?.aborted) {
		yield * reader.end();
	}

	yield * sequence.end();
}

/**
Reads a stream until the signal.

@yields What it gives.
@throws SourceError if it breaks.
*/
async function * chunksOf(stream: Readable, name: string, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array | string, void, undefined> {
	if (signal) {
		addAbortSignal(signal, stream);
	}

	try {
		yield * stream as AsyncIterable<Uint8Array | string>;
	} catch (error) {
		if (!signal?.aborted) {
			throw new SourceError(`Expected ${name} to be readable, got “${(error as Error).message}”. Start it again.`);
		}
	}
}

/** Hands lines on as they come, with the time. */
class LineReader {
	readonly #splitter = new LineSplitter();
	readonly #sequence: EventSequence;
	#firstAt: number | undefined;

	constructor(sequence: EventSequence) {
		this.#sequence = sequence;
	}

	* push(bytes: Uint8Array): Generator<TrainingEvent, void, undefined> {
		yield * this.#take(this.#splitter.push(bytes));
	}

	* end(): Generator<TrainingEvent, void, undefined> {
		yield * this.#take(this.#splitter.end());
	}

	* #take(lines: readonly Line[]): Generator<TrainingEvent, void, undefined> {
		const now = performance.now();
		for (const line of lines) {
			const events = this.#sequence.take(line, now - (this.#firstAt ?? now));
			if (events.length > 0) {
				this.#firstAt ??= now;
			}

			yield * events;
		}
	}
}
