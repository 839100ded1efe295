import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {type ToldEvent, type ToldInterval, type ToldStart} from '../../training/told-events.js';
import {RunningMean} from '../../training/running-mean.js';
import {type Line, LineSplitter} from '../../files/line-splitter.js';
import {readCheckpointNotes} from './checkpoint-notes.js';
import {parseEvent} from './read-events.js';
import {runFiles} from './run-files.js';

/**
What is recorded of a run, without the lines that are no events.

@param signal - Gives up reading.
@throws what the file system says, or that it was given up.
*/
export async function readRecord(folder: string, signal?: AbortSignal): Promise<ToldEvent[]> {
	const splitter = new LineSplitter();
	const events: ToldEvent[] = [];
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

/**
How a run began, as its record says.

@returns undefined where that cannot be read.
*/
export async function readStart(folder: string): Promise<ToldStart | undefined> {
	const splitter = new LineSplitter();
	try {
		const chunks: AsyncIterable<Uint8Array> = createReadStream(join(folder, runFiles.events));
		for await (const chunk of chunks) {
			const [line] = splitter.push(chunk);
			if (line !== undefined) {
				const event = parseEvent(line);
				return typeof event === 'object' && event.type === 'start' ? event : undefined;
			}
		}
	} catch {
		// It is not there, or may not be read: whoever needs all of it says so.
	}

	return undefined;
}

/**
What happened in a run before it was taken up, to the last step: also those that have no line in the
record yet because others are still to come to them.

@throws what the file system says.
*/
export async function readPast(folder: string): Promise<ToldEvent[]> {
	const [events, interval] = await Promise.all([readRecord(folder), openIntervalOf(folder)]);
	return interval ? [...events, interval] : events;
}

async function openIntervalOf(folder: string): Promise<ToldInterval | undefined> {
	try {
		const {record: {interval, average}} = await readCheckpointNotes(join(folder, runFiles.checkpoint));
		const mean = new RunningMean();
		if (average) {
			mean.restore(average);
		}

		const {value: runningMean} = mean;
		return interval && {...interval.event, ...(runningMean !== undefined && {runningMean})};
	} catch {
		// There is no checkpoint yet: then it begins again.
		return undefined;
	}
}
