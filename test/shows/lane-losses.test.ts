import {setImmediate} from 'node:timers/promises';
import {expect, it} from 'vitest';
import {TrainingSession} from '../../source/session/training-session.js';
import {LaneLosses} from '../../source/shows/lane-losses.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

async function * training(stepCount: number): AsyncGenerator<TrainingEvent, void, undefined> {
	yield exampleStart(stepCount);
	for (let step = 1; step <= stepCount; step++) {
		yield exampleStep(step);
	}

	yield {type: 'finish', reason: 'completed', totals: {steps: stepCount, tokens: 5 * stepCount, elapsedMs: stepCount}};
}

const open = (stepCount: number) => new TrainingSession({events: training(stepCount), controls: {learningRateScale: 1}, speed: 'max'});

it('counts what the other one has done up to now, also where the next frame is to show it only', async () => {
	const parent = open(20);
	parent.subscribe(() => undefined);
	for (let step = 1; step <= 5; step++) {
		parent.stepOnce();
		while ((parent.record.lastStep?.step ?? 0) < step) {
			await setImmediate();
		}
	}

	const losses = new LaneLosses();
	losses.compare(1, 0, {session: parent, after: 2});
	for (let step = 3; step <= 5; step++) {
		losses.take(1, step, exampleStep(step).loss + 1);
	}

	expect(losses.of(1)).toMatchObject({count: 3, firstStep: 3, last: 1});
});
