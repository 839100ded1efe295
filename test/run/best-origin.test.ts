import {
	readdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {bestOriginOf, repeatedUpTo} from '../../source/run/best-origin.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {configFromBest, resumedConfig} from '../../source/run/resumed-config.js';
import {ConfigError} from '../../source/errors.js';
import {presets} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {readCheckpointNotes} from '../../source/storage/record/checkpoint-notes.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {timeless, timelessRecordOf} from '../helpers/saved-run.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const microgpt = presets.find(({name}) => name === 'microgpt')!;
const parametersOf = ({engine}: LocalRun) => Float64Array.from(engine.parameters.data);

/** A run whose rate is so high that it is best long before its end. */
async function unsteady() {
	const run = await openRun(createRunConfig(microgpt, {
		steps: 60, samples: 2, batchSize: 2, validationShare: 0.1, evalEvery: 10, evalDocuments: 50, learningRate: 0.1, schedule: 'constant', patience: 9,
	}), '0', {saving: {runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9}});
	await allEvents(run.events);
	const {folder} = run.saving!;
	const record = await timelessRecordOf(folder);
	const evaluations = record.filter(event => event.type === 'eval');
	const [best] = evaluations.toSorted((a, b) => a.validationLoss - b.validationLoss);
	return {
		run, folder, record, best,
	};
}

describe('a run that goes on from the best of another one', () => {
	it('is that run from there, to the last bit, where nothing is changed, and leaves it as it is', async () => {
		const {run, folder, record, best} = await unsteady();
		expect(best.step).toBeGreaterThan(0);
		expect(best.step).toBeLessThan(60);
		const content = async () => {
			const names = await readdir(folder);
			return Promise.all(names.map(async name => readFile(join(folder, name))));
		};

		const before = await content();
		const origin = await bestOriginOf({folder, info: await readRunInfo(folder)}, join(folder, 'best.safetensors'));
		expect(origin.point).toMatchObject({step: best.step, documents: 2 * best.step});
		expect(timeless(origin.point.lastStep!)).toEqual(record.find(event => event.type === 'step' && event.step === best.step));
		const whole = await readRunInfo(folder);
		expect(origin.left.config).toEqual(whole.config);
		const fork = await openRun(origin.left.config, '0', {origin, saving: {runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9}});
		const events = await allEvents(fork.events);
		const told = events.map(event => timeless(event)).filter(({type}) => type !== 'checkpoint');
		// The first evaluation is that with which it was the best.
		const since = record.slice(record.indexOf(best));
		expect(told.slice(1)).toEqual(since);
		expect(parametersOf(fork)).toEqual(parametersOf(run));
		expect(await content()).toEqual(before);
		const info = await readRunInfo(fork.saving!.folder);
		expect(info.parent).toMatchObject({step: best.step});
		// Its mean is that of all losses, also those that were the other's.
		expect(info.loss).toBe(whole.loss);
		expect(info.bestValidationLoss).toBe(best.validationLoss);
	});

	it('goes on with another rate from there on, and can be killed and resumed', async () => {
		const {folder, best} = await unsteady();
		const {step} = best;
		const origin = await bestOriginOf({folder, info: await readRunInfo(folder)}, join(folder, 'best.safetensors'));
		const {config} = origin.left;
		const slower = {
			...config, training: {
				...config.training, learningRate: 0.01, schedule: 'linear' as const, scheduleFrom: step,
			},
		};
		const saving = {runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9};
		const whole = await openRun(slower, '0', {origin, saving});
		const events = await allEvents(whole.events);
		const rates = (all: TrainingEvent[]) => all.flatMap(event => event.type === 'step' ? event.learningRate : []);
		expect(rates(events)).toEqual(Array.from({length: 60 - step}, (_, index) => 0.01 * (1 - (index / (60 - step)))));
		const broken = await openRun(slower, '0', {origin, saving});
		for await (const event of broken.events) {
			if (event.type === 'step' && event.step === step + 5) {
				break;
			}
		}

		const resumed = await openRun(slower, '0', {saving: {...saving, resumed: broken.saving!.folder}});
		await allEvents(resumed.events);
		expect(parametersOf(resumed)).toEqual(parametersOf(whole));
		expect(rates(await timelessRecordOf(broken.saving!.folder))).toEqual(rates(events));
	});

	describe('at the last step of its plan, which is none at which it would be measured', () => {
		const saving = () => ({runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9});

		/** One that gets better to its end, and goes on from there so fast that it gets worse. */
		async function bestAtTheEnd() {
			const run = await openRun(createRunConfig(microgpt, {
				steps: 15, samples: 2, batchSize: 2, validationShare: 0.1, evalEvery: 10, evalDocuments: 50, schedule: 'constant', patience: 3,
			}), '0', {saving: saving()});
			await allEvents(run.events);
			const {folder} = run.saving!;
			const info = await readRunInfo(folder);
			const {progress} = await readCheckpointNotes(join(folder, 'best.safetensors'));
			expect(progress.step).toBe(15);
			return {folder, run: {name: 'it', title: undefined, info}, origin: await bestOriginOf({folder, info}, join(folder, 'best.safetensors'))};
		}

		it('is measured there again: that stays the best of the new run, and its patience counts from there', async () => {
			const {run, origin} = await bestAtTheEnd();
			const config = configFromBest(run, origin, {steps: 200, learningRate: 1});
			const broken = await openRun(config, '0', {origin, saving: saving()});
			await broken.events.next();
			await broken.saving!.save();
			await broken.events.return();
			for (const resumed of [undefined, broken.saving!.folder]) {
				const fork = await openRun(config, '0', {...(resumed === undefined && {origin}), saving: {...saving(), resumed}});
				const events = await allEvents(fork.events);
				const evaluations = events.filter(event => event.type === 'eval');
				expect(evaluations.map(({step}) => step)).toEqual([15, 20, 30, 40]);
				expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'stopped early'});
				const {folder} = fork.saving!;
				const {progress} = await readCheckpointNotes(join(folder, 'best.safetensors'));
				expect(progress).toMatchObject({step: 15, bestValidation: run.info.bestValidationLoss});
				expect('isEvaluationOwed' in progress).toBe(false);
				await expect(readRunInfo(folder)).resolves.toMatchObject({step: 40, bestValidationLoss: run.info.bestValidationLoss});
			}
		});

		it('is no run as long as it has no more steps', async () => {
			const {run, origin, folder} = await bestAtTheEnd();
			expect(() => configFromBest(run, origin, {})).toThrow(new ConfigError('Expected steps to be left after the best validation of it, got the last of the 15 that were planned then. Add --steps 30, for example.'));
			expect(() => configFromBest(run, origin, {learningRate: 0.001})).toThrow('got the last of the 15 that were planned then');
			expect(() => configFromBest({...run, title: 'mine'}, origin, {steps: 15})).toThrow('Expected more steps than the 15 that mine, at its best, has done, got 15. Add --steps 30, for example.');
			const longer = await openRun(resumedConfig(run, 15, {steps: 25, learningRate: 1}), '0', {saving: {...saving(), resumed: folder}});
			await allEvents(longer.events);
			const info = await readRunInfo(folder);
			expect(() => configFromBest({...run, info}, origin, {})).toThrow('Add --steps 30, for example.');
			expect(() => configFromBest({...run, info: {...info, config: {...info.config, training: {...info.config.training, steps: 40}}}}, origin, {})).toThrow('Add --steps 40, for example.');
		});
	});

	it('does the steps of the other again only up to where that was changed', async () => {
		const {folder, best} = await unsteady();
		const {step} = best;
		const at = join(folder, 'best.safetensors');
		const saved = async () => ({folder, info: await readRunInfo(folder)});
		const until = async () => repeatedUpTo(await saved(), await bestOriginOf(await saved(), at));
		await expect(until()).resolves.toBe(60);
		const {info} = await saved();
		const longer = await openRun(resumedConfig({name: 'it', title: undefined, info}, 60, {steps: 80, learningRate: 1}), '0', {saving: {runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9, resumed: folder}});
		await allEvents(longer.events);
		await expect(readCheckpointNotes(at)).resolves.toMatchObject({progress: {step}});
		await expect(until()).resolves.toBe(60);
		const record = join(folder, 'events.jsonl');
		const text = await readFile(record, 'utf8');
		const lines = text.trimEnd().split('\n');
		const place = lines.findIndex(line => line.includes(`"step","step":${step + 4},`));
		expect(place).toBeGreaterThan(0);
		await writeFile(record, [...lines.slice(0, place), JSON.stringify({type: 'control', step: step + 4, learningRateScale: 0.5}), ...lines.slice(place), ''].join('\n'));
		await expect(until()).resolves.toBe(step + 3);
		await rm(record);
		await expect(until()).resolves.toBe(step);
	});
});
