import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {type TrainingEvent} from '../training/events.js';
import {type Line, LineSplitter} from './line-splitter.js';
import {parseEvent} from './read-events.js';
import {runFiles} from './run-files.js';

/**
What is recorded of a run, without the lines that are no events.

@param signal - Gives up reading.
@throws what the file system says, or that it was given up.
*/
export async function readRecord(folder: string, signal?: AbortSignal): Promise<TrainingEvent[]> {
	const splitter = new LineSplitter();
	const events: TrainingEvent[] = [];
	const take = (lines: readonly Line[]) => {
		for (const line of lines) {
			const event = line === undefined ? 'malformed' : parseEvent(line);
			if (typeof event === 'object') {
				events.push(event);
			}
		}
	};

	const chunks: AsyncIterable<Uint8Array> = createReadStream(join(folder, runFiles.events), {signal});
	for await (const chunk of chunks) {
		take(splitter.push(chunk));
	}

	take(splitter.end());
	return events;
}
