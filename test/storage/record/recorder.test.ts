import {
	mkdir,
	readdir,
	readFile,
	rm,
	rmdir,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {setImmediate, setTimeout} from 'node:timers/promises';
import fc from 'fast-check';
import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type RealArray} from '../../../source/model/parameters.js';
import {readCheckpoint} from '../../../source/storage/record/checkpoint.js';
import {EventLog} from '../../../source/storage/record/event-log.js';
import {resumeRun} from '../../../source/storage/runs/open-recorder.js';
import {readRunInfo} from '../../../source/storage/record/run-info.js';
import {type RecordedTraining} from '../../../source/storage/record/run-states.js';
import {type TrainingEvent} from '../../../source/training/events.js';
import {
	openScriptedRun,
	scriptedConfig,
	type Script,
	type ScriptedRun,
	type ScriptedRunOptions,
	takeUntil,
	untilStep,
	untilTheEnd,
} from '../../helpers/scripted-run.js';
import {exampleStep} from '../../helpers/example-events.js';
import {withoutMemory} from '../../helpers/out-of-memory.js';
import {copyAsKilled} from '../../helpers/saved-run.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
const newRunsFolder = () => temporary.pathOf(`runs-${++count}`);
const checkpointOf = async ({recorder}: ScriptedRun) => readCheckpoint(join(recorder.folder, 'checkpoint.safetensors'));
const bestOf = async ({recorder}: ScriptedRun) => readCheckpoint(join(recorder.folder, 'best.safetensors'));
const isFinite = (numbers: RealArray) => [...numbers].every(number => Number.isFinite(number));
const stepOf = async (run: ScriptedRun) => checkpointOf(run).then(({progress}) => progress.step);
const lossOfBest = async (run: ScriptedRun) => bestOf(run).then(({record}) => record.bestLoss);

async function stepOfBest(run: ScriptedRun): Promise<number | undefined> {
	try {
		const {progress} = await bestOf(run);
		return progress.step;
	} catch {
		return undefined;
	}
}

/** Until whatever has been begun on the disk is done; a test knows no better. */
async function settled(isSettled: () => boolean | Promise<boolean>) {
	await vi.waitUntil(isSettled, {timeout: 10_000, interval: 5});
}

