import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type LoadProgress} from '../../source/data/load-progress.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {openRun} from '../../source/run/open-run.js';
import {type Run} from '../../source/run/run.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {TrainingSession} from '../../source/session/training-session.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {type ToldEvent} from '../../source/training/told-events.js';
import {builtUrl, importErrors, importOpenRunInWorker} from '../helpers/built-modules.js';
import {runCommand} from '../helpers/run-program.js';
import {allEvents} from '../helpers/small-training.js';
import {pause} from '../helpers/terminal.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const {openRunInWorker} = await importOpenRunInWorker();
const {ConfigError, DatasetError} = await importErrors();
const folder = useTemporaryFolder();
const options: RunOptions = {steps: 60, validationShare: 0.1, evalEvery: 25};

/** The events without what differs from one run to the next: how far something had come when some time had passed, and times. */
function comparable(events: readonly ToldEvent[]): unknown[] {
	return events.filter(({type}) => type !== 'activity').map(event => {
		if (event.type === 'step') {
			expect(event.elapsedMs).toBeGreaterThan(0);
			return {...event, elapsedMs: 0};
		}

		return event.type === 'finish' ? {...event, totals: {...event.totals, elapsedMs: 0}} : event;
	});
}

/** What a run in this thread tells. */
async function eventsInThisThread(config: RunConfig): Promise<unknown[]> {
	const {events} = await openRun(config, '1.2.3', {hasPreviews: true});
	return comparable(await allEvents(events));
}

function sessionOf(run: Run, speed: 'max' | 1000 = 'max') {
	const recorded: ToldEvent[] = [];
	const session = new TrainingSession({
		events: run.events,
		controls: run.controls,
		lead: run.lead,
		speed,
		onEvent(event) {
			recorded.push(event);
		},
	});
	return {session, recorded};
}

/** A model of which a step takes seconds. */
async function slowConfig(): Promise<RunConfig> {
	const data = await folder.write('long.txt', 'To be or not to be, that is the question. '.repeat(200));
	return createRunConfig(microgpt, {
		data, documents: 'stream', engine: 'scalar', nEmbd: 128, nLayer: 6, blockSize: 128,
	});
}

