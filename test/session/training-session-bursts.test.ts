import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type LeftOnDisk} from '../../source/run/left-on-disk.js';
import {type Speed} from '../../source/session/pacer.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {type ToldEvent} from '../../source/training/told-events.js';
import {burstyTraining} from '../helpers/bursty-training.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';
import {pause} from '../helpers/terminal.js';

/**
A training that goes on for long.

@yields A start, then steps.
*/
async function * longTraining(): AsyncGenerator<TrainingEvent, void, undefined> {
	yield exampleStart(1e6);
	for (let step = 1; step <= 1e6; step++) {
		yield exampleStep(step);
	}
}

async function open(speed: Speed, {burstSize = 50, turnsPerBurst = 2, events = longTraining(), hasToFinish = false} = {}, whatIsLeft: () => Promise<LeftOnDisk | undefined> = async () => undefined) {
	const training = await burstyTraining(events, {burstSize, turnsPerBurst, hasToFinish});
	const recorded: ToldEvent[] = [];
	const session = new TrainingSession({
		events: training.events,
		controls: {learningRateScale: 1},
		lead: training.lead,
		async abandon() {
			await training.abandon();
			return whatIsLeft();
		},
		speed,
		onEvent(event) {
			recorded.push(event);
		},
	});
	return {session, training, recorded};
}

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
}