describe('the best state', () => {
	/** Holds up whatever is written until it is let go. */
	function holdWriting() {
		let letGo!: () => void;
		const gate = new Promise<void>(resolve => {
			letGo = resolve;
		});
		const sync = vi.spyOn(EventLog.prototype, 'sync').mockImplementation(async () => gate);
		return {sync, letGo};
	}

	afterEach(() => {
		vi.restoreAllMocks();
	});

	it('is written while the training goes on, and of those that wait only the best', async () => {
		const run = await openScriptedRun({validationLossOf: step => 3 - (step / 10)}, {runsFolder: newRunsFolder()});
		const {sync, letGo} = holdWriting();
		// Each of them is the best so far.
		const events = await untilStep(run, 10);
		expect(events.filter(({type}) => type === 'eval')).toHaveLength(9);
		await vi.waitUntil(() => sync.mock.calls.length > 0);
		expect(sync).toHaveBeenCalledOnce();
		letGo();
		// The first is written, then the last: those between have given way.
		await settled(async () => await stepOfBest(run) === 9);
		expect(sync).toHaveBeenCalledTimes(2);
		expect(await lossOfBest(run)).toBe(3 - (9 / 10));
		await run.events.return();
		expect(await stepOfBest(run)).toBe(9);
	});

	it('is told in what stands beside it, also when the last one is worse, and over a resume', async () => {
		const runsFolder = newRunsFolder();
		const run = await openScriptedRun({steps: 20, validationLossOf: step => step === 4 ? 1.5 : 2}, {runsFolder});
		await untilStep(run, 9);
		await run.events.return();
		expect(await readRunInfo(run.recorder.folder)).toMatchObject({validationLoss: 2, bestValidationLoss: 1.5});
		const resumed = await openScriptedRun({steps: 20, validationLossOf: () => 3}, {runsFolder, resumed: run.recorder.folder});
		await untilTheEnd(resumed);
		expect(await readRunInfo(run.recorder.folder)).toMatchObject({status: 'completed', validationLoss: 3, bestValidationLoss: 1.5});
	});

	it('is told if it cannot be written, and tried again with the next save', async () => {
		const run = await openScriptedRun({steps: 1e4, validationLossOf: step => step === 1 ? 2 : 3}, {runsFolder: newRunsFolder()});
		const path = join(run.recorder.folder, 'best.safetensors');
		// No file takes the place of a folder.
		await mkdir(path);
		const warnings: TrainingEvent[] = [];
		while (warnings.length === 0) {
			const {value} = await run.events.next();
			warnings.push(...value?.type === 'warning' ? [value] : []);
			// Time for the disk.
			await setTimeout(1);
		}

		expect(warnings).toMatchObject([{type: 'warning', code: 'unsaved', message: expect.stringMatching(/^Expected to save the best state of the run in .*, got “.*”\. It is tried again with the next save; the training goes on\.$/v) as string}]);
		await rmdir(path);
		expect(await run.recorder.save()).toMatchObject({type: 'checkpoint'});
		await settled(async () => await stepOfBest(run) === 1);
		expect(await lossOfBest(run)).toBe(2);
		await run.events.return();
	});

	it('is tried again at the end of the run', async () => {
		const run = await openScriptedRun({steps: 5, validationLossOf: step => step === 3 ? 2 : 3}, {runsFolder: newRunsFolder()});
		const path = join(run.recorder.folder, 'best.safetensors');
		await mkdir(path);
		await untilStep(run, 5);
		await setImmediate();
		await rmdir(path);
		const events = await untilTheEnd(run);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'completed'});
		expect(await stepOfBest(run)).toBe(3);
	});

	it('is none of which the state could not be copied', async () => {
		let isOutOfMemory = false;
		const run = await openScriptedRun({
			steps: 5,
			validationLossOf(step) {
				isOutOfMemory = step === 2;
				return [3, 1, 2, 3, 3][step - 1];
			},
		}, {
			runsFolder: newRunsFolder(),
			change: training => withoutMemory(training, () => isOutOfMemory),
		});
		const events = await untilTheEnd(run);
		expect(events.filter(({type}) => type === 'warning')).toMatchObject([{code: 'unsaved', step: 2}]);
		expect([await stepOfBest(run), await lossOfBest(run)]).toEqual([3, 2]);
	});

	it('is of the step that its notes say, at any moment', async () => {
		const losses = fc.array(fc.integer({min: 1, max: 20}), {minLength: 20, maxLength: 20});
		const someStrides = fc.array(fc.integer({min: 1, max: 4}), {minLength: 5, maxLength: 5});
		await fc.assert(fc.asyncProperty(losses, someStrides, async (validationLosses, strides) => {
			const run = await openScriptedRun({steps: 20, validationLossOf: step => validationLosses[step - 1]}, {runsFolder: newRunsFolder()});
			let step = 0;
			for (const stride of strides) {
				step += stride;
				await untilStep(run, step);
				const best = await bestOf(run).catch(() => undefined);
				if (best) {
					expect(best.record.bestLoss).toBe(validationLosses[best.progress.step - 1]);
				}
			}

			await untilTheEnd(run);
			const {progress, record} = await bestOf(run);
			expect(record.bestLoss).toBe(Math.min(...validationLosses));
			expect(progress.step).toBe(validationLosses.indexOf(record.bestLoss!) + 1);
		}), {numRuns: 10});
	});

	it('is the one on the disk when the run goes on', async () => {
		const runsFolder = newRunsFolder();
		const script: Script = {steps: 20, validationLossOf: step => ({3: 2, 8: 1, 12: 1.5})[step] ?? 3};
		const run = await openScriptedRun(script, {runsFolder});
		const {folder} = run.recorder;
		await untilStep(run, 5);
		await run.recorder.save();
		await untilStep(run, 10);
		await settled(async () => await stepOfBest(run) === 8);
		// As if it had been killed: the checkpoint is of step 5, the best of step 8.
		const copy = temporary.pathOf(`copy-${count}`);
		copyAsKilled(folder, copy);
		await run.events.return();
		const again = await openScriptedRun({...script, validationLossOf: step => ({12: 1.5})[step] ?? 3}, {runsFolder, resumed: copy});
		await untilTheEnd(again);
		// What was at step 8 is no part of this record.
		const best = await readCheckpoint(join(copy, 'best.safetensors'));
		expect([best.progress.step, best.record.bestLoss]).toEqual([12, 1.5]);
	});
});

