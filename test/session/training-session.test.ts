import fc from 'fast-check';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type Lead} from '../../source/run/burst-queue.js';
import {type Speed, speeds} from '../../source/session/pacer.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {type ToldEvent} from '../../source/training/told-events.js';
import {burstyTraining} from '../helpers/bursty-training.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

/**
A training of some steps, with an evaluation after every third one.

@yields Its events; every other step takes a turn of the event loop, the others none.
*/
async function * fakeTraining(stepCount: number): AsyncGenerator<TrainingEvent, void, undefined> {
	yield exampleStart(stepCount);
	for (let step = 1; step <= stepCount; step++) {
		if (step % 2 === 0) {
			await turns(1);
		}

		yield exampleStep(step);
		if (step % 3 === 0) {
			yield {
				type: 'eval', step, trainLoss: 2, validationLoss: 2.1,
			};
		}
	}

	yield {type: 'finish', reason: 'completed', totals: {steps: stepCount, tokens: 5 * stepCount, elapsedMs: stepCount}};
}

function open(stepCount: number, speed: Speed = 'max', events = fakeTraining(stepCount), lead?: Lead) {
	const recorded: ToldEvent[] = [];
	const session = new TrainingSession({
		events,
		controls: {learningRateScale: 1},
		lead,
		speed,
		onEvent(event) {
			recorded.push(event);
		},
	});
	return {session, recorded};
}

async function allOf(events: AsyncGenerator<TrainingEvent, void, undefined>): Promise<TrainingEvent[]> {
	const list: TrainingEvent[] = [];
	for await (const event of events) {
		list.push(event);
	}

	return list;
}

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
}

const action = fc.oneof(
	fc.constantFrom('start', 'pause', 'resume', 'stepOnce', 'stop' as const),
	fc.constantFrom<Speed[]>(...speeds),
	fc.record({scale: fc.double({min: 0.1, max: 10, noNaN: true})}),
	fc.record({turns: fc.integer({min: 0, max: 5})}),
	fc.record({microtasks: fc.integer({min: 1, max: 5})}),
);

type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

async function perform(session: TrainingSession, what: Action) {
	if (typeof what === 'number' || what === 'max') {
		session.setSpeed(what);
	} else if (what === 'stop') {
		void session.stop();
	} else if (typeof what === 'string') {
		session[what]();
	} else if ('scale' in what) {
		session.setLearningRateScale(what.scale);
	} else if ('turns' in what) {
		await turns(what.turns);
	} else {
		for (let count = 0; count < what.microtasks; count++) {
			await Promise.resolve();
		}
	}
}

