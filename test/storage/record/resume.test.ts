import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setImmediate} from 'node:timers/promises';
import fc from 'fast-check';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {presets} from '../../../source/settings/presets.js';
import {type LocalRun, openRun} from '../../../source/run/open-run.js';
import {encodeCheckpoint, readCheckpoint} from '../../../source/storage/record/checkpoint.js';
import {readRunInfo} from '../../../source/storage/record/run-info.js';
import {sealSafetensors} from '../../../source/storage/safetensors/seal.js';
import {type TrainingEvent} from '../../../source/training/events.js';
import {createRunConfig, type RunConfig, type RunOptions} from '../../../source/settings/run-config.js';
import {copyAsKilled, isOverAfter, timelessRecordOf} from '../../helpers/saved-run.js';
import {takeUntil} from '../../helpers/scripted-run.js';
import {allEvents} from '../../helpers/small-training.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const [chapter7, microgpt, chapter11] = ['chapter7', 'microgpt', 'chapter11'].map(name => presets.find(preset => preset.name === name)!);

const configs: Readonly<Record<string, RunConfig>> = {
	'chapter7 on the scalar engine': createRunConfig(chapter7, {steps: 40, engine: 'scalar', samples: 3}),
	microgpt: createRunConfig(microgpt, {steps: 60, samples: 5}),
	'microgpt with batches, validation, warm-up and decay': createRunConfig(microgpt, {
		steps: 50, batchSize: 3, validationShare: 0.1, evalEvery: 7, warmup: 12, schedule: 'cosine', weightDecay: 0.1, gradClip: 0.5, samples: 4,
	}),
	'chapter11 in f32': createRunConfig(chapter11, {steps: 60, precision: 'f32', samples: 3}),
	'microgpt by RMSProp': createRunConfig(microgpt, {
		steps: 40, optimizer: 'rmsprop', weightDecay: 0.1, samples: 2,
	}),
	'microgpt by momentum, without bias correction, in f32': createRunConfig(microgpt, {
		steps: 40, optimizer: 'momentum', hasBiasCorrection: false, precision: 'f32', gradClip: 1, samples: 2,
	}),
	'microgpt of two layers, without some of it': createRunConfig(microgpt, {
		steps: 30, nLayer: 2, without: ['residual', 'position', 'head:0.2', 'layer:1'], samples: 2,
	}),
	'microgpt with dropout, rotary positions and the squared ReLU': createRunConfig(microgpt, {
		steps: 30, batchSize: 2, dropout: 0.2, positions: 'rotary', activation: 'squared-relu', samples: 2,
	}),
	'chapter7 by plain descent': createRunConfig(chapter7, {steps: 40, optimizer: 'sgd', samples: 2}),
	'microgpt on the scalar engine': createRunConfig(microgpt, {steps: 12, engine: 'scalar', samples: 2}),
};

async function open(config: RunConfig, resumed?: string): Promise<LocalRun> {
	return openRun(config, '0', {
		hasPreviews: true,
		saving: {
			runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, resumed,
		},
	});
}

/** Trains without a break; the record of it, and the parameters at the end. */
async function unbroken(config: RunConfig) {
	const run = await open(config);
	const events = await allEvents(run.events);
	expect(events.at(-1)).toMatchObject({type: 'finish', reason: 'completed', totals: {steps: config.training.steps}});
	return {record: await timelessRecordOf(run.saving!.folder), parameters: Float64Array.from(run.engine.parameters.data)};
}

/** After how many events it is left, one time after the other. */
const breaks = fc.array(fc.integer({min: 1, max: 40}), {minLength: 1, maxLength: 5});

describe.each(Object.entries(configs))('a run of %s that is left and taken up again', (_name, config) => {
	it('is to the last bit the run without a break', async () => {
		const expected = await unbroken(config);
		await fc.assert(fc.asyncProperty(breaks, async counts => {
			let run = await open(config);
			const path = run.saving!.folder;
			for (const count of counts) {
				if (await isOverAfter(run, count)) {
					break;
				}

				run = await open(config, path);
			}

			await isOverAfter(run, Infinity);
			expect(await timelessRecordOf(path)).toEqual(expected.record);
			expect(Float64Array.from(run.engine.parameters.data)).toEqual(expected.parameters);
		}), {numRuns: 8});
	});
});

describe.each(Object.entries(configs))('a run of %s that is saved again and again', (_name, config) => {
	it('is to the last bit the run that is not', async () => {
		const expected = await unbroken(config);
		const run = await open(config);
		for await (const event of run.events) {
			// With a look at what comes next.
			if (!['finish', 'activity', 'checkpoint'].includes(event.type)) {
				expect(await run.saving!.save()).toMatchObject({type: 'checkpoint'});
			}
		}

		expect(await timelessRecordOf(run.saving!.folder)).toEqual(expected.record);
		expect(Float64Array.from(run.engine.parameters.data)).toEqual(expected.parameters);
	});
});