it('has a best state to compare with only if that is on the disk', async () => {
	const runsFolder = newRunsFolder();
	const script: Script = {steps: 20, validationLossOf: step => ({3: 2, 8: 1, 12: 1.5})[step] ?? 3};
	const run = await openScriptedRun(script, {runsFolder});
	const path = join(run.recorder.folder, 'best.safetensors');
	await untilStep(run, 8);
	await settled(async () => await stepOfBest(run) === 3);
	const earlier = await readFile(path);
	await rm(path);
	// That of step 8 is never written.
	await mkdir(path);
	await untilStep(run, 10);
	await run.recorder.save();
	const {record} = await checkpointOf(run);
	expect(record.bestLoss).toBe(1);
	const copy = temporary.pathOf(`copy-${count}`);
	copyAsKilled(run.recorder.folder, copy);
	await rmdir(path);
	await run.events.return();
	await rmdir(join(copy, 'best.safetensors'));
	await writeFile(join(copy, 'best.safetensors'), earlier);
	const again = await openScriptedRun(script, {runsFolder, resumed: copy});
	await untilTheEnd(again);
	const best = await readCheckpoint(join(copy, 'best.safetensors'));
	expect([best.progress.step, best.record.bestLoss]).toEqual([12, 1.5]);
});

describe('a state with which a run could not go on', () => {
	beforeEach(() => {
		vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	/** States of 35 MB. */
	const largeWidth = 120_000;
	/** The run breaks with step 8. */
	const scripts: Array<[string, Script]> = [
		['that is not finite', {lossOf: step => step < 8 ? 2 : NaN, parametersAfter: step => step === 7 ? NaN : step}],
		['that is infinite, though the next loss is not', {parametersAfter: step => step >= 7 ? Infinity : step, lossOf: step => step < 9 ? 2 : NaN}],
		['whose next loss is infinite', {lossOf: step => step < 8 ? 2 : Infinity, parametersAfter: step => step}],
	];

	/** Some steps, each with time for a good state, then a pause on that after which the run breaks. */
	async function pausedBeforeItBreaks(script: Script, saveEveryMs = 500): Promise<ScriptedRun> {
		const run = await openScriptedRun(script, {runsFolder: newRunsFolder(), saveEveryMs});
		for (let step = 1; step <= 7; step++) {
			await untilStep(run, step);
			if (step === 5) {
				vi.advanceTimersByTime(1000);
			}

			await settled(async () => (step < 5) || run.recorder.last?.step === 5);
		}

		vi.advanceTimersByTime(5000);
		return run;
	}

	it.each(scripts)('%s never takes the place of the last good one, however long the run is paused on it', async (_what, script) => {
		const run = await pausedBeforeItBreaks(script);
		// A key that asks for it, too.
		expect(await run.recorder.save()).toMatchObject({type: 'warning', code: 'unsaved', message: expect.stringMatching(/got “(?:parameters that are|a loss that is) not finite after step 7”\. The last save is of step 5; the training goes on\.$/v) as string});
		const {progress, parameters} = await checkpointOf(run);
		expect(progress.step).toBe(5);
		expect(isFinite(parameters)).toBe(true);
		const events = await untilTheEnd(run);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'diverged'});
		const last = await checkpointOf(run);
		expect(last.progress.step).toBe(5);
		expect(isFinite(last.parameters)).toBe(true);
		// It can be gone on with from there, and then does better.
		const again = await openScriptedRun({steps: 20}, {runsFolder: newRunsFolder(), resumed: run.recorder.folder});
		const eventsAgain = await untilTheEnd(again);
		expect(eventsAgain.at(-1)).toMatchObject({type: 'finish', reason: 'completed', totals: {steps: 20}});
		const record = await recordOf(again.recorder.folder);
		const steps = record.filter(event => event.type === 'step');
		expect(steps.map(({step}) => step)).toEqual(Array.from({length: 20}, (_, index) => index + 1));
	});

	it.each(scripts)('%s is not what is left of a run that is stopped there', async (_what, script) => {
		const run = await pausedBeforeItBreaks(script);
		await run.events.return();
		const {progress, parameters} = await checkpointOf(run);
		expect(progress.step).toBe(5);
		expect(isFinite(parameters)).toBe(true);
		expect(run.recorder.last).toMatchObject({type: 'checkpoint', step: 5});
		expect(await readRunInfo(run.recorder.folder)).toMatchObject({status: 'stopped', step: 5});
	});

	it.each(scripts)('%s gives way to the last good one in memory where nothing else was saved', async (_what, script) => {
		const run = await openScriptedRun(script, {runsFolder: newRunsFolder()});
		await untilStep(run, 5);
		vi.advanceTimersByTime(1000);
		await untilStep(run, 7);
		vi.advanceTimersByTime(5000);
		expect(run.recorder.last).toBeUndefined();
		const events = await untilTheEnd(run);
		expect(events.slice(-2)).toMatchObject([{type: 'checkpoint', step: 5}, {type: 'finish', reason: 'diverged'}]);
		const {progress, parameters} = await checkpointOf(run);
		expect(progress.step).toBe(5);
		expect(isFinite(parameters)).toBe(true);
	});

	it('is none that an evaluation is about to find infinite, whenever in its course the time to save has come', async () => {
		let evaluatedAt = 0;
		const run = await openScriptedRun({
			// So large that no state is kept in memory that could make up for it.
			width: largeWidth,
			validationLossOf(step) {
				evaluatedAt = step;
				if (step < 8) {
					return 2;
				}

				// It takes its time, and the time to save comes while it computes.
				vi.advanceTimersByTime(500);
				const begunAt = performance.now();
				while (performance.now() < begunAt + 60) {
					// Nothing else can be done.
				}

				return Infinity;
			},
		}, {runsFolder: newRunsFolder(), saveEveryMs: 500});
		await untilStep(run, 7);
		vi.advanceTimersByTime(500);
		await settled(() => run.recorder.last?.step === 7);
		// And again between two parts of it.
		await takeUntil(run, ({type}) => type === 'activity');
		expect(evaluatedAt).toBe(8);
		vi.advanceTimersByTime(5000);
		const events = await untilTheEnd(run);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'diverged', totals: {steps: 8}});
		expect(await stepOf(run)).toBe(7);
	});

	it('gives way, if it was saved before its evaluation, to the one before', async () => {
		const run = await openScriptedRun({validationLossOf: step => step < 8 ? 2 : Infinity}, {runsFolder: newRunsFolder()});
		await untilStep(run, 7);
		vi.advanceTimersByTime(1000);
		await untilStep(run, 8);
		expect(await run.recorder.save()).toMatchObject({type: 'checkpoint', step: 8});
		const events = await untilTheEnd(run);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'diverged'});
		expect(await stepOf(run)).toBe(7);
	});

	it('is none of a large model either, of which no state is kept in memory', async () => {
		const script = {...scripts[0][1], width: largeWidth};
		const run = await openScriptedRun(script, {runsFolder: newRunsFolder(), saveEveryMs: 500});
		await untilStep(run, 5);
		vi.advanceTimersByTime(500);
		await settled(() => run.recorder.last?.step === 5);
		await untilStep(run, 7);
		vi.advanceTimersByTime(5000);
		const events = await untilTheEnd(run);
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'diverged'});
		expect(await stepOf(run)).toBe(5);
	});

	it('gives way to the very first, if no other is good, and that has its start in the record', async () => {
		const run = await openScriptedRun({lossOf: step => step < 2 ? 2 : Infinity}, {runsFolder: newRunsFolder()});
		await untilTheEnd(run);
		expect(await stepOf(run)).toBe(0);
		const {folder} = run.recorder;
		const again = await openScriptedRun({steps: 3}, {runsFolder: newRunsFolder(), resumed: folder});
		await untilTheEnd(again);
		const record = await recordOf(folder);
		expect(record.map(({type}) => type)).toEqual(['start', 'step', 'step', 'step', 'finish']);
	});

	it('is not left by a training that has failed in the middle of a step', async () => {
		const run = await openScriptedRun({
			lossOf(step) {
				if (step === 8) {
					throw new Error('out of luck');
				}

				return 2;
			},
		}, {runsFolder: newRunsFolder(), saveEveryMs: 1e9});
		await untilStep(run, 5);
		vi.advanceTimersByTime(1000);
		await untilStep(run, 7);
		await expect(untilTheEnd(run)).rejects.toThrow('out of luck');
		expect(await stepOf(run)).toBe(5);
		expect(await readRunInfo(run.recorder.folder)).toMatchObject({status: 'failed', step: 5});
	});
});

