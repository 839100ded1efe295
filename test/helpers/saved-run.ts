import {
	copyFileSync,
	linkSync,
	mkdirSync,
	readdirSync,
	statSync,
} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {type LocalRun} from '../../source/run/open-run.js';
import {type TrainingEvent} from '../../source/training/events.js';

/** All that is told, without what only the clock knows. */
export function timeless(event: TrainingEvent): TrainingEvent {
	const {elapsedMs, ...rest} = event as TrainingEvent & {elapsedMs?: number};
	const told = rest as TrainingEvent;
	return told.type === 'finish' ? {...told, totals: {...told.totals, elapsedMs: 0}} : told;
}

/**
Goes on with a run up to a step, or to its end; it can go on from there.

@yields What it tells, without its times, and without what only some runs tell.
*/
export async function * toldUntil({events}: Pick<LocalRun, 'events'>, to = Infinity): AsyncGenerator<TrainingEvent, void, undefined> {
	for (;;) {
		const {value, done} = await events.next();
		if (done) {
			return;
		}

		if (!['start', 'checkpoint', 'activity'].includes(value.type)) {
			yield timeless(value);
		}

		if (value.type === 'step' && value.step === to) {
			return;
		}
	}
}

/** What is recorded of a run, without its times. */
export async function timelessRecordOf(folder: string): Promise<TrainingEvent[]> {
	const text = await readFile(join(folder, 'events.jsonl'), 'utf8');
	return text.trimEnd().split('\n').map(line => timeless(JSON.parse(line) as TrainingEvent));
}

/**
Makes what would be left of a run if its process were killed now, but for the lock, which would be that of
nobody. In one go; what is being written meanwhile may be there, or not yet.
*/
export function copyAsKilled(folder: string, copy: string): void {
	mkdirSync(copy);
	const copies = new Map<number, string>();
	// The record as the last: it never has less than the checkpoint says.
	const names = readdirSync(folder).filter(name => name !== 'lock.json').toSorted((a, b) => Number(a === 'events.jsonl') - Number(b === 'events.jsonl'));
	for (const name of names) {
		try {
			copyTree(join(folder, name), join(copy, name), copies);
		} catch (error) {
			// It has got its name.
			if (!name.endsWith('.unfinished')) {
				throw error;
			}
		}
	}
}

/** Copies a file or a folder; what is one file by several names stays one, whose copies are known by their inodes. */
function copyTree(path: string, copy: string, copies: Map<number, string>): void {
	const stats = statSync(path);
	const earlier = copies.get(stats.ino);
	if (stats.isDirectory()) {
		mkdirSync(copy);
		for (const name of readdirSync(path)) {
			copyTree(join(path, name), join(copy, name), copies);
		}
	} else if (earlier === undefined) {
		copyFileSync(path, copy);
		copies.set(stats.ino, copy);
	} else {
		linkSync(earlier, copy);
	}
}

/** Takes so many events of a run, then leaves it; whether it was over before. */
export async function isOverAfter({events}: Pick<LocalRun, 'events'>, count: number): Promise<boolean> {
	let taken = 0;
	for await (const _event of events) {
		taken++;
		if (taken > count) {
			return false;
		}
	}

	return true;
}