describe('a session of a training that works ahead', () => {
	it('says at once that it is paused, and tells what has been made', async () => {
		const {session, training} = await open('max');
		session.start();
		await turns(10);
		session.pause();
		expect(session.getSnapshot().status).toBe('paused');
		await turns(20);
		const shown = session.getSnapshot().lastStep!.step;
		expect(shown).toBe(training.made.steps);
		expect(shown).toBeGreaterThan(50);
		await turns(20);
		expect(training.made.steps).toBe(shown);
		await session.stop();
	});

	it('takes the steps that are asked for after those that were made already', async () => {
		const {session, training} = await open('max');
		session.start();
		await turns(10);
		const made = training.made.steps;
		// One burst is under way.
		session.stepOnce();
		session.stepOnce();
		await turns(30);
		expect(session.getSnapshot().lastStep!.step).toBe(training.made.steps);
		expect((training.made.steps - made) % 50).toBe(2);
		await session.stop();
	});

	it('takes exactly the step that is asked for before it was started', async () => {
		const {session, training} = await open('max');
		session.stepOnce();
		await turns(20);
		expect(session.getSnapshot()).toMatchObject({status: 'paused', lastStep: {step: 1}});
		expect(training.made.steps).toBe(1);
		session.stepOnce();
		await turns(1);
		// While the step is under way.
		session.setSpeed(10);
		await turns(20);
		expect(training.made.steps).toBe(2);
		await session.stop();
	});

	it('tells what has been made before it slows down, and then keeps the pace', async () => {
		vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance']});
		try {
			const opening = open('max');
			await vi.advanceTimersByTimeAsync(1);
			const {session, training} = await opening;
			session.start();
			await vi.advanceTimersByTimeAsync(5);
			session.setSpeed(10);
			await vi.advanceTimersByTimeAsync(50);
			const shown = session.getSnapshot().lastStep!.step;
			expect(shown).toBeGreaterThan(50);
			expect(shown).toBe(training.made.steps);
			await vi.advanceTimersByTimeAsync(1000);
			expect(session.getSnapshot().lastStep!.step).toBe(shown + 10);
			// Nothing is made before it is due.
			expect(training.made.steps).toBe(shown + 10);
			void session.stop();
			await vi.runAllTimersAsync();
		} finally {
			vi.useRealTimers();
		}
	});

	it('is never more than one burst ahead', async () => {
		const {session, training} = await open('max', {turnsPerBurst: 1});
		let farthest = 0;
		session.start();
		for (let turn = 0; turn < 100; turn++) {
			await turns(1);
			farthest = Math.max(farthest, training.made.steps - (session.getSnapshot().lastStep?.step ?? 0));
		}

		expect(farthest).toBeLessThanOrEqual(100);
		const {steps} = training.made;
		expect(steps).toBeGreaterThan(1000);
		await session.stop();
		// What was under way, and no more.
		expect(training.made.steps - steps).toBeLessThanOrEqual(50);
	});

	it('stops in the middle of a step that takes for ever', async () => {
		async function * stuck(): AsyncGenerator<TrainingEvent, void, undefined> {
			yield exampleStart(5);
			yield exampleStep(1);
			await new Promise(() => {
				// Never.
			});
		}

		const {session, training, recorded} = await open(1000, {events: stuck()});
		session.start();
		await turns(20);
		await session.stop();
		expect(recorded).toMatchObject([{type: 'start'}, {type: 'step'}, {type: 'finish', reason: 'stopped', totals: {steps: 1, tokens: 5}}]);
		expect(training.isClosed()).toBe(true);
	});

	it('waits for the step that is under way where the run is saved, says so, and tells it', async () => {
		let finishStep!: () => void;
		const computing = new Promise<void>(resolve => {
			finishStep = resolve;
		});
		async function * slow(): AsyncGenerator<TrainingEvent, void, undefined> {
			yield exampleStart(5);
			yield exampleStep(1);
			await computing;
			yield exampleStep(2);
			yield exampleStep(3);
		}

		const {session, recorded} = await open(1000, {events: slow(), hasToFinish: true});
		session.start();
		await vi.waitUntil(() => recorded.length === 2);
		await turns(5);
		expect(session.getSnapshot().stopping).toBeUndefined();
		const stopped = session.stop();
		await pause(100);
		expect(session.getSnapshot()).toMatchObject({stopping: 'step', status: 'running', lastStep: {step: 1}});
		finishStep();
		await stopped;
		expect(recorded.slice(2)).toMatchObject([{type: 'step', step: 2}, {type: 'finish', reason: 'stopped', totals: {steps: 2}}]);
		expect(session.getSnapshot()).toMatchObject({stopping: undefined, status: 'finished'});
	});

	it('leaves a step that takes for ever when it is abandoned', async () => {
		async function * stuck(): AsyncGenerator<TrainingEvent, void, undefined> {
			yield exampleStart(5);
			yield exampleStep(1);
			await new Promise(() => {
				// Never.
			});
		}

		const {session, recorded} = await open(1000, {events: stuck(), hasToFinish: true});
		session.start();
		await vi.waitUntil(() => recorded.length === 2);
		await turns(5);
		void session.stop();
		await pause(100);
		expect(session.getSnapshot().stopping).toBe('step');
		await session.abandon();
		expect(recorded.slice(2)).toMatchObject([{type: 'finish', reason: 'stopped', totals: {steps: 1}}]);
		expect(session.getSnapshot().status).toBe('finished');
	});

	it('tells what is left of it when it is abandoned, also what was saved in the middle of the last step', async () => {
		const checkpoint = {type: 'checkpoint', step: 1, path: '/runs/a/checkpoint.safetensors'} as const;
		for (const [left, expected] of [[{checkpoint}, 1], [{checkpoint: undefined}, undefined]] as const) {
			const {session} = await open(1000, {hasToFinish: true}, async () => left);
			session.start();
			await turns(5);
			void session.stop();
			await session.abandon();
			expect(session.getSnapshot()).toMatchObject({status: 'finished', isCutShort: true, saving: {step: expected}});
		}
	});

	it('ends also when what is left of it cannot be cleaned up, and tells so', async () => {
		const {session} = await open(1000, {hasToFinish: true}, async () => {
			throw new Error('stale file handle');
		});
		session.start();
		await turns(5);
		void session.stop();
		await session.abandon();
		await session.finished;
		expect(session.getSnapshot()).toMatchObject({status: 'failed', failure: 'stale file handle'});
	});

	it('tells what was made before a failure', async () => {
		async function * failing(): AsyncGenerator<TrainingEvent, void, undefined> {
			yield exampleStart(5);
			yield exampleStep(1);
			yield exampleStep(2);
			throw new Error('out of luck');
		}

		const {session, training, recorded} = await open('max', {events: failing(), burstSize: 1});
		session.start();
		await session.finished;
		expect(session.failure).toEqual(new Error('out of luck'));
		expect(recorded).toMatchObject([{type: 'start'}, {type: 'step'}, {type: 'step'}, {type: 'finish', reason: 'failed', totals: {steps: 2}}]);
		expect(training.isClosed()).toBe(true);
	});
});
