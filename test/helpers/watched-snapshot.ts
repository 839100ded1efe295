import {EventSequence} from '../../source/shows/watch/event-sequence.js';
import {RunRecord} from '../../source/history/run-record.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {type SourceState} from '../../source/session/source-state.js';
import {emptySnapshot} from './example-snapshot.js';

/** A file that another program writes. */
export const exampleSource: SourceState = {
	name: 'train.log', isFile: true, isMissing: false, lines: 0, unread: undefined, countsFromZero: false, isJoined: false, isWaiting: false,
};

export type WatchedOptions = {
	readonly source?: Partial<SourceState>;
	readonly changes?: Partial<Snapshot>;
	/** Between two lines. */
	readonly intervalMs?: number;
	/** There are no more. */
	readonly isOver?: boolean;
};

/** What is known of a run of which another program has printed these lines. */
export function watchedSnapshot(lines: readonly string[], {source, changes, intervalMs = 100, isOver = false}: WatchedOptions = {}): Snapshot {
	const sequence = new EventSequence('train.log');
	const record = new RunRecord({hasFigureCurves: true});
	const events = lines.flatMap((line, index) => sequence.take(line, index * intervalMs));
	for (const event of isOver ? [...events, ...sequence.end()] : events) {
		record.record(event);
	}

	return {
		...emptySnapshot,
		...record.snapshot(),
		mode: 'watch',
		canAsk: false,
		status: isOver ? 'finished' : 'running',
		speed: 'max',
		learningRate: record.lastStep?.learningRate,
		elapsedMs: record.lastStep?.elapsedMs,
		source: {
			...exampleSource, lines: lines.length, countsFromZero: sequence.countsFromZero, isJoined: sequence.isJoined, ...source,
		},
		...changes,
	};
}

const lossAt = (step: number) => 2.2 + (1.1 * Math.exp(-step / 80)) + (Math.sin(step * 7) / 10);

/** Lines as microgpt.py prints them, of as many steps. */
export function plainLines(steps: number, plannedSteps: number): string[] {
	return Array.from({length: steps}, (_, index) => `step ${index + 1} / ${plannedSteps} | loss ${lossAt(index + 1).toFixed(4)}`);
}

/** Events that say as little as they may. */
export function bareEvents(steps: number): string[] {
	return Array.from({length: steps}, (_, index) => `{"type": "step", "step": ${index + 1}, "loss": ${lossAt(index + 1).toFixed(4)}}`);
}