describe('a run in a worker', () => {
	it.each([chapter7, microgpt])('gives the same events as one in this thread: $name', async preset => {
		const config = createRunConfig(preset, {...options, samples: 3});
		const expected = await eventsInThisThread(config);
		for (const burstMs of [0, 16]) {
			const run = await openRunInWorker(config, '1.2.3', {hasPreviews: true});
			run.lead!.burstMs = burstMs;
			const events = comparable(await allEvents(run.events));
			expect(events).toEqual(expected);
			expect(events[0]).toEqual(run.start);
		}

		expect(new Set(expected.map(event => (event as TrainingEvent).type))).toEqual(new Set(['start', 'step', 'eval', 'sample', 'finish']));
	});

	it('loses and doubles nothing while it is paused, stepped, slowed down and hurried', async () => {
		const config = createRunConfig(chapter7, {...options, steps: 3000, evalEvery: 1000});
		const expected = await eventsInThisThread(config);
		const run = await openRunInWorker(config, '1.2.3', {hasPreviews: true});
		const {session, recorded} = sessionOf(run);
		session.start();
		for (let round = 0; round < 12; round++) {
			session.pause();
			await pause(round);
			session.stepOnce();
			session.stepOnce();
			await pause(5);
			session.setSpeed(round % 2 === 0 ? 1000 : 'max');
			session.resume();
			await pause(10);
		}

		session.setSpeed('max');
		await session.finished;
		expect(comparable(recorded)).toEqual(expected);
	});

	it('takes over the scale of the learning rate, and tells it', async () => {
		const run = await openRunInWorker(createRunConfig(chapter7, {steps: 100}), '1.2.3');
		const {session, recorded} = sessionOf(run);
		for (let step = 0; step < 10; step++) {
			session.stepOnce();
		}

		await vi.waitUntil(() => session.getSnapshot().lastStep?.step === 10, {timeout: 10_000});
		session.setLearningRateScale(0.5);
		session.resume();
		await session.finished;
		expect(recorded.filter(({type}) => type === 'control')).toEqual([{type: 'control', step: 11, learningRateScale: 0.5}]);
		expect(recorded.find(event => event.type === 'step' && event.step === 11)).toMatchObject({learningRate: 0.01 * 0.9 * 0.5});
	});

	it('counts the baselines, also when they take longer than the training', async () => {
		const config = createRunConfig(chapter7, {steps: 1});
		const run = await openRunInWorker(config, '1.2.3');
		run.lead!.burstMs = 16;
		const counting = run.ask(['countBaselines']);
		await allEvents(run.events);
		const local = await openRun(config, '1.2.3');
		const expected = await local.ask(['countBaselines']);
		expect(await counting).toEqual(expected);
		expect(await run.ask(['countBaselines'])).toEqual(expected);
	});

	it('has no baselines when it was closed before they were counted', async () => {
		const run = await openRunInWorker(createRunConfig(chapter7), '1.2.3');
		const counting = run.ask(['countBaselines']);
		await run.close();
		expect(await counting).toBeUndefined();
		expect(await run.ask(['countBaselines'])).toBeUndefined();
	});

	it('stops in the middle of a step that takes long', async () => {
		const run = await openRunInWorker(await slowConfig(), '1.2.3');
		const {session, recorded} = sessionOf(run);
		session.start();
		await pause(100);
		await session.stop();
		expect(recorded).toEqual([run.start, {type: 'finish', reason: 'stopped', totals: {steps: 0, tokens: 0, elapsedMs: 0}}]);
		expect(session.failure).toBeUndefined();
	});

	it('stops with the totals of what it told', async () => {
		const run = await openRunInWorker(createRunConfig(chapter7, {steps: 1_000_000}), '1.2.3');
		const {session, recorded} = sessionOf(run);
		session.start();
		await vi.waitUntil(() => recorded.length > 500, {timeout: 10_000});
		await session.stop();
		const steps = recorded.filter(event => event.type === 'step');
		expect(steps.map(({step}) => step)).toEqual(steps.map((_, index) => index + 1));
		expect(recorded.at(-1)).toEqual({
			type: 'finish',
			reason: 'stopped',
			totals: {steps: steps.length, tokens: steps.reduce((sum, {tokenCount}) => sum + (tokenCount ?? NaN), 0), elapsedMs: steps.at(-1)!.elapsedMs},
		});
	});
});

describe('a run in a worker that is saved', () => {
	const saving = (resumed?: string) => ({
		runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, resumed,
	});
	const openSaved = async (steps: number, resumed?: string) => openRunInWorker(createRunConfig(chapter7, {steps, samples: 0}), '1.2.3', {saving: saving(resumed)});

	/** What is in the folder, to the byte. */
	async function contentsOf(path: string) {
		const names = await readdir(path);
		return Promise.all(names.map(async name => [name, await readFile(join(path, name), 'latin1')]));
	}

	it('leaves nothing if it is closed before anything has come of it', async () => {
		const run = await openSaved(50);
		const path = run.saving!.folder;
		expect(run.saving!.resumedStep).toBeUndefined();
		await run.close();
		await expect(readdir(path)).rejects.toThrow('ENOENT');
	});

	it('is what it was when it is discarded after it was taken up again, or closed at once', async () => {
		const run = await openSaved(50);
		await allEvents(run.events);
		await run.close();
		const path = run.saving!.folder;
		const before = await contentsOf(path);
		const closed = await openSaved(1e6, path);
		await closed.close();
		expect(await contentsOf(path)).toEqual(before);
		const resumed = await openSaved(1e6, path);
		expect(resumed.saving!.resumedStep).toBe(50);
		const session = new TrainingSession({...resumed, speed: 'max'});
		session.start();
		await vi.waitUntil(() => (session.getSnapshot().lastStep?.step ?? 0) > 60, {timeout: 10_000});
		await session.save();
		expect(session.getSnapshot().saving.step).toBeGreaterThan(60);
		expect(session.getSnapshot().isDiscarded).toBe(false);
		await session.discard();
		expect(session.getSnapshot()).toMatchObject({isDiscarded: true, saving: {folder: path, resumedStep: 50, step: 50}});
		await resumed.close();
		expect(await contentsOf(path)).toEqual(before);
	});

	it('says that nothing is saved of a new run that was discarded', async () => {
		const run = await openSaved(1e6);
		const session = new TrainingSession({...run, speed: 'max'});
		session.start();
		await vi.waitUntil(() => (session.getSnapshot().lastStep?.step ?? 0) > 10, {timeout: 10_000});
		await session.save();
		expect(session.getSnapshot().saving.step).toBeGreaterThan(10);
		await session.discard();
		expect(session.getSnapshot().saving.step).toBeUndefined();
		await run.close();
		await expect(readdir(run.saving!.folder)).rejects.toThrow('ENOENT');
	});
});

