import {describe, expect, it} from 'vitest';
import {type Snapshot} from '../../source/session/snapshot.js';
import {statusNote} from '../../source/ui/status-note.js';
import {
	divergedSnapshot,
	emptySnapshot,
	exampleSnapshot,
	finishedSnapshot,
	validatedSnapshot,
} from '../helpers/example-snapshot.js';

const running = exampleSnapshot(393);
const stopped = finishedSnapshot({finish: {type: 'finish', reason: 'stopped', totals: {steps: 5, tokens: 9, elapsedMs: 1}}});
const wide = {hasKeys: true, width: 120};

describe('the status note', () => {
	it.each<[string, Snapshot, string]>([
		['running slowed down', running, 'Slowed to 100/s to watch; the engine can do 4,000/s. Press + to speed up.'],
		['running at full speed', exampleSnapshot(393, {speed: 'max'}), 'At full speed.'],
		['running slower than its pace', exampleSnapshot(393, {stepsPerSecond: 20}), 'At full speed.'],
		['paused', exampleSnapshot(393, {status: 'paused'}), 'Paused. Press s to take step 394, space to resume.'],
		['paused before the first step', {...emptySnapshot, status: 'paused'}, 'Paused. Press s to take step 1, space to resume.'],
		['finished', finishedSnapshot(), 'All steps are done. Press q to quit and print a summary.'],
		['stopped', stopped, 'Stopped. Press q to quit and print a summary.'],
		['failed', exampleSnapshot(3, {status: 'failed'}), 'The training failed.'],
		['failed for a reason', exampleSnapshot(3, {status: 'failed', failure: 'Expected luck, got none.'}), 'The training failed. Expected luck, got none.'],
	])('says what is going on: %s', (_, snapshot, note) => {
		expect(statusNote(snapshot, wide)).toBe(note);
	});

	it('shows the controls in a reason, and does not obey them', () => {
		const failed = exampleSnapshot(3, {status: 'failed', failure: 'Expected luck, got “\u{1B}[2J\nnone”.'});
		expect(statusNote(failed, wide)).not.toMatch(/[\n\u{1B}]/v);
	});

	it('says what to do about a divergence, at 80 columns too', () => {
		expect(statusNote(divergedSnapshot(12), {hasKeys: true, width: 150})).toContain('try a tenth of it');
		expect(statusNote(divergedSnapshot(12), {hasKeys: true, width: 78})).toContain('a tenth');
	});

	it('names no keys where there are none', () => {
		expect(statusNote(running, {hasKeys: false, width: 120})).toBe('Slowed to 100/s to watch; the engine can do 4,000/s.');
		expect(statusNote(finishedSnapshot(), {hasKeys: false, width: 120})).toBe('All steps are done.');
	});

	it('does not claim full speed before it knows', () => {
		expect(statusNote(emptySnapshot, wide)).toBe('Slowed to 100/s to watch.');
	});

	it('fits the smallest window whole, whatever happens', () => {
		const halted = [exampleSnapshot(999, {status: 'paused'}), exampleSnapshot(3, {status: 'failed'}), exampleSnapshot(3, {status: 'failed', failure: 'Expected a process of PyTorch that goes on computing, got one that was ended.'})];
		const snapshots = [running, emptySnapshot, validatedSnapshot(1), divergedSnapshot(999), finishedSnapshot(), stopped, ...halted];
		for (const snapshot of snapshots) {
			for (const hasKeys of [true, false]) {
				expect(statusNote(snapshot, {hasKeys, width: 38}).length).toBeLessThanOrEqual(38);
			}
		}
	});
});
