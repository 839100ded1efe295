import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type Ask} from '../../source/run/run.js';
import {type TrainingSessionOptions} from '../../source/session/session-options.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {type ToldEvent} from '../../source/training/told-events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';
import {exampleSource} from '../helpers/watched-snapshot.js';

/**
A training that goes on for long.

@yields A start, then steps.
*/
async function * longTraining(): AsyncGenerator<TrainingEvent, void, undefined> {
	yield exampleStart(1e6);
	for (let step = 1; ; step++) {
		yield exampleStep(step);
	}
}

async function turns(count: number) {
	for (let turn = 0; turn < count; turn++) {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
	}
}

/** A session that somebody looks at, and how often it has shown something new. */
function open(options: Partial<TrainingSessionOptions> = {}) {
	const session = new TrainingSession({
		events: longTraining(), controls: {learningRateScale: 1}, speed: 'max', ...options,
	});
	const onShown = vi.fn<() => void>();
	session.subscribe(onShown);
	return {session, onShown};
}

describe('a session that somebody looks at', () => {
	it('shows at once what a person changes', () => {
		const {session, onShown} = open();
		for (const [change, shown] of [
			[() => {
				session.setTemperature(0.7);
			}, {temperature: 0.7}],
			[() => {
				session.setPrefix('ka');
			}, {prefix: 'ka'}],
			[() => {
				session.setTitle('one');
			}, {title: 'one'}],
			[() => {
				session.setSpeed(100);
			}, {speed: 100}],
			[() => {
				session.setLearningRateScale(2);
			}, {learningRateScale: 2}],
		] as const) {
			onShown.mockClear();
			change();
			expect(onShown).toHaveBeenCalled();
			expect(session.getSnapshot()).toMatchObject(shown);
		}
	});

	it('shows what else happens to the run when it happens, and what stands beside it with the next frame', async () => {
		let tell!: (event: TrainingEvent) => void;
		let changeSource!: () => void;
		const source = {
			state: {...exampleSource, lines: 0},
			subscribe(listener: () => void) {
				changeSource = listener;
			},
			onBack: () => undefined,
		};
		const {session, onShown} = open({
			source,
			listen(listener) {
				tell = listener;
			},
		});
		tell({type: 'checkpoint', step: 7, path: '/runs/one/checkpoint.safetensors'});
		expect(onShown).toHaveBeenCalledOnce();
		expect(session.getSnapshot()).toMatchObject({saving: {step: 7}, source: {lines: 0}});
		onShown.mockClear();
		source.state = {...exampleSource, lines: 3};
		changeSource();
		await vi.waitUntil(() => onShown.mock.calls.length > 0);
		expect(session.getSnapshot().source?.lines).toBe(3);
		onShown.mockClear();
		session.refresh();
		await vi.waitUntil(() => onShown.mock.calls.length > 0);
	});

	it('shows what the coach comes to say while nothing happens', async () => {
		vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'performance']});
		try {
			const {session, onShown} = open({isOpening: true});
			session.stepOnce();
			await turns(5);
			await vi.advanceTimersByTimeAsync(100);
			const first = session.getSnapshot().coachMessage;
			expect(first?.wordings[0]).toContain('Watch the loss fall');
			onShown.mockClear();
			await vi.advanceTimersByTimeAsync(3000);
			expect(onShown).toHaveBeenCalled();
			expect(session.getSnapshot().coachMessage).not.toEqual(first);
			await session.stop();
		} finally {
			vi.useRealTimers();
		}
	});

	it('says that it is the saving that is waited for once the step under way is done', async () => {
		let finishStep!: () => void;
		const computing = new Promise<void>(resolve => {
			finishStep = resolve;
		});
		let finishSaving!: () => void;
		const savingEnds = new Promise<void>(resolve => {
			finishSaving = resolve;
		});
		const lead = {
			burstMs: 0, isAhead: true, failure: undefined, wrapUp: vi.fn<() => void>(),
		};
		async function * saved(): AsyncGenerator<TrainingEvent, void, undefined> {
			try {
				yield exampleStart(9);
				yield exampleStep(1);
				await computing;
				lead.isAhead = false;
				yield exampleStep(2);
			} finally {
				await savingEnds;
			}
		}

		const {session} = open({events: saved(), lead, saving: {folder: '/runs/one', resumedStep: undefined}});
		session.start();
		await turns(3);
		const stopped = session.stop();
		await turns(3);
		expect(session.getSnapshot()).toMatchObject({stopping: 'step', lastStep: {step: 1}});
		finishStep();
		await turns(3);
		expect(session.getSnapshot()).toMatchObject({stopping: 'saving', lastStep: {step: 2}});
		finishSaving();
		await stopped;
		expect(session.getSnapshot()).toMatchObject({stopping: undefined, status: 'finished'});
	});

	it('keeps what the run had come to before another program began it anew', async () => {
		async function * twice(): AsyncGenerator<ToldEvent, void, undefined> {
			yield exampleStart(3);
			for (const step of [1, 2, 3, 1]) {
				yield exampleStep(step);
			}

			yield {type: 'finish', reason: 'stopped', totals: {steps: 1}};
		}

		const {session} = open({events: twice(), mode: 'watch'});
		expect(session.earlier).toEqual([]);
		session.start();
		await session.finished;
		expect(session.earlier).toMatchObject([{name: 'chapter7', curve: [{}, {}, {}]}]);
		expect(session.record.lastStep?.step).toBe(1);
	});
});

