import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {bestOriginOf} from '../../source/run/best-origin.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {presets} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
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
});
