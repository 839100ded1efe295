import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {ConfigError} from '../../source/errors.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {resumptionOf} from '../../source/run/resumption.js';
import {presets} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {type PlanChanges} from '../../source/settings/training-plan.js';
import {readCheckpointNotes} from '../../source/storage/record/checkpoint-notes.js';
import {encodeCheckpoint} from '../../source/storage/record/checkpoint.js';
import {readRunInfo, writeRunInfo} from '../../source/storage/record/run-info.js';
import {sealSafetensors} from '../../source/storage/safetensors/seal.js';
import {type StepEvent} from '../../source/training/events.js';
import {copyAsKilled, timelessRecordOf} from '../helpers/saved-run.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const microgpt = presets.find(({name}) => name === 'microgpt')!;
const historyBytes = 1e6;
let copies = 0;

const begun = (options: RunOptions = {}) => createRunConfig(microgpt, {
	steps: 40, samples: 1, nEmbd: 8, validationShare: 0.1, evalEvery: 10, evalDocuments: 20, schedule: 'linear', warmup: 6, ...options,
});

async function open(config: RunConfig, resumed?: string, history?: number): Promise<LocalRun> {
	return openRun(config, '0', {
		hasPreviews: true, historyBytes: history, saving: {runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, resumed},
	});
}

/** What it is resumed with, as the command does it. */
async function configFor(path: string, changes: PlanChanges): Promise<{readonly step: number; readonly config: RunConfig}> {
	const info = await readRunInfo(path);
	const {progress: {step}, config} = await resumptionOf({
		name: 'it', title: undefined, folder: path, info,
	}, changes);
	return {step, config};
}

async function played(path: string, steps: number): Promise<LocalRun> {
	const info = await readRunInfo(path);
	return openRun(info.config, '0', {hasPreviews: true, historyBytes, lookedAt: {folder: path, info, steps}});
}

/** As the help says it: up, then as the schedule falls, over the steps from one to the last. */
function rateOf(step: number, {learningRate, schedule, warmup, steps, scheduleFrom: from = 0}: RunConfig['training']): number {
	const [place, length] = [step - from, steps - from];
	if (place <= warmup) {
		return learningRate * place / warmup;
	}

	const share = (place - 1 - warmup) / (length - warmup);
	return learningRate * {linear: 1 - share, cosine: (1 + Math.cos(Math.PI * share)) / 2, constant: 1}[schedule];
}

const parametersOf = ({engine}: LocalRun) => Float64Array.from(engine.parameters.data);
async function stepsIn(path: string) {
	const record = await timelessRecordOf(path);
	return record.filter((event): event is StepEvent => event.type === 'step');
}

const someChanges = fc.record({
	steps: fc.integer({min: 20, max: 60}),
	learningRate: fc.constantFrom(0.001, 0.005, 0.02),
	schedule: fc.constantFrom('linear' as const, 'cosine' as const, 'constant' as const),
	warmup: fc.integer({min: 0, max: 9}),
	weightDecay: fc.constantFrom(0, 0.1),
	gradClip: fc.constantFrom(0, 0.5),
	patience: fc.constantFrom(0, 1, 4),
}, {requiredKeys: []});

/** A run is taken up with changes, does some steps, and is left, or killed after it was saved a while ago, or never. */
const someRounds = fc.array(fc.record({
	changes: someChanges, events: fc.integer({min: 1, max: 25}), left: fc.constantFrom('stopped', 'killed', 'killed unsaved'), scale: fc.constantFrom(1, 1, 0.5),
}), {minLength: 1, maxLength: 5});

