import {setImmediate} from 'node:timers/promises';
import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {type Ask} from '../../source/run/run.js';
import {openRun} from '../../source/run/open-run.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {withSettings} from '../../source/settings/fork-options.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {Course} from '../../source/shows/course.js';
import {type LaneWish} from '../../source/shows/lane-group.js';
import {Lanes} from '../../source/shows/lanes.js';

const config = createRunConfig(chapter7, {steps: 120});
const closings: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(closings.splice(0).map(async close => close()));
});

type LaneOptions = {
	readonly historyBytes?: number;
	readonly first?: RunConfig;
	/** What tells the first run from the others. */
	readonly name?: string;
	/** Answers in the place of the first run. */
	readonly ask?: Ask;
};

/** A course whose first run is paused after a step, or at its end. */
async function openLanes(step: number, {historyBytes = 1e6, first = config, name, ask}: LaneOptions = {}) {
	const wishes: LaneWish[] = [];
	/** Which lane has taken which step, one after the other. */
	const taken: Array<{readonly lane: number; readonly step: number}> = [];
	const openSession = async (of: RunConfig, lane: number, origin?: LaneWish['origin']) => {
		const run = await openRun(of, '1.2.3', {historyBytes, origin});
		const session = new TrainingSession({
			...run,
			ask: (lane === 0 ? ask : undefined) ?? run.ask,
			speed: 'max',
			onEvent(event) {
				if (event.type === 'step') {
					taken.push({lane, step: event.step});
				}
			},
		});
		return {session, close: run.close};
	};

	const course = await Course.begin(first, async () => openSession(first, 0), async () => {
		throw new Error('Nothing else is opened.');
	});
	const lanes = new Lanes(course, async wish => {
		wishes.push(wish);
		return openSession(wish.config, wishes.length, wish.origin);
	}, name);
	closings.push(async () => {
		await lanes.close();
	});
	lanes.session.start();
	if (step < first.training.steps) {
		lanes.session.pause();
		while ((lanes.session.getSnapshot().lastStep?.step ?? 0) < step) {
			lanes.session.stepOnce();
			await setImmediate();
		}
	} else {
		await lanes.session.finished;
	}

	return {lanes, wishes, taken};
}

const stepOf = (session: TrainingSession) => session.getSnapshot().lastStep?.step ?? 0;

