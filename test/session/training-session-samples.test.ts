import {describe, expect, it} from 'vitest';
import {chapter7} from '../../source/settings/presets.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type ToldEvent} from '../../source/training/told-events.js';

async function open() {
	const run = await openRun(createRunConfig(chapter7, {steps: 60}), 'test', {hasPreviews: true});
	const told: ToldEvent[] = [];
	const session = new TrainingSession({
		...run,
		speed: 'max',
		temperature: 0.5,
		onEvent(event) {
			told.push(event);
		},
	});
	return {run, session, told};
}

describe('what a person asks a session to make up', () => {
	it('shows the temperature of the run until another is set', async () => {
		const {session, run} = await open();
		expect(session.getSnapshot()).toMatchObject({temperature: 0.5, prefix: ''});
		session.setTemperature(1.25);
		session.setPrefix('ka');
		expect(session.getSnapshot()).toMatchObject({temperature: 1.25, prefix: 'ka'});
		expect(run.controls).toEqual({learningRateScale: 1, temperature: 1.25, prefix: 'ka'});
	});

	it('comes after the others, as the temperature and the beginning say, also before the first step and after the last', async () => {
		const {session} = await open();
		session.setTemperature(0.3);
		session.setPrefix('ka');
		await session.makeUp();
		expect(session.getSnapshot().samples).toMatchObject([{step: 0, temperature: 0.3, prefix: 'ka'}]);
		session.start();
		await session.finished;
		const before = session.getSnapshot();
		session.setPrefix('');
		await session.makeUp();
		const {samples, noveltyShares, status} = session.getSnapshot();
		expect(status).toBe('finished');
		expect(samples.slice(0, -1)).toEqual(before.samples);
		expect(samples.at(-1)).toMatchObject({step: 60, temperature: 0.3});
		expect(samples.at(-1)).not.toHaveProperty('prefix');
		expect(noveltyShares.reduce((sum, {total}) => sum + total, 0)).toBe(samples.length);
	});

	it('is no part of the events of the run, which stay the same', async () => {
		const [plain, watched] = [await open(), await open()];
		for (const {session} of [plain, watched]) {
			session.start();
			session.stepOnce();
		}

		await watched.session.makeUp();
		for (const {session} of [plain, watched]) {
			session.resume();
			await session.finished;
		}

		const samplesOf = ({told}: typeof plain) => told.filter(({type}) => type === 'sample');
		const lossesOf = ({told}: typeof plain) => told.flatMap(event => event.type === 'step' ? [event.loss] : []);
		expect(samplesOf(watched)).toEqual(samplesOf(plain));
		expect(lossesOf(watched)).toEqual(lossesOf(plain));
		expect(watched.session.getSnapshot().samples).toHaveLength(samplesOf(plain).length + 1);
	});

	it('is nothing where nobody answers', async () => {
		const {run} = await open();
		const session = new TrainingSession({events: run.events, controls: run.controls, speed: 'max'});
		await session.makeUp();
		expect(session.getSnapshot().samples).toEqual([]);
	});
});