describe('TrainingSession', () => {
	it.each(['in-process', 'bursty'])('never loses or doubles an event of an %s training, whatever the order of actions', async kind => {
		const bursts = fc.record({burstSize: fc.integer({min: 1, max: 7}), turnsPerBurst: fc.integer({min: 0, max: 3})});
		await fc.assert(fc.asyncProperty(fc.integer({min: 1, max: 20}), fc.array(action, {maxLength: 30, size: 'max'}), bursts, async (stepCount, actions, options) => {
			const bursty = kind === 'bursty' ? await burstyTraining(fakeTraining(stepCount), options) : undefined;
			const {session, recorded} = open(stepCount, 'max', bursty?.events, bursty?.lead);
			for (const what of actions) {
				await perform(session, what);
			}

			session.start();
			await session.stop();
			const everything = await allOf(fakeTraining(stepCount));
			const last = recorded.at(-1);
			// Stopped before its start, a session has nothing to tell.
			if (last === undefined) {
				return;
			}

			expect(last.type).toBe('finish');
			expect(recorded.filter(({type}) => type === 'finish')).toHaveLength(1);
			expect(recorded.slice(0, -1)).toEqual(everything.slice(0, recorded.length - 1));
			const steps = recorded.filter(({type}) => type === 'step').length;
			expect(last).toMatchObject({totals: {steps}});
			expect(session.getSnapshot()).toMatchObject({status: 'finished', finish: last, elapsedMs: expect.any(Number) as number});
			expect(session.getSnapshot().lastStep?.step ?? 0).toBe(steps);
			// The screen and the engine end at the same step.
			expect(bursty?.made.steps ?? steps).toBe(steps);
			expect(bursty?.isClosed() ?? true).toBe(true);
		}), {numRuns: 300});
	});

	it('runs to the end and then takes no more', async () => {
		const {session, recorded} = open(7);
		session.start();
		await session.finished;
		session.stepOnce();
		session.resume();
		session.pause();
		await session.stop();
		expect(recorded).toEqual(await allOf(fakeTraining(7)));
		expect(session.getSnapshot().status).toBe('finished');
	});

	it('stands still while it is paused, and takes exactly the steps that are asked for', async () => {
		const {session} = open(1000);
		session.start();
		await turns(3);
		session.pause();
		await turns(20);
		const paused = session.getSnapshot().lastStep!.step;
		await turns(20);
		expect(session.getSnapshot().lastStep!.step).toBe(paused);
		session.stepOnce();
		session.stepOnce();
		session.stepOnce();
		await turns(20);
		expect(session.getSnapshot()).toMatchObject({status: 'paused', lastStep: {step: paused + 3}});
		session.resume();
		await session.finished;
		expect(session.getSnapshot().lastStep!.step).toBe(1000);
	});

	it('pauses when a step is asked for, also before it was started', async () => {
		const {session} = open(50);
		session.stepOnce();
		await turns(10);
		expect(session.getSnapshot()).toMatchObject({status: 'paused', lastStep: {step: 1}, start: {type: 'start'}});
		await session.stop();
	});

	it('finishes with the last single step', async () => {
		const {session, recorded} = open(2);
		session.stepOnce();
		session.stepOnce();
		await session.finished;
		expect(recorded.at(-1)).toMatchObject({type: 'finish', reason: 'completed'});
	});

	it('takes steps at the pace that is set', async () => {
		vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance']});
		try {
			const {session} = open(10_000, 10);
			session.start();
			await vi.advanceTimersByTimeAsync(2050);
			expect(session.getSnapshot().lastStep!.step).toBe(21);
			session.setSpeed(100);
			await vi.advanceTimersByTimeAsync(1000);
			expect(session.getSnapshot().lastStep!.step).toBeGreaterThanOrEqual(119);
			expect(session.getSnapshot().lastStep!.step).toBeLessThanOrEqual(123);
			void session.stop();
			await vi.runAllTimersAsync();
		} finally {
			vi.useRealTimers();
		}
	});

	it('waits for a record that takes its time', async () => {
		const order: string[] = [];
		const session = new TrainingSession({
			events: fakeTraining(3),
			controls: {learningRateScale: 1},
			speed: 'max',
			async onEvent({type}) {
				order.push(`${type} begins`);
				await turns(3);
				order.push(`${type} ends`);
			},
		});
		session.start();
		await session.finished;
		expect(order.slice(0, 4)).toEqual(['start begins', 'start ends', 'step begins', 'step ends']);
	});

	it('fails with the training, and says why', async () => {
		async function * failing(): AsyncGenerator<TrainingEvent, void, undefined> {
			yield exampleStart(5);
			yield exampleStep(1);
			throw new Error('out of luck');
		}

		const {session} = open(5, 'max', failing());
		session.start();
		await session.finished;
		expect(session.failure).toEqual(new Error('out of luck'));
		expect(session.getSnapshot()).toMatchObject({status: 'failed', finish: {reason: 'failed', totals: {steps: 1}}});
	});

	it('lets the training clean up when it is stopped', async () => {
		let isCleanedUp = false;
		async function * cleaning(): AsyncGenerator<TrainingEvent, void, undefined> {
			try {
				yield * fakeTraining(1000);
			} finally {
				isCleanedUp = true;
			}
		}

		const {session} = open(1000, 'max', cleaning());
		session.start();
		await turns(3);
		await session.stop();
		expect(isCleanedUp).toBe(true);
	});

	it('hands the scale of the learning rate to the training', () => {
		const controls = {learningRateScale: 1};
		const session = new TrainingSession({events: fakeTraining(1), controls, speed: 'max'});
		session.setLearningRateScale(1.5);
		expect(controls.learningRateScale).toBe(1.5);
		expect(session.getSnapshot().learningRateScale).toBe(1.5);
	});
});
