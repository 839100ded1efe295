import {writeFile} from 'node:fs/promises';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {DatasetError} from '../../source/errors.js';
import {countParameters} from '../../source/model/parameters.js';
import {openRun, type LocalRun} from '../../source/run/open-run.js';
import {type LeftRun, type Origin, originAt} from '../../source/run/origin.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {toldUntil} from '../helpers/saved-run.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();

const configs: ReadonlyArray<{readonly what: string; readonly config: RunConfig}> = [
	{
		what: 'chapter7 with batches, clipping and decay', config: createRunConfig(chapter7, {
			steps: 90, batchSize: 3, gradClip: 0.5, weightDecay: 0.1,
		}),
	},
	{
		what: 'microgpt with a validation', config: createRunConfig(microgpt, {
			steps: 60, validationShare: 0.1, evalEvery: 7, evalDocuments: 4,
		}),
	},
	{what: 'microgpt in single precision with momentum', config: createRunConfig(microgpt, {steps: 60, precision: 'f32', optimizer: 'momentum'})},
	{
		what: 'chapter7 with patience', config: createRunConfig(chapter7, {
			steps: 400, learningRate: 0.2, schedule: 'constant', validationShare: 0.1, evalEvery: 5, evalDocuments: 20, patience: 4,
		}),
	},
	{what: 'the scalar engine', config: createRunConfig(chapter7, {steps: 50, engine: 'scalar'})},
];

type OpenOptions = {readonly origin?: Origin | undefined; readonly resumed?: string; readonly isSaved?: boolean};

async function open(config: RunConfig, {origin, resumed, isSaved = false}: OpenOptions = {}): Promise<LocalRun> {
	return openRun(config, '1.2.3', {
		hasPreviews: true,
		historyBytes: 250_000,
		origin,
		saving: isSaved
			? {
				runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, resumed,
			}
			: undefined,
	});
}

/** What a run tells of its steps up to one of them, or to its end, with the numbers of the model after each. */
async function goOn(run: LocalRun, to = Infinity): Promise<unknown[]> {
	const told: unknown[] = [];
	for await (const event of toldUntil(run, to)) {
		told.push([event, checksum(run.engine)]);
	}

	return told;
}

function checksum({parameters, moments, model}: LocalRun['engine']): number[] {
	const length = countParameters(model);
	return [parameters.data, moments.first, moments.second].map(numbers => Array.from(numbers.subarray(0, length), Number).reduce((sum, number, index) => sum + (number * Math.sin(index + 1)), 0));
}

const left = (run: LocalRun): LeftRun => ({...run, name: 'parent', meanAfter: () => undefined});

/** How many steps a run takes, which may end early. */
async function stepsOf(config: RunConfig): Promise<number> {
	const run = await open(config);
	const told = await goOn(run);
	await run.close();
	return ((told.at(-1) as [TrainingEvent & {readonly type: 'finish'}])[0]).totals.steps;
}

/** What a run told after one of its steps. */
const after = (told: readonly unknown[], step: number) => {
	const isThatStep = (entry: unknown) => {
		const [event] = entry as [TrainingEvent];
		return event.type === 'step' && event.step === step;
	};

	return told.slice(step === 0 ? 0 : told.findIndex(entry => isThatStep(entry)) + 1);
};