describe('a run that is resumed with another learning rate, schedule and more', () => {
	it('has in its record with what each step was made, so that its steps can be done again without a break, to the last bit', async () => {
		await fc.assert(fc.asyncProperty(someRounds, async rounds => {
			let config = begun();
			let run = await open(config);
			let path = run.saving!.folder;
			const states = new Map<number, Float64Array>();
			const plans = new Map<number, RunConfig['training']>();
			const goOn = async (count: number) => {
				// To leave a loop would stop the run.
				for (let taken = 0; taken < count; taken++) {
					const {value: event, done} = await run.events.next();
					if (done) {
						return;
					}

					if (event.type !== 'step') {
						continue;
					}

					states.set(event.step, parametersOf(run));
					plans.set(event.step, config.training);
				}
			};

			for (const {changes, events, left, scale} of rounds) {
				run.controls.learningRateScale = scale;
				await goOn(events);
				if (left === 'stopped') {
					await run.events.return();
				} else {
					if (left === 'killed') {
						await run.saving!.save();
						await goOn(3);
					}

					copies++;
					const copy = folder.pathOf(`killed-${copies}`);
					copyAsKilled(path, copy);
					await run.close();
					path = copy;
				}

				try {
					({config} = await configFor(path, changes));
				} catch (error) {
					expect(error).toBeInstanceOf(ConfigError);
					({config} = await configFor(path, {steps: 70}));
				}

				run = await open(config, path);
			}

			await goOn(Infinity);
			await run.close();
			const steps = await stepsIn(path);
			expect(steps.map(({step}) => step)).toEqual(steps.map((_, index) => index + 1));
			const again = await played(path, steps.length);
			for (const step of [steps.length, 1, Math.ceil(steps.length / 2), Math.ceil(steps.length / 3)]) {
				const taken = await again.ask(['takeState'], {step});
				expect(Float64Array.from(taken!.state.parameters), `step ${step} of ${steps.length}`).toEqual(states.get(step));
			}

			const record = await timelessRecordOf(path);
			const scales = new Map(record.flatMap(event => event.type === 'control' ? [[event.step, event.learningRateScale] as const] : []));
			let scale = 1;
			for (const {step, learningRate} of steps) {
				scale = scales.get(step) ?? scale;
				expect(learningRate / scale, `step ${step}`).toBeCloseTo(rateOf(step, plans.get(step)!), 14);
			}

			await again.close();
		}), {numRuns: 12});
	});
});

