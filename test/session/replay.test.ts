import {describe, expect, it} from 'vitest';
import {Replay} from '../../source/session/replay.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {noProgress} from '../../source/training/progress.js';
import {type StartEvent, type StepEvent, type TrainingEvent} from '../../source/training/events.js';
import {smallTraining} from '../helpers/small-training.js';

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
		const replay = new Replay(record, 1, 0.5);
		const at = (steps: number) => {
			replay.seek(steps - (replay.session.getSnapshot().lastStep?.step ?? 0));
			const {lastStep, learningRate, learningRateScale, temperature, prefix, coachMessage} = replay.session.getSnapshot();
			return {
				step: lastStep?.step, learningRate, learningRateScale, temperature, prefix, said: coachMessage?.text,
			};
		};

		expect(at(5)).toMatchObject({
			step: 5, learningRate: stepOf(record, 5).learningRate, learningRateScale: 1, temperature: 0.5, prefix: '',
		});
		expect(at(12)).toMatchObject({
			step: 12, learningRate: stepOf(record, 12).learningRate, learningRateScale: 1.5, temperature: 0.8, prefix: 'a',
		});
		expect(replay.session.getSnapshot().coachMessage?.text).toBe('learning rate x 1.50 from step 8 on');
		await replay.close();
	});
});
