import {createReadStream} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {join} from 'node:path';
import {LineSplitter} from '../../files/line-splitter.js';
import {type ToldInterval, type ToldStep} from '../../training/told-events.js';
import {parseEvent} from './read-events.js';
import {runFiles} from './run-files.js';

type Told = ToldStep | ToldInterval;

/** So near to what is looked for, it is quicker to read on than to look. */
const nearBytes = 65_536;

/**
What the record of a run has of some steps. The steps in it rise, so that of a long record only a few pieces are read.

@param from - The first step that is wanted; a line of many steps counts where its last one is not before this.
@throws what the file system says.
*/
export async function readSteps(folder: string, [from, to]: readonly [from: number, to: number], signal?: AbortSignal): Promise<Told[]> {
	const path = join(folder, runFiles.events);
	const start = await findStep(path, from);
	const found: Told[] = [];
	for await (const event of stepsFrom(path, start, signal)) {
		if (event.step >= from && firstStepOf(event) <= to) {
			found.push(event);
		}

		if (event.step >= to) {
			break;
		}
	}

	return found;
}

/** A place in a record that is before a step, and near it. */
async function findStep(path: string, step: number): Promise<number> {
	const file = await open(path, 'r');
	try {
		const {size} = await file.stat();
		let [low, high] = [0, size];
		while (high - low > nearBytes) {
			const middle = Math.floor((low + high) / 2);
			if (await stepAfter(file, middle) < step) {
				low = middle;
			} else {
				high = middle;
			}
		}

		return low;
	} finally {
		await file.close();
	}
}

/** The first step that has a line of its own after a place; infinite where that is not near. */
async function stepAfter(file: FileHandle, place: number): Promise<number> {
	const {buffer, bytesRead} = await file.read({buffer: new Uint8Array(nearBytes), position: place});
	const [, ...lines] = new LineSplitter().push(buffer.subarray(0, bytesRead));
	for (const line of lines) {
		const event = line === undefined ? undefined : parseEvent(line);
		if (isStep(event)) {
			return event.step;
		}
	}

	return Infinity;
}

/**
Reads a record from a place on.

@yields Its steps, but for the line that the place is in the middle of.
*/
async function * stepsFrom(path: string, place: number, signal: AbortSignal | undefined): AsyncGenerator<Told, void, undefined> {
	const splitter = new LineSplitter();
	const chunks: AsyncIterable<Uint8Array> = createReadStream(path, {start: place, signal});
	let isFirst = place > 0;
	for await (const chunk of chunks) {
		for (const line of splitter.push(chunk)) {
			const event = isFirst || line === undefined ? undefined : parseEvent(line);
			isFirst = false;
			if (isStep(event)) {
				yield event;
			}
		}
	}
}

function isStep(event: ReturnType<typeof parseEvent> | undefined): event is Told {
	return typeof event === 'object' && (event.type === 'step' || event.type === 'interval');
}

function firstStepOf(event: Told): number {
	return event.type === 'interval' ? event.firstStep : event.step;
}