describe('a run that was given another learning rate in its middle', () => {
	async function toldOf(path: string, type: string) {
		const record = await timelessRecordOf(path);
		return record.filter(event => event.type === type);
	}

	/** Of 40 steps, after the 20th. */
	async function changed(changes: PlanChanges, options?: RunOptions): Promise<{readonly path: string; readonly before: Map<number, Float64Array>}> {
		const run = await open(begun(options));
		const before = new Map<number, Float64Array>();
		run.controls.learningRateScale = 0.5;
		for await (const event of run.events) {
			if (event.type === 'step') {
				before.set(event.step, parametersOf(run));
			}

			if (event.type === 'step' && event.step === 20) {
				break;
			}
		}

		const path = run.saving!.folder;
		const {config, step} = await configFor(path, changes);
		expect(step).toBe(20);
		const resumed = await open(config, path, historyBytes);
		for await (const event of resumed.events) {
			if (event.type === 'step') {
				before.set(event.step, parametersOf(resumed));
			}
		}

		await resumed.close();
		return {path, before};
	}

	it('says so in its record and in what it says of itself, and has the rate as it was chosen', async () => {
		const {path} = await changed({learningRate: 0.002, schedule: 'cosine', steps: 60});
		expect(await toldOf(path, 'control')).toEqual([
			{type: 'control', step: 1, learningRateScale: 0.5},
			{
				type: 'control', step: 21, learningRateScale: 1, steps: 60, learningRate: 0.002, schedule: 'cosine', warmup: 0, scheduleFrom: 20,
			},
		]);
		const steps = await stepsIn(path);
		expect(steps[19].learningRate).toBe(0.01 * (1 - (13 / 34)) * 0.5);
		expect(steps[20].learningRate).toBe(0.002);
		expect(steps[59].learningRate).toBe(0.002 * (1 + Math.cos(Math.PI * (39 / 40))) / 2);
		const {config, earlierPlans} = await readRunInfo(path);
		expect(config.training).toMatchObject({
			learningRate: 0.002, schedule: 'cosine', warmup: 0, scheduleFrom: 20, steps: 60,
		});
		expect(earlierPlans).toEqual([{
			until: 20, learningRate: 0.01, schedule: 'linear', warmup: 6,
		}]);
	});

	it('begins anew with the plan of the step at which it is forked', async () => {
		const {path, before} = await changed({learningRate: 0.002, gradClip: 0.5});
		const again = await played(path, 40);
		for (const step of [10, 20, 30]) {
			const {state, trainedWith} = (await again.ask(['takeState'], {step}))!;
			expect(trainedWith.config.training).toMatchObject(step < 20
				? {learningRate: 0.01, warmup: 6, gradClip: 0}
				: {
					learningRate: 0.002, warmup: 0, scheduleFrom: 20, gradClip: 0.5,
				});
			expect('scheduleFrom' in trainedWith.config.training).toBe(step >= 20);
			const fork = await openRun(trainedWith.config, '0', {origin: {state, left: trainedWith, point: {step, documents: step, tokens: state.progress.tokens}}});
			for await (const event of fork.events) {
				// The fork of step 10 has the steps that were planned then.
				if (event.type === 'step' && (step !== 10 || event.step <= 20)) {
					expect(parametersOf(fork), `step ${event.step} after ${step}`).toEqual(before.get(event.step));
				}
			}
		}

		await again.close();
	});

	it('goes on though its patience had ended', async () => {
		const run = await open(begun({patience: 1, learningRate: 0.3, schedule: 'constant'}));
		for await (const event of run.events) {
			expect(event.type).not.toBe('warning');
		}

		const path = run.saving!.folder;
		const {status, step} = await readRunInfo(path);
		expect(status).toBe('stopped early');
		expect(step).toBeLessThan(40);
		await expect(configFor(path, {})).rejects.toThrow(new ConfigError(`Expected a run that would continue, got it, which stopped early at step ${step} because its validation loss had stopped improving. Add --patience 0, --learning-rate 0.03 or --steps 80, for example.`));
		await expect(configFor(path, {steps: 39})).rejects.toThrow('which stopped early');
		await expect(configFor(path, {patience: 0})).resolves.toMatchObject({config: {training: {patience: 0}}});
		const {config} = await configFor(path, {learningRate: 0.001});
		const resumed = await open(config, path);
		for await (const event of resumed.events) {
			expect(event.type).not.toBe('warning');
		}

		const info = await readRunInfo(path);
		expect(info.step).toBeGreaterThan(step);
	});

	it('says so also where its checkpoint is of an earlier version, which does not say with what it was made', async () => {
		const run = await open(begun());
		await takeOne(run);
		const path = run.saving!.folder;
		const checkpoint = join(path, 'checkpoint.safetensors');
		const {record: {plan, ...record}, ...notes} = await readCheckpointNotes(checkpoint);
		expect(plan).toMatchObject({learningRate: 0.01, steps: 40});
		const file = encodeCheckpoint(run.engine, {...notes, record});
		await sealSafetensors(file);
		await writeFile(checkpoint, file);
		const {config} = await configFor(path, {gradClip: 2});
		const killed = await open(config, path);
		await killed.events.next();
		copyAsKilled(path, folder.pathOf('of-old'));
		await killed.close();
		const again = await configFor(folder.pathOf('of-old'), {});
		const resumed = await open(again.config, folder.pathOf('of-old'));
		await takeOne(resumed);
		expect(await toldOf(folder.pathOf('of-old'), 'control')).toEqual([{
			type: 'control', step: 2, learningRateScale: 1, gradClip: 2,
		}]);
	});

	it('goes on from its checkpoint, also where what it says of itself is of the save before', async () => {
		const run = await open(begun());
		await takeOne(run);
		const path = run.saving!.folder;
		const info = await readRunInfo(path);
		await writeRunInfo(path, {...info, step: 0, status: 'running'});
		await expect(configFor(path, {learningRate: 0.002})).resolves.toMatchObject({step: 1, config: {training: {scheduleFrom: 1}}});
	});

	it('is refused what makes no sense', async () => {
		const {path} = await changed({});
		await expect(configFor(path, {learningRate: 0.1})).rejects.toThrow('Expected a run with steps left to do, got it, which has done all its 40. Add --steps 80, for example.');
		await expect(configFor(path, {steps: 40})).rejects.toThrow('Expected more steps than the 40 that it has done, got 40. Add --steps 80, for example.');
		await expect(configFor(path, {steps: 30, learningRate: 0.1})).rejects.toThrow('Expected more steps than the 40 that it has done, got 30. Add --steps 80, for example.');
		await expect(configFor(path, {steps: 50, warmup: 10})).rejects.toThrow('Expected the warm-up to take fewer steps than the 10 after step 40, got --warmup 10. Try --warmup 1.');
		const run = await open(begun({validationShare: 0}));
		await takeOne(run);
		// Nobody has named a warm-up: it came with the run.
		await expect(configFor(run.saving!.folder, {steps: 6})).rejects.toThrow('Expected more steps than the warm-up of it takes, 6, got --steps 6. Add --warmup 0, and the schedule begins anew.');
		await expect(configFor(run.saving!.folder, {steps: 6, warmup: 0})).resolves.toMatchObject({config: {training: {steps: 6, warmup: 0}}});
		await expect(configFor(run.saving!.folder, {patience: 2})).rejects.toThrow('Expected --patience with a run that holds documents out, got it, which holds none out. Leave it out, or train a new run with --val-split 0.1.');
	});
});

async function takeOne({events}: LocalRun) {
	for await (const event of events) {
		if (event.type === 'step') {
			return;
		}
	}
}
