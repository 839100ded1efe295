import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {chapter7, coursePresets as models, microgpt} from '../../source/settings/presets.js';
import {Course, type CoursePlace, type OpenSession} from '../../source/shows/course.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {type ShownRun} from '../../source/shows/show.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {smallTraining} from '../helpers/small-training.js';

type Opened = {readonly config: RunConfig; readonly place: CoursePlace; readonly session: TrainingSession; isClosed: boolean};

/** A course of small trainings that remembers what was opened. */
async function beginCourse(config: RunConfig, open: (count: number) => void = () => undefined) {
	const opened: Opened[] = [];
	const openRun: OpenSession = async (runConfig, place) => {
		open(opened.length);
		const {events, controls} = smallTraining({steps: 30});
		const session = new TrainingSession({
			events, controls, speed: 'max', ...place,
		});
		const run: Opened = {
			config: runConfig, place, session, isClosed: false,
		};
		opened.push(run);
		return {
			session,
			async close() {
				run.isClosed = true;
			},
		};
	};

	const course = await Course.begin(config, openRun, openRun);
	let changes = 0;
	course.subscribe(() => {
		changes++;
	});
	return {course, opened, changes: () => changes};
}

const config = createRunConfig(chapter7, {
	seed: 7, engine: 'scalar', validationShare: 0.2, steps: 50, nEmbd: 32,
});

describe('a course', () => {
	it('goes from model to model and keeps the curves of those before', async () => {
		const {course, opened, changes} = await beginCourse(createRunConfig(chapter7));
		const before: Array<Partial<ShownRun>> = [];
		for (const [index, {name}] of models.entries()) {
			expect(opened.at(-1)).toMatchObject({config: {preset: name}, place: {nextPreset: models[index + 1]?.name}});
			course.session.start();
			await course.session.finished;
			const {curve} = course.session.getSnapshot();
			await course.next();
			if (!(index < models.length - 1)) {
				continue;
			}

			before.push({
				name, mark: undefined, curve, session: undefined,
			});
			expect(course.shown).toMatchObject({
				runs: [...before, {name: models[index + 1].name, mark: undefined, session: course.session}],
				focus: before.length,
			});
			expect(curve.length).toBe(30);
		}

		expect(opened.map(({isClosed}) => isClosed)).toEqual([true, true, false]);
		expect(changes()).toBe(2);
	});

	it('takes data, engine and seed along, and everything else from the preset', async () => {
		const {course, opened} = await beginCourse(config);
		course.session.start();
		await course.session.finished;
		await course.next();
		expect(opened[1].config).toEqual(createRunConfig(microgpt, {seed: 7, engine: 'scalar', validationShare: 0.2}));
	});

	it('takes a text along that cannot be read again', async () => {
		const dataset = {...config.dataset, pipe: 'standard input'};
		const {course, opened} = await beginCourse({...config, dataset});
		course.session.start();
		await course.session.finished;
		await course.restart();
		await course.session.finished;
		await course.next();
		expect(opened.map(run => run.config.dataset)).toEqual([dataset, dataset, {...dataset, blockSize: 16}]);
	});

	it('does not go on before a run is over', async () => {
		const {course, opened} = await beginCourse(config);
		await course.next();
		expect(opened).toHaveLength(1);
	});

	it('tells the next what the one that is left is called by now', async () => {
		const {course, opened} = await beginCourse(createRunConfig(chapter7));
		course.session.setTitle('renamed');
		await course.restart();
		await course.session.finished;
		expect(course.session.getSnapshot().title).toBe('renamed');
		course.session.setTitle('again');
		await course.next();
		expect(opened.map(({place: {title}}) => title)).toEqual([undefined, 'renamed', 'again']);
		await course.close();
	});

	it('starts a run again from its beginning, by itself', async () => {
		const {course, opened} = await beginCourse(config);
		course.session.start();
		const first = course.session;
		await course.restart();
		expect(first.getSnapshot().status).toBe('finished');
		expect(course.session).not.toBe(first);
		expect(opened[1].config).toBe(config);
		await course.session.finished;
		expect(course.session.getSnapshot().lastStep?.step).toBe(30);
		expect(opened[0].isClosed).toBe(true);
	});

	it('starts a run again with its schedule from its first step, whenever that was chosen', async () => {
		const {course, opened} = await beginCourse({...config, training: {...config.training, scheduleFrom: 20}});
		await course.restart();
		expect(opened[1].config).toEqual(config);
		await course.close();
	});

	it('changes once where it is asked twice', async () => {
		const {course, opened} = await beginCourse(config);
		course.session.start();
		await Promise.all([course.restart(), course.restart(), course.next()]);
		expect(opened).toHaveLength(2);
	});

	it('stays with its last run when the next cannot be opened', async () => {
		let isBroken = false;
		const {course, opened} = await beginCourse(config, () => {
			if (isBroken) {
				throw new ConfigError('too large');
			}
		});
		const {session} = course;
		isBroken = true;
		await expect(course.restart()).rejects.toThrow('too large');
		expect(course.session).toBe(session);
		isBroken = false;
		await course.restart();
		expect(opened).toHaveLength(2);
	});

	it('lets go of a run that is opened while the course is closed', async () => {
		const {course, opened} = await beginCourse(config);
		course.session.start();
		const change = course.restart();
		await course.close();
		await change;
		expect(opened.map(({isClosed}) => isClosed)).toEqual([true, true]);
		expect(opened[1].session.getSnapshot().status).toBe('idle');
	});

	it('stops and closes what is open', async () => {
		const {course, opened} = await beginCourse(config);
		course.session.start();
		await course.close();
		expect(course.session.getSnapshot().status).toBe('finished');
		expect(opened[0].isClosed).toBe(true);
	});
});
