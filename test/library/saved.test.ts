import {copyFile, mkdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {
	CheckpointError,
	ConfigError,
	loadCheckpoint,
	openRun,
	openTraining,
	train,
	type TrainOptions,
} from '../../source/index.js';
import {readCheckpoint} from '../../source/storage/record/checkpoint.js';
import {findRun} from '../../source/storage/runs/runs-folder.js';
import {linesOf, runProgram} from '../helpers/run-program.js';
import {timelessRecordOf} from '../helpers/saved-run.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
const fruit = ['apple', 'pear', 'plum', 'cherry', 'lemon', 'fig', 'lime', 'quince', 'peach', 'melon', 'grape', 'date'];
/** With a constant rate, so that a run may be told only later to have more steps. */
const options: TrainOptions = {
	preset: 'microgpt', documents: fruit, schedule: 'constant', steps: 30, samples: 3, validationShare: 0.2, evalEvery: 7,
};

/** Trains, saves, and leaves after a step; where that is saved. */
async function trained(runsFolder: string, changes: TrainOptions = {}, lastStep = Infinity): Promise<string> {
	const {events, folder} = await openTraining({...options, runsFolder: temporary.pathOf(runsFolder), ...changes});
	for await (const event of events) {
		if (event.type === 'step' && event.step === lastStep) {
			break;
		}
	}

	return folder!;
}

/** All that decides how a run goes on. */
async function stateOf(folder: string): Promise<unknown> {
	const {record: {average, bestLoss}, progress: {elapsedMs, ...progress}, ...state} = await readCheckpoint(join(folder, 'checkpoint.safetensors'));
	return {
		...state, progress, average, bestLoss,
	};
}

describe('a run that is opened again', () => {
	it('goes on as if it had never been left', async () => {
		const whole = await trained('whole');
		const folder = await trained('left', {}, 16);
		const run = await openRun(folder);
		expect(run).toMatchObject({
			step: 16, state: 'stopped', folder, title: undefined, config: {preset: 'microgpt'},
		});
		await allEvents(run.resume());
		expect(await timelessRecordOf(folder)).toEqual(await timelessRecordOf(whole));
		expect(await stateOf(folder)).toEqual(await stateOf(whole));
		expect(await openRun(folder)).toMatchObject({step: 30, state: 'completed'});
	});

	it('goes on from where it was aborted, also more than once', async () => {
		const whole = await trained('whole-of-aborted');
		const folder = await trained('aborted', {}, 9);
		const controller = new AbortController();
		const run = await openRun(folder);
		const training = await run.openTraining({signal: controller.signal});
		for await (const event of training.events) {
			if (event.type === 'step' && event.step === 21) {
				break;
			}
		}

		const again = await openRun(folder);
		const loop = async () => {
			for await (const event of again.resume({signal: controller.signal})) {
				if (event.type === 'step' && event.step === 25) {
					controller.abort();
				}
			}
		};

		await expect(loop()).rejects.toThrow('This operation was aborted');
		// That this one is from before does not matter.
		await allEvents(run.resume());
		expect(await timelessRecordOf(folder)).toEqual(await timelessRecordOf(whole));
		expect(await stateOf(folder)).toEqual(await stateOf(whole));
	});

	it('is resumed by the program to the last bit, and listed by it', async () => {
		const whole = await trained('whole-of-both', {steps: 40});
		const folder = await trained('by-program', {name: 'fruit'}, 13);
		const place = ['--runs-dir', temporary.pathOf('by-program')];
		const {stdout: list} = await runProgram('runs', ...place);
		expect(list).toMatch(/fruit .*stopped/v);
		expect(await runProgram('resume', 'fruit', '--steps', '40', '--plain', ...place)).toMatchObject({exitCode: 0});
		expect(await stateOf(folder)).toEqual(await stateOf(whole));

		const data = await temporary.write('fruit.txt', fruit.join('\n'));
		const byLibrary = ['--runs-dir', temporary.pathOf('by-library')];
		expect(await runProgram('--preset', 'microgpt', '--data', data, '--schedule', 'constant', '--steps', '13', '--samples', '3', '--val-split', '0.2', '--eval-every', '7', '--name', 'own', '--plain', ...byLibrary)).toMatchObject({exitCode: 0});
		const {folder: ofProgram} = await findRun(temporary.pathOf('by-library'), 'own');
		const run = await openRun(ofProgram);
		await allEvents(run.resume({steps: 40}));
		expect(await stateOf(ofProgram)).toEqual(await stateOf(whole));
	});

	it('makes up what the program makes up', async () => {
		const folder = await trained('sampled', {name: 'sampled'});
		const {sample, tokenizer, engine} = await openRun(folder);
		const {stdout} = await runProgram('sample', 'sampled', '--prefix', 'p', '--count', '5', '--temperature', '0.9', '--seed', '3', '--runs-dir', temporary.pathOf('sampled'));
		const texts = sample({
			prefix: 'p', count: 5, temperature: 0.9, seed: 3,
		});
		expect(texts).toEqual(linesOf(stdout));
		expect(new Set(texts).size).toBeGreaterThan(1);
		expect(tokenizer.vocabSize).toBe(engine.model.vocabSize);
		expect(() => sample({prefix: 'É'})).toThrow(ConfigError);
	});

	it('says why it cannot go on', async () => {
		const folder = await trained('over');
		const run = await openRun(folder);
		await expect(run.resume().next()).rejects.toThrow(new ConfigError(`Expected a run with steps left to do, got ${run.name}, which has done all its 30. Add steps: 60, for example.`));
		const training = await run.openTraining({steps: 60});
		await expect(run.openTraining({steps: 60})).rejects.toThrow(CheckpointError);
		await training.close();
		await expect(run.openTraining({steps: 60, signal: AbortSignal.abort('enough')})).rejects.toBe('enough');
		await rm(join(folder, 'checkpoint.safetensors'));
		await expect(openRun(folder)).rejects.toThrow(new CheckpointError(`Expected a saved state in ${folder}, got none: the run has ended before the first. Begin it again with microgpt-tui resume, or train anew.`));
		await expect(openRun(temporary.pathOf('nowhere'))).rejects.toThrow(`Expected ${temporary.pathOf('nowhere')} to be a saved run, got `);
	});
});

describe('a checkpoint', () => {
	it('is the model as it was when it was saved', async () => {
		const {events, sample, saveCheckpoint, engine} = await openTraining(options);
		const path = temporary.pathOf('alone.safetensors');
		let saved: string[] | undefined;
		for await (const event of events) {
			if (event.type !== 'step' || event.step !== 11) {
				continue;
			}

			const saving = saveCheckpoint(path);
			saved = sample({count: 4});
			engine.parameters.data[0] += 1;
			await saving;
		}

		const checkpoint = await loadCheckpoint(path);
		expect(checkpoint).toMatchObject({step: 11, config: {preset: 'microgpt', dataset: {documents: 'lines'}}});
		expect(checkpoint.sample({count: 4})).toEqual(saved);
		expect(checkpoint.tokenizer.decode(checkpoint.tokenizer.encode('fig'))).toBe('fig');
	});

	it('tells nothing of the machine', async () => {
		const data = await temporary.write('secret.txt', fruit.join('\n'));
		const {saveCheckpoint} = await openTraining({preset: 'microgpt', data});
		const path = temporary.pathOf('shared.safetensors');
		await saveCheckpoint(path);
		const {run} = await readCheckpoint(path);
		expect(run).toMatchObject({dataset: {name: 'secret.txt'}, documents: 0});
		expect(JSON.stringify(run)).not.toContain(temporary.pathOf(''));
	});

	it('has the precision and the engine of its run, and where to begin anew', async () => {
		const path = temporary.pathOf('single.safetensors');
		const {saveCheckpoint} = await openTraining({
			...options, precision: 'f32', documents: undefined, text: fruit.join(' ').repeat(20),
		});
		await saveCheckpoint(path);
		const {engine, sample} = await loadCheckpoint(path);
		expect(engine).toMatchObject({name: 'tensor', precision: 'f32'});
		// A text that is cut into windows has no end.
		expect(sample({length: 200})[0]).toHaveLength(200);
		const {notes} = await openTraining({preset: 'microgpt', documents: fruit, initFrom: path});
		expect(notes).not.toEqual([]);
	});

	it('is any of those in the folder of a run', async () => {
		const folder = await trained('folder');
		const last = await loadCheckpoint(join(folder, 'checkpoint.safetensors'));
		const run = await openRun(folder);
		expect(last.sample({count: 3})).toEqual(run.sample({count: 3}));
		const best = await loadCheckpoint(join(folder, 'best.safetensors'));
		expect([7, 14, 21, 28, 30]).toContain(best.step);
	});

	it('is refused where nobody knows what it is', async () => {
		const folder = await trained('moved');
		const elsewhere = temporary.pathOf('elsewhere');
		await mkdir(elsewhere);
		const path = join(elsewhere, 'checkpoint.safetensors');
		await copyFile(join(folder, 'checkpoint.safetensors'), path);
		await expect(loadCheckpoint(path)).rejects.toThrow(new CheckpointError(`Expected ${path} in the folder of its run, got it without run.json beside it. Put it back there, or begin with its weights: initFrom.`));
		await expect(loadCheckpoint(temporary.pathOf('none'))).rejects.toThrow(CheckpointError);
	});

	it('is not written where nobody could go on from it, or there is no place', async () => {
		const {saveCheckpoint, engine} = await openTraining(options);
		const path = join(temporary.pathOf('no-folder'), 'model.safetensors');
		await expect(saveCheckpoint(path)).rejects.toThrow(new RegExp(`^Expected to save the model as ${path}, got “no such file or directory”. Choose another place.$`, 'v'));
		engine.parameters.data[0] = NaN;
		await expect(saveCheckpoint(temporary.pathOf('broken'))).rejects.toThrow(new CheckpointError('Expected to save a model, got parameters that are not finite after step 0. Lower the learning rate.'));
	});
});

it('stops early, and keeps the best', async () => {
	const runsFolder = temporary.pathOf('early');
	const events = await allEvents(train({
		...options, runsFolder, steps: 3000, evalEvery: 10, patience: 3,
	}));
	const finish = events.at(-1)!;
	expect(finish).toMatchObject({type: 'finish', reason: 'stopped early'});
	const evaluations = events.filter(event => event.type === 'eval');
	const best = evaluations.toSorted((a, b) => a.validationLoss - b.validationLoss)[0];
	const saved = events.findLast(event => event.type === 'checkpoint')!;
	expect(await loadCheckpoint(saved.path)).toMatchObject({step: evaluations.at(-1)!.step});
	expect(await loadCheckpoint(join(saved.path, '..', 'best.safetensors'))).toMatchObject({step: best.step});
});
