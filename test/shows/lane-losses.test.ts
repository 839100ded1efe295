import {setImmediate} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {RunRecord} from '../../source/history/run-record.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {LaneLosses} from '../../source/shows/lane-losses.js';
import {LockStep} from '../../source/shows/lock-step.js';
import {Replay} from '../../source/shows/replay.js';
import {type StartEvent, type TrainingEvent} from '../../source/training/events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

const stepCount = 10_000;

/**
A run from one of its steps on.

@yields All its steps after that.
*/
function * told(after = 0, last = stepCount): Generator<TrainingEvent, void, undefined> {
	for (let step = after + 1; step <= last; step++) {
		yield exampleStep(step);
	}
}

function session(events: Iterable<TrainingEvent>, past?: RunRecord): TrainingSession {
	return new TrainingSession({
		events: (async function * (): AsyncGenerator<TrainingEvent, void, undefined> {
			yield exampleStart(stepCount);
			yield * events;
			yield {type: 'finish', reason: 'completed', totals: {steps: stepCount, tokens: 5 * stepCount, elapsedMs: stepCount}};
		})(),
		controls: {learningRateScale: 1},
		speed: 'max',
		past,
	});
}

async function finished(of: TrainingSession): Promise<TrainingSession> {
	of.start();
	await of.finished;
	return of;
}

/** A fork whose losses are all higher by 0.5. */
const fork = async (after: number, last = stepCount) => finished(session([...told(after, last)].map(event => event.type === 'step' ? {...event, loss: event.loss + 0.5} : event)));

/** What the losses of a fork, which come now, and those of a run, which has come as far, differ by. */
async function compare(parent: TrainingSession, after: number) {
	const losses = new LaneLosses();
	const lane = await fork(after);
	losses.compare(lane, parent, after);
	for (let step = after + 1; step <= stepCount; step++) {
		losses.take(lane, step);
	}

	return losses.of(lane)!;
}

const parents: ReadonlyArray<{readonly what: string; readonly open: () => Promise<TrainingSession>}> = [
	{what: 'over', open: async () => finished(session(told()))},
	{
		what: 'resumed', async open() {
			const past = RunRecord.of([exampleStart(stepCount), ...told(0, 6000)]);
			return finished(session(told(6000), past));
		},
	},
	{
		what: 'replayed', async open() {
			const record: [StartEvent, ...TrainingEvent[]] = [exampleStart(stepCount), ...told()];
			const replay = new Replay(record, {speed: 'max', temperature: 1});
			replay.session.start();
			replay.seek(7000);
			await replay.session.finished;
			return replay.session;
		},
	},
];

describe.each(parents)('a run that has left another one, which is $what', ({open}) => {
	it('is compared with it in all steps since then', async () => {
		const comparison = await compare(await open(), 100);
		expect(comparison).toMatchObject({count: 9900, firstStep: 101, isWhole: true});
		expect(comparison.mean).toBeCloseTo(0.5, 9);
		expect(comparison.last).toBeCloseTo(0.5, 9);
	});
});

it('is compared as far as the steps of the other are known one by one, which is said', async () => {
	const {step, ...rest} = exampleStep(4000);
	const past = RunRecord.of([exampleStart(stepCount), ...told(0, 3990), {
		...rest, type: 'interval', firstStep: 3991, step, meanLoss: 2, minimumLoss: 2, minimumStep: 3991, maximumLoss: 2,
	}]);
	const parent = await finished(session(told(4000), past));
	expect(await compare(parent, 100)).toMatchObject({count: 6000, firstStep: 4001, isWhole: false});
	expect(await compare(parent, 4000)).toMatchObject({count: 6000, firstStep: 4001, isWhole: true});
});

it('leaves out what is no number, which is said', async () => {
	const parent = await finished(session([...told(0, 4999), {...exampleStep(5000), loss: NaN}, ...told(5000)]));
	expect(await compare(parent, 100)).toMatchObject({count: 9899, firstStep: 101, isWhole: false});
});

it('counts each step once, whoever of both comes to it first, also where the next frame is to show it only', async () => {
	const parent = session(told(0, 10));
	parent.subscribe(() => undefined);
	const losses = new LaneLosses();
	const lane = await fork(2, 8);
	losses.compare(lane, parent, 2);
	const steps = new LockStep();
	steps.join(parent, event => {
		if (event.type === 'step') {
			losses.take(parent, event.step);
		}
	});
	const stepTo = async (last: number) => {
		for (let step = (parent.record.lastStep?.step ?? 0) + 1; step <= last; step++) {
			parent.stepOnce();
			while ((parent.record.lastStep?.step ?? 0) < step) {
				await setImmediate();
			}
		}
	};

	await stepTo(5);
	expect(losses.of(lane)).toMatchObject({count: 3, firstStep: 3});
	await stepTo(10);
	losses.take(lane, 10);
	expect(losses.of(lane)).toMatchObject({count: 6, firstStep: 3, isWhole: true});
});
