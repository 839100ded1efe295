import {Buffer} from 'node:buffer';
import {basename} from 'node:path';
import {addAbortSignal, type Readable} from 'node:stream';
import {SourceError} from '../../errors.js';
import {FollowedFile} from '../../files/follow-file.js';
import {systemReason} from '../../files/system-reason.js';
import {runFiles} from '../../storage/record/run-files.js';
import {type ToldEvent} from '../../training/told-events.js';
import {type SourceNews} from '../../session/source-state.js';
import {isFolder, newestLogIn} from './newest-log.js';
import {SourceReader} from './source-reader.js';

/** A file that may still grow, or a stream, with what to call it. */
export type WatchSource = {readonly path: string} | {readonly stream: Readable; readonly name: string};

export type WatchOptions = {
	/** Ends the run where it is. */
	readonly signal?: AbortSignal | undefined;
	/** Whether a run of ours that has ended before its last step is watched further, since it may go on. */
	readonly isPatient?: boolean | undefined;
};

/** A run that goes on somewhere else. */
export type WatchedRun = {
	readonly events: AsyncGenerator<ToldEvent, void, undefined>;
	readonly source: SourceNews;
};

/**
Reads the events of a run from outside, in JSON or as programs print them: a `start` first, one
`finish` last, both made up if they are not there. A file is read to the `finish` in it, unless more comes
after that, and as it grows, of a folder the log in it that has grown last; a stream to its end. With patience, a run of ours may have several `finish`, each but the last with
steps after it. The events end with a SourceError if the source cannot be read, or has no step in it.
*/
export function watchEvents(source: WatchSource, options: WatchOptions = {}): WatchedRun {
	const isFile = 'path' in source;
	const reader = new SourceReader({name: isFile ? source.path : source.name, runName: isFile ? basename(source.path) : source.name, isFile});
	return {
		events: isFile ? watchPath(source.path, reader, options) : watchStream(source, reader, options.signal),
		source: reader,
	};
}

async function * watchPath(path: string, reader: SourceReader, options: WatchOptions): AsyncGenerator<ToldEvent, void, undefined> {
	if (!await isFolder(path)) {
		yield * watchFile(path, reader, options);
		return;
	}

	reader.rename({name: `a log in ${path}`, runName: basename(path), isFile: true}, true);
	const log = await newestLogIn(path, options.signal);
	if (log === undefined) {
		yield * reader.breakOff();
		reader.close();
		return;
	}

	reader.rename({name: log, runName: basename(log), isFile: true}, false);
	yield * watchFile(log, reader, options);
}

async function * watchFile(path: string, reader: SourceReader, {signal, isPatient = false}: WatchOptions): AsyncGenerator<ToldEvent, void, undefined> {
	const canBeCut = basename(path) === runFiles.events;
	if (canBeCut) {
		reader.isRecord(isPatient);
	}

	const file = new FollowedFile(path, {
		signal,
		canBeCut,
		onMissing(isMissing) {
			reader.setMissing(isMissing);
		},
	});
	try {
		for await (const piece of file.pieces()) {
			if (piece.type === 'bytes') {
				yield * reader.take(piece.bytes, piece.isOld);
			} else if (piece.type === 'replaced') {
				reader.restart();
			} else {
				yield * reader.settle();
				if (reader.isWaiting) {
					yield * reader.breakOff();
				} else if (reader.isFinished) {
					yield * reader.end();
					return;
				}
			}
		}

		yield * endOf(reader, signal);
	} finally {
		reader.close();
	}
}

async function * watchStream({stream, name}: {stream: Readable; name: string}, reader: SourceReader, signal: AbortSignal | undefined): AsyncGenerator<ToldEvent, void, undefined> {
	try {
		for await (const chunk of chunksOf(stream, name, signal)) {
			yield * reader.take(typeof chunk === 'string' ? Buffer.from(chunk) : chunk, false);
		}

		yield * endOf(reader, signal);
	} finally {
		reader.close();
	}
}

/**
Ends a run; half a line that somebody did not wait for is none.

@yields What the run still lacks.
*/
function * endOf(reader: SourceReader, signal: AbortSignal | undefined): Generator<ToldEvent, void, undefined> {
	yield * signal?.aborted ? reader.breakOff() : reader.end();
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
			throw new SourceError(`Expected ${name} to be readable, got “${systemReason(error)}”. Start it again.`);
		}
	}
}
