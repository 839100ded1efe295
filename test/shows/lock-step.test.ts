import {setImmediate} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {TrainingSession} from '../../source/session/training-session.js';
import {LockStep} from '../../source/shows/lock-step.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

async function * training(stepCount: number, close: () => Promise<void> = async () => undefined): AsyncGenerator<TrainingEvent, void, undefined> {
	try {
		yield exampleStart(stepCount);
		for (let step = 1; step <= stepCount; step++) {
			yield exampleStep(step);
		}

		yield {type: 'finish', reason: 'completed', totals: {steps: stepCount, tokens: 5 * stepCount, elapsedMs: stepCount}};
	} finally {
		await close();
	}
}

const open = (events = training(20)) => new TrainingSession({events, controls: {learningRateScale: 1}, speed: 'max'});

/** A training after some steps. */
async function openAfter(steps: number) {
	const session = open();
	for (let step = 1; step <= steps; step++) {
		session.stepOnce();
		while ((session.record.lastStep?.step ?? 0) < step) {
			await setImmediate();
		}
	}

	return session;
}

it('begins with how far the runs have come, and not with how far they are shown', async () => {
	const steps = new LockStep();
	const behind = await openAfter(3);
	const other = await openAfter(3);
	// For whoever watches, the next frame is not due yet.
	other.subscribe(() => undefined);
	other.stepOnce();
	await setImmediate();
	expect(other.record.lastStep!.step).toBe(4);
	const taken: number[] = [];
	steps.join(behind, event => {
		taken.push(...event.type === 'step' ? [event.step] : []);
	});
	steps.join(other, event => {
		if (event.type === 'step') {
			// It was ahead: its fifth step waits for the fourth of the other.
			expect(taken).toContain(event.step - 1);
		}
	});
	other.resume();
	for (let turn = 0; turn < 20; turn++) {
		await setImmediate();
	}

	expect(other.record.lastStep!.step).toBe(4);
	behind.resume();
	await Promise.all([behind.finished, other.finished]);
	expect(taken).toEqual(Array.from({length: 17}, (_, index) => index + 4));
});

it('waits for nobody whose last step is told, also while that one is still being saved', async () => {
	let save!: () => void;
	const saved = new Promise<void>(resolve => {
		save = resolve;
	});
	const ending = open(training(10, async () => saved));
	ending.start();
	while (!ending.record.finish) {
		await setImmediate();
	}

	const steps = new LockStep();
	const other = open();
	steps.join(ending, () => undefined);
	steps.join(other, () => undefined);
	expect(ending.getSnapshot().status).toBe('running');
	other.start();
	await other.finished;
	expect(other.record.lastStep!.step).toBe(20);
	save();
	await ending.finished;
});
