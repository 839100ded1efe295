import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {Replay} from '../../source/shows/replay.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {noProgress} from '../../source/training/progress.js';
import {
	type IntervalEvent,
	type StartEvent,
	type StepEvent,
	type TrainingEvent,
} from '../../source/training/events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';
import {smallTraining} from '../helpers/small-training.js';
import {wide} from '../helpers/coach-texts.js';

const changedFrom = 8;

/** The record of a training of which a person changed the learning rate, the temperature and the beginning. */
async function recordedRun(): Promise<[StartEvent, ...TrainingEvent[]]> {
	const {start, events, controls} = smallTraining();
	const record: TrainingEvent[] = [];
	for await (const event of events) {
		record.push(event);
		if (!(event.type === 'step' && event.step === changedFrom - 1)) {
			continue;
		}

		controls.learningRateScale = 1.5;
		controls.temperature = 0.8;
		controls.prefix = 'a';
	}

	return [start, ...record.slice(1)];
}

function stepOf(record: readonly TrainingEvent[], wanted: number): StepEvent {
	return record.find(event => event.type === 'step' && event.step === wanted) as StepEvent;
}

/** A session that is not trained here, with the controls of nobody. */
async function shown(record: readonly TrainingEvent[], mode: 'replay' | 'watch') {
	const events = (async function * () {
		yield * record;
	})();
	const session = new TrainingSession({
		events, controls: {...noProgress().controls}, speed: 'max', mode,
	});
	session.start();
	await session.finished;
	return session.getSnapshot();
}

describe('a run that is not trained here', () => {
	it.each(['replay', 'watch'] as const)('shows in a %s the learning rate, the temperature and the beginning of its record', async mode => {
		const record = await recordedRun();
		const {learningRate, learningRateScale, learningRateChanges, temperature, prefix} = await shown(record, mode);
		expect(learningRate).toBe(stepOf(record, 20).learningRate);
		expect({
			learningRateScale, learningRateChanges, temperature, prefix,
		}).toEqual({
			learningRateScale: 1.5, learningRateChanges: [{step: changedFrom, scale: 1.5}], temperature: 0.8, prefix: 'a',
		});
	});
});

describe('a replay', () => {
	it('shows what was in force at the step at which it is', async () => {
		const record = await recordedRun();
		const replay = new Replay(record, {speed: 1, temperature: 0.5});
		const at = (steps: number) => {
			replay.seek(steps - (replay.session.getSnapshot().lastStep?.step ?? 0));
			const {lastStep, learningRate, learningRateScale, temperature, prefix, coachMessage} = replay.session.getSnapshot();
			return {
				step: lastStep?.step, learningRate, learningRateScale, temperature, prefix, said: wide(coachMessage),
			};
		};

		expect(at(5)).toMatchObject({
			step: 5, learningRate: stepOf(record, 5).learningRate, learningRateScale: 1, temperature: 0.5, prefix: '',
		});
		expect(at(12)).toMatchObject({
			step: 12, learningRate: stepOf(record, 12).learningRate, learningRateScale: 1.5, temperature: 0.8, prefix: 'a',
		});
		const {coachMessage} = replay.session.getSnapshot();
		expect(wide(coachMessage)).toBe('learning rate x 1.50 from step 8 on');
		await replay.close();
	});

	it('knows of the steps that a run was given later, once it has come to them', async () => {
		const record = await recordedRun();
		const position = record.findIndex(event => event.type === 'step' && event.step === 10);
		const [start, ...rest] = record;
		const longer = [...rest.slice(0, position - 1), {
			type: 'control', step: 10, learningRateScale: 1.5, steps: 40,
		} as const, ...rest.slice(position - 1)];
		const replay = new Replay([start, ...longer], {speed: 1, temperature: 0.5});
		replay.seek(5);
		await setTimeout(20);
		expect(replay.session.getSnapshot().start?.training.steps).toBe(20);
		replay.seek(10);
		await setTimeout(20);
		expect(replay.session.getSnapshot().start?.training.steps).toBe(40);
		await replay.close();
	});

	it('has one clock for what has passed and what is left, which goes on over a jump', async () => {
		const replay = new Replay(await recordedRun(), {speed: 10, temperature: 0.5});
		replay.session.start();
		await setTimeout(250);
		const before = replay.session.getSnapshot();
		expect(before.elapsedMs).toBeGreaterThan(200);
		// The engine took next to nothing, but ten steps a second take their time.
		expect(before.remainingMs).toBe((20 - before.lastStep!.step) * 100);
		replay.seek(8);
		await setTimeout(20);
		const after = replay.session.getSnapshot();
		expect(after.elapsedMs).toBeGreaterThanOrEqual(before.elapsedMs!);
		expect(after.remainingMs).toBe((20 - after.lastStep!.step) * 100);
		await replay.restart();
		expect(replay.session.getSnapshot().elapsedMs).toBeLessThan(before.elapsedMs!);
		await replay.close();
	});
});

describe('a replay of a run with many steps a line', () => {
	const intervalTo = (step: number): IntervalEvent => ({
		...exampleStep(step), type: 'interval', firstStep: step - 9, meanLoss: 2, minimumLoss: 1, minimumStep: step, maximumLoss: 3,
	});
	const evalAt = (step: number): TrainingEvent => ({
		type: 'eval', step, trainLoss: 2, validationLoss: 2.1,
	});
	/** What comes in the middle of a line stands before it. */
	const record: [StartEvent, ...TrainingEvent[]] = [
		exampleStart(30),
		evalAt(4),
		intervalTo(10),
		{type: 'control', step: 11, learningRateScale: 0.5},
		evalAt(14),
		{type: 'control', step: 17, learningRateScale: 0.25},
		intervalTo(20),
		evalAt(25),
		intervalTo(30),
		{type: 'finish', reason: 'completed', totals: {steps: 30, tokens: 1, elapsedMs: 1}},
	];

	function openAt(step: number): Replay {
		const replay = new Replay(record, {speed: 1, temperature: 0.5});
		replay.seek(step);
		return replay;
	}

	it('shows at a step nothing that happened after it', async () => {
		const shownAt = (step: number) => {
			const replay = openAt(step);
			const {lastStep, evaluations, learningRateScale} = replay.session.getSnapshot();
			void replay.close();
			return [lastStep?.step, evaluations.map(evaluation => evaluation.step), learningRateScale];
		};

		expect(shownAt(10)).toEqual([10, [4], 0.5]);
		expect(shownAt(13)).toEqual([10, [4], 0.5]);
		expect(shownAt(14)).toEqual([10, [4, 14], 0.5]);
		expect(shownAt(16)).toEqual([10, [4, 14], 0.25]);
		expect(shownAt(20)).toEqual([20, [4, 14], 0.25]);
		expect(shownAt(30)).toEqual([30, [4, 14, 25], 0.25]);
	});

	it('goes on to the next line, however small the steps', async () => {
		const replay = openAt(1);
		const stepNow = () => replay.session.getSnapshot().lastStep?.step;
		expect(stepNow()).toBe(10);
		replay.seek(1);
		expect(stepNow()).toBe(20);
		replay.seek(-1);
		expect(stepNow()).toBe(10);
		await replay.close();
	});
});