describe('whether there is anybody to ask', () => {
	const ask: Ask = async () => undefined;

	it('is said by whoever can be asked, unless it is said otherwise', () => {
		expect(open().session.getSnapshot().canAsk).toBe(false);
		expect(open({ask}).session.getSnapshot().canAsk).toBe(true);
		expect(open({ask, hasModel: false}).session.getSnapshot().canAsk).toBe(false);
		expect(open({ask, hasModel: true}).session.getSnapshot().canAsk).toBe(true);
	});
});

describe('a save that a person asks for', () => {
	it('is asked of the run, and shown as wanted from the step that it has come to', async () => {
		const ask = vi.fn<(question: unknown) => Promise<undefined>>(async () => undefined);
		const saving = {folder: '/runs/one', resumedStep: 4};
		const {session, onShown} = open({ask, saving});
		expect(session.getSnapshot().saving).toEqual({...saving, step: undefined, requestedStep: undefined});
		void session.save();
		expect(onShown).toHaveBeenCalledOnce();
		expect(session.getSnapshot().saving.requestedStep).toBe(0);
		session.stepOnce();
		session.stepOnce();
		await vi.waitUntil(() => session.record.lastStep?.step === 2);
		await session.save();
		expect(session.getSnapshot().saving).toEqual({...saving, step: undefined, requestedStep: 2});
		expect(ask.mock.calls.map(([question]) => question)).toEqual([['save'], ['save']]);
		await session.stop();
	});
});

describe('a session in company', () => {
	it('takes a step when it may and is woken, and tells its company of every event', async () => {
		const told: ToldEvent[] = [];
		let allowed = 0;
		const {session} = open();
		session.join({
			mayStep: () => (session.record.lastStep?.step ?? 0) < allowed,
			onEvent(event) {
				told.push(event);
			},
		});
		session.start();
		await turns(5);
		expect(told).toMatchObject([{type: 'start'}]);
		allowed = 2;
		await turns(5);
		expect(told).toHaveLength(1);
		session.wake();
		await turns(5);
		expect(told).toMatchObject([{type: 'start'}, {type: 'step', step: 1}, {type: 'step', step: 2}]);
		await session.stop();
		expect(told.at(-1)).toMatchObject({type: 'finish', reason: 'stopped'});
	});
});

describe('a pace of stretches', () => {
	it('is that of steps', async () => {
		async function * stretches(): AsyncGenerator<ToldEvent, void, undefined> {
			yield exampleStart(1e6);
			for (let step = 10; ; step += 10) {
				yield {
					...exampleStep(step), type: 'interval', firstStep: step - 9, meanLoss: 2, minimumLoss: 2, minimumStep: step, maximumLoss: 2,
				};
			}
		}

		vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance']});
		try {
			const {session} = open({events: stretches(), mode: 'replay', speed: 10});
			session.start();
			await vi.advanceTimersByTimeAsync(1050);
			expect(session.record.lastStep?.step).toBe(110);
			void session.stop();
			await vi.runAllTimersAsync();
		} finally {
			vi.useRealTimers();
		}
	});
});