describe.each(configs)('a fork of $what', ({config}) => {
	it('that changes nothing is the run itself, to the last bit, wherever it leaves', {timeout: 120_000}, async () => {
		const steps = await stepsOf(config);
		await fc.assert(fc.asyncProperty(fc.integer({min: 0, max: steps - 1}), fc.integer({min: 0, max: steps}), async (step, reachedMore) => {
			const parent = await open(config);
			const reached = Math.min(steps, step + reachedMore);
			const told = await goOn(parent, reached);
			const origin = await originAt(step, left(parent));
			told.push(...await goOn(parent));
			const fork = await open(config, {origin});
			expect(fork.start.parent).toMatchObject({run: 'parent', step, documents: step * config.training.batchSize});
			const tokensUpTo = told.map(entry => (entry as [TrainingEvent])[0]).filter(event => event.type === 'step' && event.step <= step).reduce((sum, event) => sum + (event.type === 'step' ? event.tokenCount : 0), 0);
			expect(fork.start.parent?.tokens).toBe(tokensUpTo);
			expect(await goOn(fork)).toEqual(after(told, step));
			await fork.close();
			await parent.close();
		}), {numRuns: 4});
	});

	it('goes on as it would have when it is left and resumed, and knows its past up to where it began', async () => {
		const middle = Math.floor(await stepsOf(config) / 2);
		const parent = await open(config);
		const told = await goOn(parent, middle + 9);
		const origin = await originAt(middle, left(parent));
		told.push(...await goOn(parent));
		let fork = await open(config, {origin, isSaved: true});
		const {folder: saved} = fork.saving!;
		const toldByFork = await goOn(fork, middle + 5);
		const report = await fork.ask(['weights', 100, 100], {step: middle + 2});
		const first = await fork.ask(['weights', 100, 100], {step: middle});
		expect(first).not.toEqual(report);
		await fork.close();
		fork = await open(config, {resumed: saved, isSaved: true});
		expect(await fork.ask(['weights', 100, 100], {step: middle + 2})).toEqual(report);
		expect(await fork.ask(['weights', 100, 100], {step: middle})).toEqual(first);
		expect(await fork.ask(['weights', 100, 100], {step: middle - 1})).toBeUndefined();
		toldByFork.push(...await goOn(fork));
		expect(toldByFork).toEqual(after(told, middle));
		await fork.close();
		await parent.close();
		const {parent: point} = await readRunInfo(saved);
		expect(point).toEqual(origin!.point);
	});
});

it('takes the documents from where the other run was, with another batch size too, and so does its own fork', async () => {
	const config = createRunConfig(chapter7, {steps: 40, batchSize: 3});
	const parent = await open(config);
	await goOn(parent, 20);
	const fork = await open(createRunConfig(chapter7, {steps: 40, batchSize: 5}), {origin: await originAt(10, left(parent))});
	await goOn(fork, 14);
	const grandchild = await open(createRunConfig(chapter7, {steps: 40, batchSize: 2}), {origin: await originAt(12, left(fork))});
	await goOn(grandchild, 15);
	const steps = await Promise.all(Array.from({length: 20}, async (_, index) => parent.ask(['documentsOf', index + 1])));
	const all = steps.flat();
	expect(await fork.ask(['documentsOf', 11])).toEqual(all.slice(30, 35));
	expect(await fork.ask(['documentsOf', 13])).toEqual(all.slice(40, 45));
	expect(await grandchild.ask(['documentsOf', 13])).toEqual(all.slice(40, 42));
	expect(await grandchild.ask(['documentsOf', 15])).toEqual(all.slice(44, 46));
	await Promise.all([parent, fork, grandchild].map(async run => run.close()));
});

describe('a fork of a run with patience', () => {
	const config = createRunConfig(chapter7, {
		steps: 400, learningRate: 0.2, schedule: 'constant', validationShare: 0.1, evalEvery: 5, evalDocuments: 20, patience: 4,
	});

	it('counts on with its evaluations, also if it was resumed, is played or is a fork itself', async () => {
		const steps = await stepsOf(config);
		expect(steps).toBeLessThan(400);
		const step = steps - 8;
		let parent = await open(config, {isSaved: true});
		const {folder: saved} = parent.saving!;
		await goOn(parent, step - 9);
		await parent.close();
		parent = await open(config, {isSaved: true, resumed: saved});
		const told = await goOn(parent);
		const played = async () => openRun(config, '1.2.3', {hasPreviews: true, historyBytes: 250_000, lookedAt: {folder: saved, info: await readRunInfo(saved), steps}});
		for (const run of [parent, await played()]) {
			const fork = await open(config, {origin: await originAt(step, left(run)), isSaved: true});
			expect(await goOn(fork)).toEqual(after(told, step));
			const second = await open(config, {origin: await originAt(step + 4, left(fork))});
			expect(await goOn(second)).toEqual(after(told, step + 4));
			await Promise.all([run, fork, second].map(async each => each.close()));
		}
	});

	it('counts anew where it goes another way: also from the last step there is something to see', async () => {
		const steps = await stepsOf(config);
		const parent = await open(config);
		await goOn(parent);
		const fork = await open(createRunConfig(chapter7, {...config.training, validationShare: 0.1, learningRate: 0.01}), {origin: await originAt(steps, left(parent))});
		const told = await goOn(fork);
		expect(((told.at(-1) as [TrainingEvent & {readonly type: 'finish'}])[0]).totals.steps).toBeGreaterThan(steps + 10);
		await Promise.all([parent, fork].map(async run => run.close()));
	});
});