describe('a worker in which something goes wrong', () => {
	it('tells the mistakes of the user in their own class and words', async () => {
		const missing = folder.pathOf('missing.txt');
		await expect(openRunInWorker(createRunConfig(chapter7, {data: missing}), '1.2.3'))
			.rejects.toThrow(new DatasetError(`Expected a text file, got ${missing}, which does not exist.`));
		await expect(openRunInWorker(createRunConfig(chapter7, {data: missing}), '1.2.3')).rejects.toBeInstanceOf(DatasetError);
		await expect(openRunInWorker(createRunConfig(chapter7, {seed: 0.5}), '1.2.3')).rejects.toBeInstanceOf(ConfigError);
	});

	it('tells that it crashed while it opened, and why', async () => {
		const broken = {...createRunConfig(chapter7), training: undefined} as unknown as RunConfig;
		await expect(openRunInWorker(broken, '1.2.3', {hasPreviews: true})).rejects.toMatchObject({
			message: expect.stringMatching(/^The training thread crashed: .*undefined/v) as string, cause: expect.any(TypeError) as TypeError,
		});
	});

	it('tells that it crashed in the training, after all that happened before', async () => {
		const config = createRunConfig(chapter7, options);
		const broken = {...config, training: {...config.training, evalEvery: 3n}} as unknown as RunConfig;
		const run = await openRunInWorker(broken, '1.2.3');
		const counting = run.ask(['countBaselines']);
		const {session, recorded} = sessionOf(run, 1000);
		session.start();
		await session.finished;
		expect(session.failure?.message).toMatch(/^The training thread crashed: .*BigInt/v);
		expect(session.failure?.cause).toBeInstanceOf(TypeError);
		expect(recorded).toMatchObject([{type: 'start'}, {type: 'step'}, {type: 'finish', reason: 'failed', totals: {steps: 1}}]);
		// Known or not, nobody waits for them.
		await counting;
	});

	it('gives up opening when it is told to', async () => {
		const aborted = AbortSignal.abort(new Error('enough'));
		await expect(openRunInWorker(createRunConfig(chapter7), '1.2.3', {signal: aborted})).rejects.toThrow('enough');
		// Read to its end, it would be refused.
		const data = await folder.write('large.txt', `${'To be or not to be.\n'.repeat(400_000)}\0`);
		const stopper = new AbortController();
		const told: LoadProgress[] = [];
		const opening = openRunInWorker(createRunConfig(chapter7, {data}), '1.2.3', {
			signal: stopper.signal,
			onProgress(progress) {
				told.push(progress);
				stopper.abort(new Error('too large'));
			},
		});
		await expect(opening).rejects.toThrow('too large');
		expect(told[0]).toEqual({
			activity: 'reading', path: data, done: 0, total: 8_000_001,
		});
	});
});

describe('a program with a run in a worker', () => {
	it.each([
		['the run is over', 'run.lead.burstMs = 16; for await (const event of run.events);'],
		['the run is stopped', 'await run.events.next(); await run.events.next(); await run.events.return();'],
		['the run is closed', 'await run.close();'],
	])('ends by itself when %s', async (_, action) => {
		const script = await folder.write('program.mjs', `
			import {openRunInWorker} from '${builtUrl('run/open-run-in-worker.js')}';
			import {createRunConfig} from '${builtUrl('settings/run-config.js')}';
			import {chapter7} from '${builtUrl('settings/presets.js')}';

			const config = createRunConfig(chapter7, {steps: 50});
			const run = await openRunInWorker(config, '1.2.3');
			${action}
			console.log('done');
		`);
		expect(await runCommand('.', process.execPath, script)).toBe('done\n');
	});
});