describe('a run that is saved from time to time', () => {
	beforeEach(() => {
		vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	it('is saved while it is paused', async () => {
		const run = await openScriptedRun({}, {runsFolder: newRunsFolder(), saveEveryMs: 500});
		await untilStep(run, 3);
		vi.advanceTimersByTime(500);
		await settled(() => run.recorder.last?.step === 3);
		expect(await stepOf(run)).toBe(3);
		await run.events.return();
	});

	it('is saved in the middle of its work once the next step was sound', async () => {
		let onStep: (() => void) | undefined;
		const run = await openScriptedRun({
			lossOf() {
				// The time is up while a step is computed.
				onStep?.();
				return 2;
			},
		}, {runsFolder: newRunsFolder(), saveEveryMs: 500});
		await untilStep(run, 3);
		onStep = () => {
			vi.advanceTimersByTime(500);
			onStep = undefined;
		};

		await untilStep(run, 4);
		await settled(() => run.recorder.last?.step === 3);
		expect(await stepOf(run)).toBe(3);
		await run.events.return();
	});

	it('goes on when a state cannot be copied, and says so', async () => {
		let isOutOfMemory = false;
		const run = await openScriptedRun({}, {
			runsFolder: newRunsFolder(),
			saveEveryMs: 500,
			change: training => ({
				...training,
				random: {
					...training.random,
					get samples() {
						if (isOutOfMemory) {
							throw new RangeError('Array buffer allocation failed');
						}

						return training.random.samples;
					},
				},
			}),
		});
		await untilStep(run, 3);
		isOutOfMemory = true;
		vi.advanceTimersByTime(2000);
		isOutOfMemory = false;
		const events = await untilStep(run, 5);
		expect(events).toContainEqual(expect.objectContaining({type: 'warning', code: 'unsaved', message: expect.stringContaining('Array buffer allocation failed') as string}));
		const last = await untilTheEnd(run);
		expect(last.at(-1)).toMatchObject({reason: 'completed'});
		expect(await stepOf(run)).toBe(100);
	});
});

it('is on the disk soon, also if the training never lets anything else in', async () => {
	// The time for others never comes.
	const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
	const run = await openScriptedRun({steps: 1_000_000}, {runsFolder: newRunsFolder()});
	await untilStep(run, 3);
	let isSaved = false;
	void run.recorder.save().then(() => {
		isSaved = true;
	});
	await takeUntil(run, () => isSaved);
	clock.mockRestore();
	expect(await stepOf(run)).toBe(3);
	await run.events.return();
});

it('takes nothing more once the run is over', async () => {
	const run = await openScriptedRun({steps: 3}, {runsFolder: newRunsFolder()});
	await untilTheEnd(run);
	const {folder, last} = run.recorder;
	const before = await contentsOf(folder);
	expect(await run.recorder.save()).toBeUndefined();
	run.recorder.note(exampleStep(4));
	await run.recorder.close();
	expect(await contentsOf(folder)).toEqual(before);
	expect(run.recorder.last).toBe(last);
});

describe('an error before the first event', () => {
	const breakStates = {
		change: (training: RecordedTraining) => ({
			...training,
			get vocabulary(): never {
				throw new Error('out of luck');
			},
		}),
	} satisfies Partial<ScriptedRunOptions>;

	it('leaves neither folder nor lock of a new run', async () => {
		const runsFolder = newRunsFolder();
		const run = await openScriptedRun({}, {runsFolder, ...breakStates});
		await expect(run.events.next()).rejects.toThrow('out of luck');
		expect(await readdir(runsFolder)).toEqual([]);
	});

	it('leaves a run that goes on as it was, and to others', async () => {
		const run = await openScriptedRun({}, {runsFolder: newRunsFolder()});
		const {folder} = run.recorder;
		await untilStep(run, 3);
		await run.events.return();
		const before = await contentsOf(folder);
		const again = await openScriptedRun({}, {runsFolder: newRunsFolder(), resumed: folder, ...breakStates});
		await expect(again.events.next()).rejects.toThrow('out of luck');
		expect(await contentsOf(folder)).toEqual(before);
		const {unlock} = await resumeRun(folder, scriptedConfig(100));
		await unlock();
	});
});

describe('an error at the end', () => {
	it('of the copying of the last state is told, and leaves what was saved before to go on from', async () => {
		let isOutOfMemory = false;
		const run = await openScriptedRun({steps: 5}, {
			runsFolder: newRunsFolder(),
			change: training => withoutMemory(training, () => isOutOfMemory),
		});
		await untilStep(run, 3);
		await run.recorder.save();
		await untilStep(run, 5);
		isOutOfMemory = true;
		const events = await untilTheEnd(run);
		expect(events).toMatchObject([{type: 'warning', code: 'unsaved', message: expect.stringContaining('The last save is of step 3') as string}, {type: 'finish', reason: 'completed'}]);
		const {folder} = run.recorder;
		expect(await stepOf(run)).toBe(3);
		expect(await readRunInfo(folder)).toMatchObject({status: 'stopped', step: 3});
		const record = await recordOf(folder);
		expect(record.at(-1)).toMatchObject({type: 'finish'});
		expect(await readdir(folder)).not.toContain('lock.json');
	});

	it('of what the run says of itself is told, and gives the lock back', async () => {
		const run = await openScriptedRun({steps: 5}, {runsFolder: newRunsFolder()});
		const {folder} = run.recorder;
		await untilStep(run, 5);
		await run.recorder.save();
		// No file takes the place of a folder.
		await rm(join(folder, 'run.json'));
		await mkdir(join(folder, 'run.json'));
		const events = await untilTheEnd(run);
		expect(events.at(-2)).toMatchObject({type: 'warning', code: 'unsaved', message: expect.stringMatching(/^Expected to save the run in .*, got “.*”\. The last save is of step 5\.$/v) as string});
		expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'completed'});
		expect(run.recorder.last).toMatchObject({type: 'warning'});
		expect(await readdir(folder)).not.toContain('lock.json');
		const record = await recordOf(folder);
		expect(record.at(-1)).toMatchObject({type: 'finish', reason: 'completed'});
	});

	it('of the training gives the lock back', async () => {
		const {recorder} = await openScriptedRun({}, {runsFolder: newRunsFolder()});
		async function * breakingTraining(): AsyncGenerator<TrainingEvent, void, undefined> {
			try {
				yield exampleStep(1);
				yield exampleStep(2);
			} finally {
				await Promise.reject(new Error('out of luck'));
			}
		}

		const events = recorder.record(breakingTraining());
		await events.next();
		await expect(events.return()).rejects.toThrow('out of luck');
		expect(await readdir(recorder.folder)).not.toContain('lock.json');
	});
});

async function contentsOf(folder: string): Promise<Record<string, string>> {
	const names = await readdir(folder);
	return Object.fromEntries(await Promise.all(names.toSorted((a, b) => a.localeCompare(b)).map(async name => [name, await readFile(join(folder, name), 'latin1')] as const)));
}

async function recordOf(folder: string): Promise<TrainingEvent[]> {
	const text = await readFile(join(folder, 'events.jsonl'), 'utf8');
	return text.trimEnd().split('\n').map(line => JSON.parse(line) as TrainingEvent);
}