it('goes on with the data of the other run, or says what has become of them', async () => {
	const names = Array.from({length: 40}, (_, index) => `name ${String.fromCodePoint(97 + (index % 26)).repeat(index % 7)}${index}`);
	const path = folder.pathOf('names.txt');
	const text = names.join('\n');
	await writeFile(path, text);
	const config = createRunConfig(chapter7, {steps: 40, data: path});
	for (const isSaved of [false, true]) {
		const parent = await open(config, {isSaved});
		const told = await goOn(parent, 20);
		const origin = await originAt(20, left(parent));
		told.push(...await goOn(parent));
		await writeFile(path, names.toReversed().join('\n'));
		await expect(open(config, {origin})).rejects.toThrow(new DatasetError('Expected names.txt to be as it was when the run began, got another text. Give it back its content to go on, or train anew.'));
		await writeFile(path, text);
		const fork = await open(config, {origin, isSaved: true});
		expect(await goOn(fork)).toEqual(after(told, 20));
		await Promise.all([parent, fork].map(async run => run.close()));
		const played = await openRun(config, '1.2.3', {historyBytes: 250_000, lookedAt: {folder: fork.saving!.folder, info: await readRunInfo(fork.saving!.folder), steps: 40}});
		const second = await originAt(30, left(played));
		expect(second!.left!.dataset).toEqual(origin!.left!.dataset);
		await writeFile(path, `${text}\nmore`);
		await expect(open(config, {origin: second})).rejects.toThrow(DatasetError);
		await writeFile(path, text);
		await played.close();
	}
});

it.each([4, 32])('shows its own documents before its first step, with a batch of %s', async batchSize => {
	const parent = await open(createRunConfig(chapter7, {steps: 40}));
	await goOn(parent, 20);
	const fork = await open(createRunConfig(chapter7, {steps: 40, batchSize}), {origin: await originAt(20, left(parent))});
	const [first] = (await fork.ask(['documentsOf', 21]))!;
	const nextOfParent = (await parent.ask(['documentsOf', 21]))!;
	expect(nextOfParent).toEqual([first]);
	const shown = {text: first, step: 21};
	expect(await fork.ask(['traceDocument'])).toMatchObject(shown);
	expect(await fork.ask(['traceDocument'], {step: 20})).toMatchObject(shown);
	await Promise.all([parent, fork].map(async run => run.close()));
});

it('ends like any run where it has no steps of its own', async () => {
	const parent = await open(createRunConfig(chapter7, {steps: 40}));
	await goOn(parent, 20);
	const fork = await open(createRunConfig(chapter7, {steps: 20, batchSize: 32}), {origin: await originAt(20, left(parent))});
	const told = await goOn(fork);
	expect((told.at(-1) as [TrainingEvent])[0]).toMatchObject({type: 'finish', reason: 'completed', totals: {steps: 20}});
	await Promise.all([parent, fork].map(async run => run.close()));
});

it('uses what is left of the model at once: its first evaluation is that of the other weights without a head', async () => {
	const options = {
		steps: 40, validationShare: 0.1, evalEvery: 10, evalDocuments: 8,
	};
	const parent = await open(createRunConfig(microgpt, options));
	await goOn(parent, 25);
	const fork = await open(createRunConfig(microgpt, {...options, without: ['head:0.1']}), {origin: await originAt(20, left(parent))});
	const told = await goOn(fork, 21);
	expect(told[0]).toMatchObject([{type: 'eval', step: 20}, expect.anything()]);
	expect((told.at(-1) as [TrainingEvent])[0]).toMatchObject({type: 'step', step: 21});
	await Promise.all([parent, fork].map(async run => run.close()));
});