describe('a run that diverges', () => {
	afterEach(() => {
		vi.useRealTimers();
	});

	it('goes on from its last good state, however long it was paused before the step with which it breaks', async () => {
		const config = createRunConfig(chapter7, {engine: 'scalar', samples: 0});
		// Step 11 leaves parameters with which step 12 has no loss.
		const [raisedStep, brokenStep] = [11, 12];
		vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
		const run = await openRun(config, '0', {saving: {runsFolder: folder.pathOf('runs'), saveEveryMs: 2000, logEvery: undefined}});
		for (let step = 1; step <= raisedStep; step++) {
			run.controls.learningRateScale = step === raisedStep ? 1e5 : 1;
			await takeUntil(run, event => event.type === 'step' && event.step === step);
			vi.advanceTimersByTime(1000);
		}

		run.controls.learningRateScale = 1;

		// Nothing moves, but the timers.
		for (let second = 0; second < 10; second++) {
			vi.advanceTimersByTime(1000);
			await setImmediate();
		}

		expect(await run.saving!.save()).toMatchObject({type: 'warning', code: 'unsaved'});
		const told = await takeUntil(run, () => false);
		expect(told).toContainEqual(expect.objectContaining({type: 'warning', code: 'diverged', step: brokenStep}));
		expect(told.slice(-2)).toMatchObject([{type: 'checkpoint', step: raisedStep - 1}, {type: 'finish', reason: 'diverged'}]);
		const path = run.saving!.folder;
		const {progress, parameters, moments} = await readCheckpoint(join(path, 'checkpoint.safetensors'));
		expect(progress.step).toBe(raisedStep - 1);
		expect([...parameters, ...moments.first, ...moments.second].every(number => Number.isFinite(number))).toBe(true);
		expect(await readRunInfo(path)).toMatchObject({status: 'diverged', step: raisedStep - 1});
		const resumed = await open(config, path);
		await isOverAfter(resumed, 100);
		const steps = await timelessRecordOf(path).then(record => record.filter(event => event.type === 'step'));
		expect(steps.map(({step}) => step)).toEqual(steps.map((_, index) => index + 1));
		expect(steps.length).toBeGreaterThan(brokenStep + 50);
	});
});

describe('a checkpoint of an earlier version, which says less of the record', () => {
	const startWeight = 0.99 ** 17;
	// The type is that of today's.
	it.each<Record<string, unknown>>([
		{runningMean: 2.5},
		{average: {mean: 2.5 * (1 - startWeight), startWeight}},
	])('is gone on with all the same: %o', async earlier => {
		const config = createRunConfig(microgpt, {
			steps: 30, samples: 2, validationShare: 0.1, evalEvery: 10,
		});
		const expected = await unbroken(config);
		const run = await open(config);
		await isOverAfter(run, 17);
		const path = join(run.saving!.folder, 'checkpoint.safetensors');
		const {parameters, moments, ...notes} = await readCheckpoint(path);
		const {bytes, bestLoss} = notes.record;
		const file = encodeCheckpoint(run.engine, {...notes, record: {bytes, ...earlier, ...(bestLoss !== undefined && {bestLoss})}});
		await sealSafetensors(file);
		await writeFile(path, file);
		const resumed = await open(config, run.saving!.folder);
		await isOverAfter(resumed, Infinity);
		expect(await timelessRecordOf(resumed.saving!.folder)).toEqual(expected.record);
		expect(Float64Array.from(resumed.engine.parameters.data)).toEqual(expected.parameters);
		const {loss} = await readRunInfo(resumed.saving!.folder);
		expect(loss).toBeGreaterThan(2);
		expect(loss).toBeLessThan(3.3);
	});
});

describe('a run that is to have more steps than it had', () => {
	const options: RunOptions = {
		schedule: 'constant', samples: 4, validationShare: 0.1, evalEvery: 10,
	};

	it('is that of so many steps, where the schedule does not depend on their number', async () => {
		const expected = await unbroken(createRunConfig(microgpt, {...options, steps: 60}));
		const shorter = await open(createRunConfig(microgpt, {...options, steps: 30}));
		await isOverAfter(shorter, Infinity);
		const longer = await open(createRunConfig(microgpt, {...options, steps: 60}), shorter.saving!.folder);
		await isOverAfter(longer, Infinity);
		const steps = (record: TrainingEvent[]) => record.filter(({type}) => type === 'step');
		const record = await timelessRecordOf(longer.saving!.folder);
		expect(steps(record)).toEqual(steps(expected.record));
		expect(record.filter(event => event.type === 'sample' && event.ordinal !== undefined).slice(-4)).toEqual(expected.record.filter(event => event.type === 'sample' && event.ordinal !== undefined));
		expect(record).toContainEqual({
			type: 'control', step: 31, learningRateScale: 1, steps: 60,
		});
		expect(Float64Array.from(longer.engine.parameters.data)).toEqual(expected.parameters);
	});

	it('says so in its record, also if it was killed before it was saved again', async () => {
		const shorter = await open(createRunConfig(microgpt, {...options, steps: 30}));
		await isOverAfter(shorter, Infinity);
		const config = createRunConfig(microgpt, {...options, steps: 60});
		const longer = await open(config, shorter.saving!.folder);
		await longer.events.next();
		await longer.events.next();
		const copy = folder.pathOf('killed');
		copyAsKilled(longer.saving!.folder, copy);
		longer.saving!.discard();
		await longer.events.return();
		const again = await open(config, copy);
		await isOverAfter(again, Infinity);
		const record = await timelessRecordOf(copy);
		expect(record.filter(({type}) => type === 'control')).toEqual([{
			type: 'control', step: 31, learningRateScale: 1, steps: 60,
		}]);
	});
});

describe('a change of the learning rate', () => {
	it('is still in force when the run goes on, and told once', async () => {
		const config = createRunConfig(microgpt, {steps: 20, samples: 0});
		const run = await open(config);
		run.controls.learningRateScale = 0.5;
		await isOverAfter(run, 8);
		const resumed = await open(config, run.saving!.folder);
		expect(resumed.controls.learningRateScale).toBe(0.5);
		await isOverAfter(resumed, Infinity);
		const record = await timelessRecordOf(resumed.saving!.folder);
		expect(record.filter(({type}) => type === 'control')).toEqual([{type: 'control', step: 1, learningRateScale: 0.5}]);
		expect(record.findLast(event => event.type === 'step')).toMatchObject({step: 20, learningRate: 0.01 * (1 - (19 / 20)) * 0.5});
	});
});