describe('runs that have left another one', () => {
	it('are shown beside it, the newest in focus, with what the losses of the same steps differ by', async () => {
		const {lanes, wishes} = await openLanes(120);
		const changed = withSettings(config, {learningRate: 0.02});
		await lanes.forking!.fork(40, changed, 'rate 0.02');
		expect(wishes).toMatchObject([{name: 'rate 0.02', isSaved: false, origin: {point: {step: 40, documents: 40}}}]);
		expect(lanes.config).toBe(changed);
		const [parent, fork] = lanes.sessions;
		expect(lanes.session).toBe(fork);
		await fork.finished;
		expect(lanes.shown).toMatchObject({focus: 1, runs: [{name: 'chapter7', mark: 'a', session: parent}, {name: 'rate 0.02', mark: 'b', session: fork}]});
		const {curve} = fork.getSnapshot();
		expect(curve.map(({firstStep}) => firstStep)).toEqual(Array.from({length: 80}, (_, index) => index + 41));
		const theirs = parent.getSnapshot().curve.slice(40);
		const differences = curve.map(({mean}, index) => mean - theirs[index].mean);
		const mean = differences.reduce((sum, difference) => sum + difference, 0) / 80;
		const {lane} = lanes.shown.runs[1];
		expect(lane).toMatchObject({comparedWith: 'a', comparison: {count: 80, firstStep: 41}});
		expect(lane!.comparison!.last).toBeCloseTo(differences.at(-1)!, 12);
		expect(lane!.comparison!.mean).toBeCloseTo(mean, 12);
		// Too few steps to tell how unsteady the differences are.
		expect(lane!.comparison!.standardError).toBeUndefined();
		// The first step has the weights of the other, so that only the later ones can differ.
		expect(differences[0]).toBe(0);
		expect(mean).not.toBe(0);
	});

	it('has the learning rate that was chosen for it, or that of the other one with the factor that it was given', async () => {
		const {lanes} = await openLanes(40);
		const [parent] = lanes.sessions;
		parent.setLearningRateScale(2.25);
		parent.stepOnce();
		while (parent.getSnapshot().lastStep!.step < 41) {
			await setImmediate();
		}

		const constant = withSettings(config, {schedule: 'constant'});
		await lanes.forking!.fork(41, withSettings(constant, {learningRate: 0.02}), 'rate 0.02, constant schedule');
		await lanes.session.finished;
		expect(lanes.session.getSnapshot()).toMatchObject({learningRateScale: 1, lastStep: {learningRate: 0.02}});
		lanes.focusNext!();
		expect(lanes.session).toBe(parent);
		await lanes.forking!.fork(41, constant, 'constant schedule');
		await lanes.session.finished;
		expect(lanes.session.getSnapshot().learningRateScale).toBe(2.25);
		expect(lanes.session.getSnapshot().lastStep!.learningRate).toBeCloseTo(2.25 * config.training.learningRate, 12);
	});

	it('are compared with it in all steps since, however many these are', async () => {
		const steps = 1300;
		const {lanes} = await openLanes(steps, {first: createRunConfig(chapter7, {steps})});
		await lanes.forking!.fork(100, createRunConfig(chapter7, {steps, learningRate: 0.02}), 'rate 0.02');
		await lanes.session.finished;
		expect(lanes.shown.runs[1].lane).toMatchObject({comparison: {count: 1200, firstStep: 101, isWhole: true}});
	});

	it('are called as somebody calls them, and say from which step on where they change nothing or are alike', async () => {
		const {lanes} = await openLanes(120);
		const namesNow = () => lanes.shown.runs.map(({name}) => name);
		const changed = withSettings(config, {learningRate: 0.02});
		await lanes.forking!.fork(40, changed, 'rate 0.02');
		expect(namesNow()).toEqual(['chapter7', 'rate 0.02']);
		const [parent, fork] = lanes.sessions;
		parent.setTitle('mine');
		lanes.focusNext!();
		await lanes.forking!.fork(60, changed, 'rate 0.02');
		lanes.focusNext!();
		await lanes.forking!.fork(60, config, 'unchanged');
		expect(namesNow()).toEqual(['mine', 'rate 0.02 from 40', 'rate 0.02 from 60', 'unchanged from 60']);
		fork.setTitle('fast');
		expect(namesNow()[1]).toBe('fast');
	});

	it('are called as somebody calls them by now, also the first of a race', async () => {
		const {lanes} = await openLanes(120, {name: 'sgd'});
		await lanes.forking!.fork(60, config, 'unchanged');
		expect(lanes.shown.runs[0].name).toBe('sgd');
		lanes.sessions[0].setTitle('mine');
		expect(lanes.shown.runs[0].name).toBe('mine');
	});

	it('is the run itself where nothing is changed', async () => {
		const {lanes} = await openLanes(120);
		await lanes.forking!.fork(60, config, 'unchanged');
		await lanes.session.finished;
		expect(lanes.shown.runs[1].lane!.comparison).toEqual({
			count: 60, firstStep: 61, last: 0, mean: 0, standardError: undefined, isWhole: true,
		});
		const [{curve}, fork] = lanes.sessions.map(session => session.getSnapshot());
		expect(fork.curve.map(({runningMean}) => runningMean)).toEqual(curve.slice(60).map(({runningMean}) => runningMean));
	});

	it('are not compared where they learn from other documents', async () => {
		const {lanes} = await openLanes(120);
		await lanes.forking!.fork(60, {...config, dataset: {...config.dataset, validationShare: 0.2}}, 'split');
		await lanes.session.finished;
		expect(lanes.shown.runs[1].lane).toEqual({
			comparedWith: 'a', from: 60, comparison: undefined, notComparable: 'other documents',
		});
		lanes.focusNext!();
		await lanes.forking!.fork(60, withSettings(config, {batchSize: 4}), 'batch 4');
		expect(lanes.shown.runs[2].lane).toEqual({
			comparedWith: 'a', from: 60, comparison: undefined, notComparable: 'other batch size',
		});
	});

	it('go in step: who is ahead waits for who is behind, and nobody for who is over', async () => {
		const {lanes, taken} = await openLanes(50);
		await lanes.forking!.fork(20, withSettings(config, {optimizer: 'sgd'}), 'SGD');
		for (const session of lanes.sessions) {
			session.pause();
		}

		await lanes.forking!.fork(20, withSettings(config, {beta1: 0, steps: 90}), 'beta 1 0');
		await Promise.all(lanes.sessions.map(async ({finished}) => finished));
		expect(lanes.sessions.map(session => stepOf(session))).toEqual([120, 120, 90]);
		const reached = [0, 20, 20];
		let checked = 0;
		for (const {lane, step} of taken) {
			reached[lane] = step;
			// They are all there from the first step of the last on, which stops before the others.
			const others = reached.filter((_, other) => other !== lane && !(other === 2 && reached[2] === 90));
			if (reached[2] === 20) {
				continue;
			}

			expect(step - 1).toBeLessThanOrEqual(Math.min(...others));
			checked++;
		}

		expect(checked).toBeGreaterThan(200);
	});

	it('can be gone through, and fork in their turn, up to six', async () => {
		const {lanes} = await openLanes(120);
		const changes: number[] = [];
		lanes.subscribe(() => {
			changes.push(lanes.runNumber);
		});
		for (let count = 1; count < 6; count++) {
			expect(lanes.forking!.hasRoom).toBe(true);
			await lanes.forking!.fork(100 + count, config, `lane ${count}`);
			await lanes.session.finished;
		}

		expect(lanes.forking!.hasRoom).toBe(false);
		// Somebody may have begun to choose while there was still room.
		await expect(lanes.forking!.fork(110, config, 'one more')).rejects.toThrow('at most 6 runs');
		expect(new Set(changes).size).toBe(5);
		expect(lanes.shown.runs.map(({lane}) => lane!.comparedWith)).toEqual([undefined, 'a', 'b', 'c', 'd', 'e']);
		const seen = Array.from({length: 6}, () => {
			lanes.focusNext!();
			return lanes.shown.focus;
		});
		expect(seen).toEqual([0, 1, 2, 3, 4, 5]);
		// What would put another run in the place of the first is not for several.
		expect(lanes.restart ?? lanes.next ?? lanes.seek).toBeUndefined();
	});

	it('are compared with the one that they have left, whichever is in focus by the time that they are there', async () => {
		const {lanes} = await openLanes(120);
		await lanes.forking!.fork(60, withSettings(config, {learningRate: 0.02}), 'rate 0.02');
		await lanes.session.finished;
		const opening = lanes.forking!.fork(90, withSettings(config, {learningRate: 0.03}), 'rate 0.03');
		lanes.focusNext!();
		await opening;
		await lanes.session.finished;
		expect(lanes.shown.runs[2].lane).toMatchObject({comparedWith: 'b', comparison: {count: 30, firstStep: 91}});
	});

	it('keep the one that they leave as it is while they are being opened', async () => {
		const {lanes} = await openLanes(120);
		expect(lanes.restart).toBeDefined();
		const opening = lanes.forking!.fork(60, config, 'unchanged');
		expect(lanes.restart ?? lanes.next ?? lanes.seek).toBeUndefined();
		await opening;
	});

	it('leave all as it was where they cannot be opened', async () => {
		const {lanes} = await openLanes(120, {historyBytes: 0});
		await expect(lanes.forking!.fork(60, config, 'unchanged')).rejects.toThrow(ConfigError);
		expect(lanes.restart).toBeDefined();
	});

	it('cannot leave where no state is kept, which is said', async () => {
		const {lanes} = await openLanes(120, {historyBytes: 0});
		await expect(lanes.forking!.fork(60, config, 'unchanged')).rejects.toThrow(ConfigError);
		expect(lanes.sessions.length).toBe(1);
	});

	it('are opened one after the other, which is said to whoever wants a second meanwhile', async () => {
		const {lanes, wishes} = await openLanes(120);
		const opening = lanes.forking!.fork(60, config, 'first');
		await expect(lanes.forking!.fork(80, config, 'second')).rejects.toThrow(ConfigError);
		await opening;
		await lanes.session.finished;
		await lanes.forking!.fork(80, config, 'third');
		expect(wishes.map(({name}) => name)).toEqual(['first', 'third']);
	});

	it('are given up when all is closed, however far it still is to where they leave', async () => {
		const ask = (async (question: readonly [string], {signal}: {readonly signal?: AbortSignal} = {}) => {
			expect(question).toEqual(['takeState']);
			return new Promise<undefined>(resolve => {
				signal?.addEventListener('abort', () => {
					resolve(undefined);
				});
			});
		}) as Ask;
		const {lanes, wishes} = await openLanes(120, {ask});
		const opening = lanes.forking!.fork(60, config, 'unchanged');
		await lanes.close();
		await opening;
		expect(wishes).toEqual([]);
	});

	it('may begin together, and are compared with the first', async () => {
		const {lanes} = await openLanes(0);
		await lanes.add({
			config: withSettings(config, {optimizer: 'sgd'}), origin: undefined, name: 'SGD', isSaved: false,
		});
		for (const session of lanes.sessions) {
			session.resume();
		}

		await Promise.all(lanes.sessions.map(async ({finished}) => finished));
		expect(lanes.shown.focus).toBe(0);
		expect(lanes.shown.runs[1].lane).toMatchObject({comparedWith: 'a', comparison: {count: 120, firstStep: 1}});
		expect(lanes.shown.runs[1].lane!.comparison!.mean).toBeGreaterThan(0);
	});
});
