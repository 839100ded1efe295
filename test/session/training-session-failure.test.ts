import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type Lead} from '../../source/run/burst-queue.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {type ToldEvent} from '../../source/training/told-events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

type Events = AsyncGenerator<TrainingEvent, void, undefined>;

async function * failingTraining(): Events {
	yield exampleStart(5);
	yield exampleStep(1);
	throw new Error('out of luck');
}

/**
A training that goes on for ever.

@yields A start, then steps.
*/
async function * endlessTraining(): Events {
	yield exampleStart(1e9);
	for (let step = 1; ; step++) {
		yield exampleStep(step);
	}
}

/**
A training that just ends, which none should.

@yields A start and one step, but no finish.
*/
async function * unfinishedTraining(): Events {
	yield exampleStart(5);
	yield exampleStep(1);
}

async function run(events: Events, onEvent: (event: ToldEvent) => Promise<void> | void = () => undefined) {
	const recorded: ToldEvent[] = [];
	const session = new TrainingSession({
		events,
		controls: {learningRateScale: 1},
		speed: 'max',
		async onEvent(event) {
			recorded.push(event);
			return onEvent(event);
		},
	});
	session.start();
	await session.finished;
	return {session, recorded};
}

describe('a session that fails', () => {
	it('tells its last event like any other', async () => {
		const {recorded} = await run(failingTraining());
		expect(recorded).toMatchObject([{type: 'start'}, {type: 'step'}, {type: 'finish', reason: 'failed', totals: {steps: 1, tokens: 5}}]);
	});

	it('says so when the training ends without a finish', async () => {
		const {session} = await run(unfinishedTraining());
		expect(session.failure).toEqual(new Error('The training ended without a finish event.'));
		expect(session.getSnapshot()).toMatchObject({status: 'failed', finish: {reason: 'failed', totals: {steps: 1}}});
	});

	it('says so when the record of an event fails, at once or later', async () => {
		const throwing = await run(endlessTraining(), ({type}) => {
			if (type === 'step') {
				throw new Error('full');
			}
		});
		const rejecting = await run(endlessTraining(), async ({type}) => {
			if (type === 'step') {
				throw new Error('full');
			}
		});
		for (const {session, recorded} of [throwing, rejecting]) {
			expect(session.failure).toEqual(new Error('full'));
			expect(session.getSnapshot()).toMatchObject({status: 'failed', finish: {reason: 'failed', totals: {steps: 1}}});
			expect(recorded.slice(0, 2)).toMatchObject([{type: 'start'}, {type: 'step', step: 1}]);
		}
	});

	it('makes an error of whatever was thrown', async () => {
		async function * rude(): Events {
			yield exampleStart(5);
			// eslint-disable-next-line @typescript-eslint/only-throw-error -- Other people's code may do so.
			throw 'out of luck';
		}

		const {session} = await run(rude());
		expect(session.failure).toEqual(new Error('The training failed: out of luck'));
	});

	it('takes no further action', async () => {
		const {session} = await run(failingTraining());
		session.start();
		session.stepOnce();
		session.resume();
		await session.stop();
		expect(session.getSnapshot().status).toBe('failed');
	});
});

describe('a session whose training fails on the other side', () => {
	const failedLead: Lead = {
		burstMs: 0, isAhead: false, failure: new Error('The thread died.'), wrapUp: vi.fn<() => void>(),
	};

	it.each(['completed', 'stopped'])('fails, also where nobody asks for more of a run that has %s', async how => {
		async function * training(): Events {
			yield exampleStart(1);
			yield exampleStep(1);
			if (how === 'completed') {
				yield {type: 'finish', reason: 'completed', totals: {steps: 1, tokens: 5, elapsedMs: 1}};
			} else {
				yield * endlessTraining();
			}
		}

		const session = new TrainingSession({
			events: training(), controls: {learningRateScale: 1}, lead: failedLead, speed: 'max',
		});
		session.start();
		if (how === 'stopped') {
			await session.stop();
		}

		await session.finished;
		expect(session.failure).toBe(failedLead.failure);
		expect(session.getSnapshot()).toMatchObject({status: 'failed', finish: {reason: how === 'completed' ? 'completed' : 'failed'}});
	});

	it('ends though it cannot be cleaned up either, with the first of the two reasons', async () => {
		const events = failingTraining();
		events.return = async () => {
			throw new Error('cannot be closed');
		};

		const {session, recorded} = await run(events);
		expect(session.failure).toEqual(new Error('out of luck'));
		expect(session.getSnapshot()).toMatchObject({status: 'failed', finish: {reason: 'failed', totals: {steps: 1}}});
		expect(recorded.map(({type}) => type)).toEqual(['start', 'step']);
	});
});

describe('a session that is stopped before it was started', () => {
	it('has nothing to tell and asks for nothing', async () => {
		const recorded: ToldEvent[] = [];
		let isAsked = false;
		async function * watched(): Events {
			isAsked = true;
			yield exampleStart(1);
		}

		const session = new TrainingSession({
			events: watched(),
			controls: {learningRateScale: 1},
			speed: 'max',
			onEvent(event) {
				recorded.push(event);
			},
		});
		await session.stop();
		session.start();
		await session.finished;
		expect(session.getSnapshot().status).toBe('finished');
		expect([recorded, isAsked]).toEqual([[], false]);
	});
});
