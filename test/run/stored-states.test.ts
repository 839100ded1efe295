import {
	copyFile,
	cp,
	readFile,
	rm,
	truncate,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {openRun, type LocalRun} from '../../source/run/open-run.js';
import {originAt} from '../../source/run/origin.js';
import {type OpenRunOptions} from '../../source/run/open-run-options.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {keptSteps, stateFile} from '../../source/storage/record/spaced-states.js';
import {Trainer} from '../../source/training/trainer.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
const usualBytes = 2 ** 20;
const steps = 4000;
const config = createRunConfig(chapter7, {steps});
const scaledAt = 1400;

async function goOn({events, controls}: LocalRun, to: number): Promise<void> {
	for (;;) {
		const {value, done} = await events.next();
		if (done) {
			return;
		}

		if (value.type !== 'step') {
			continue;
		}

		if (value.step + 1 === scaledAt) {
			controls.learningRateScale = 3;
		}

		if (value.step === to) {
			return;
		}
	}
}

async function openSaved(runConfig: RunConfig, resumed?: string, historyBytes = usualBytes): Promise<LocalRun> {
	return openRun(runConfig, '1.2.3', {
		hasPreviews: true,
		historyBytes,
		saving: {
			runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, keepStates: 8, resumed,
		},
	});
}

/** A run that was left after a step, and what was told of some of its steps while it was on. */
async function leftRun(runConfig: RunConfig, to: number, asked: readonly number[] = []): Promise<{folder: string; told: unknown[]}> {
	const run = await openSaved(runConfig);
	await goOn(run, to);
	const told: unknown[] = [];
	for (const step of asked) {
		told.push(await everythingOf(run, step));
	}

	await run.close();
	return {folder: run.saving!.folder, told};
}

/** All numbers of a step, and what it did. */
const everythingOf = async ({ask}: LocalRun, step: number) => [await ask(['weights', 1000, 1000], {step}), await ask(['reportLastStep'], {step})];

async function look(folder: string, options: OpenRunOptions = {}): Promise<LocalRun> {
	const info = await readRunInfo(folder);
	return openRun(info.config, '1.2.3', {historyBytes: usualBytes, lookedAt: {folder, info, steps: info.step}, ...options});
}

/** What somebody does, and how many steps are done again for it. */
async function stepsFor(act: () => Promise<unknown>): Promise<number> {
	const stepping = vi.spyOn(Trainer.prototype, 'step');
	await act();
	const {length} = stepping.mock.calls;
	stepping.mockRestore();
	return length;
}

afterEach(() => {
	vi.restoreAllMocks();
});

it('a run that is only looked at is known, however little may be kept of its model', async () => {
	const {folder, told} = await leftRun(config, 200, [150]);
	const played = await look(folder, {historyBytes: 1});
	expect(await played.ask(['whyUnknown'], {step: 150})).toBe('known');
	expect(await everythingOf(played, 150)).toEqual(told[0]);
	await played.close();
	const [without, resumed] = [await look(folder, {historyBytes: 0}), await openSaved(config, folder, 1)];
	for (const run of [without, resumed]) {
		expect(await run.ask(['whyUnknown'], {step: 150})).toBe('notKept');
		await run.close();
	}
});

describe('a step late in a saved run', () => {
	it.each([
		['chapter7', config],
		['microgpt in single precision', createRunConfig(microgpt, {steps: 2400, precision: 'f32'})],
	])('is reached from the nearest state on the disk, to the last bit: %s', async (_what, runConfig) => {
		const {steps: last} = runConfig.training;
		const asked = [last - 5, 1540, 1537, 1200, 600, 100];
		const {folder, told} = await leftRun(runConfig, last - 1, asked);
		expect(await keptSteps(folder)).toEqual([512, 1024, 1536, 2048, 2560, 3072, 3584].filter(step => step < last));
		const played = await look(folder);
		const resumed = await openSaved(runConfig, folder);
		for (const run of [played, resumed]) {
			for (const [index, step] of asked.entries()) {
				let known: unknown;
				const again = await stepsFor(async () => {
					known = await everythingOf(run, step);
				});
				expect(known).toEqual(told[index]);
				// No more than to the state before it.
				expect(again).toBe(((step - 1) % 512) + 1);
			}
		}

		await played.close();
		await resumed.close();
	});

	it('is reached from another state where one is damaged, cut off, gone, of another step, model or platform', async () => {
		const {folder, told} = await leftRun(config, steps - 1, [3800]);
		const other = await leftRun(createRunConfig(chapter7, {steps: 600, nEmbd: 4}), 590);
		const elsewhere = await leftRun({...config, random: 'python'}, 1200);
		const stateOf = (step: number) => join(folder, stateFile(step));
		const damages: ReadonlyArray<() => Promise<void>> = [
			async () => truncate(stateOf(3584), 1000),
			async () => copyFile(stateOf(512), stateOf(3072)),
			async () => copyFile(join(other.folder, stateFile(512)), stateOf(2560)),
			async () => writeFile(stateOf(2048), ''),
			async () => {
				const bytes = await readFile(stateOf(1536));
				bytes[bytes.length - 1] = 255 - bytes.at(-1)!;
				await writeFile(stateOf(1536), bytes);
			},
			async () => {
				await rm(stateOf(1024));
			},
			async () => copyFile(join(elsewhere.folder, stateFile(512)), stateOf(512)),
		];
		for (const [index, damage] of damages.entries()) {
			await damage();
			const run = await look(folder);
			let known: unknown;
			const again = await stepsFor(async () => {
				known = await everythingOf(run, 3800);
			});
			expect([known]).toEqual(told);
			expect(again).toBe(3800 - (3584 - (512 * (index + 1))));
			await run.close();
		}
	});

	it('is walked to from the beginning in a run without states, and where no memory is to be taken nobody looks for any', async () => {
		const {folder} = await leftRun(config, steps - 1);
		const without = temporary.pathOf(`run-${++count}`);
		await cp(folder, without, {recursive: true});
		await rm(join(without, 'states'), {recursive: true});
		const run = await look(without);
		expect(await stepsFor(async () => run.ask(['weights', 1, 1], {step: 3800}))).toBe(3800);
		await run.close();
		const forgetful = await look(folder, {historyBytes: 0});
		expect(await forgetful.ask(['weights', 1, 1], {step: 3800})).toBeUndefined();
		await forgetful.close();
	});

	it('is known where one state is more than memory has room for', async () => {
		const {folder, told} = await leftRun(config, steps - 1, [3800, 3799, 100]);
		const run = await look(folder, {historyBytes: 1});
		expect([await everythingOf(run, 3800), await everythingOf(run, 3799), await everythingOf(run, 100)]).toEqual(told);
		await run.close();
	});
});

it('a step is reached from the nearest state of all, be it kept for good or for who goes back step by step', async () => {
	const run = await openRun(config, '1.2.3', {historyBytes: usualBytes});
	await goOn(run, 200);
	const again: number[] = [];
	// Near the first are kept 123, 116 and 92.
	for (const step of [125, 20, 129, 20, 124]) {
		again.push(await stepsFor(async () => run.ask(['weights', 1, 1], {step})));
	}

	expect(again).toEqual([125, 20, 1, 2, 1]);
	await run.close();
});

it('a run that was killed has the past that it went on with, and not what another sitting had come to', async () => {
	const asked = [2900, 2600, 2500, 1000];
	const unbroken = await leftRun(config, 2999, asked);
	const {folder} = await leftRun(config, 2000);
	const killed = temporary.pathOf(`run-${++count}`);
	await cp(folder, killed, {recursive: true});
	const other = await openSaved(config, folder);
	other.controls.learningRateScale = 0.1;
	await goOn(other, 2700);
	await other.close();
	await cp(join(folder, 'states'), join(killed, 'states'), {recursive: true});
	expect(await keptSteps(killed)).toEqual([512, 1024, 1536, 2048, 2560]);

	// Without a state in memory: none of the other sitting is taken for its own.
	const again = await openSaved(config, killed, 1);
	await goOn(again, 2999);
	for (const [index, step] of asked.entries()) {
		expect(await everythingOf(again, step)).toEqual(unbroken.told[index]);
	}

	await again.close();
	const run = await look(killed);
	for (const [index, step] of asked.entries()) {
		expect(await everythingOf(run, step)).toEqual(unbroken.told[index]);
	}

	await run.close();
});

it('a fork has states of its own, after the step at which it left the other run', async () => {
	const first = await openRun(config, '1.2.3', {historyBytes: usualBytes});
	await goOn(first, 1300);
	const origin = await originAt(1300, {...first, name: 'first', meanAfter: () => undefined});
	await first.close();
	const fork = await openRun(config, '1.2.3', {
		hasPreviews: true, historyBytes: usualBytes, origin, saving: {runsFolder: temporary.pathOf('runs'), saveEveryMs: 1e9, keepStates: 2},
	});
	await goOn(fork, 2500);
	const told = [await everythingOf(fork, 2400), await everythingOf(fork, 1400)];
	await fork.close();
	const {folder} = fork.saving!;
	expect(await keptSteps(folder)).toEqual([1536, 2048]);
	const run = await look(folder);
	let known: unknown[] = [];
	const again = await stepsFor(async () => {
		known = [await everythingOf(run, 2400), await everythingOf(run, 1400)];
	});
	expect(known).toEqual(told);
	expect(again).toBe((2400 - 2048) + (1400 - 1300));
	expect(await run.ask(['weights', 1, 1], {step: 1299})).toBeUndefined();
	await run.close();
});

it('a run is known from its first state that began with weights from elsewhere, even if these are gone', async () => {
	const {folder: source} = await leftRun(config, 50);
	const initFrom = temporary.pathOf('weights.safetensors');
	await copyFile(join(source, 'checkpoint.safetensors'), initFrom);
	const {folder, told} = await leftRun(createRunConfig(chapter7, {steps, initFrom}), 2000, [1800, 513, 512]);
	await rm(initFrom);
	const run = await look(folder);
	expect(await run.ask(['weights', 1000, 1000], {step: 512})).toEqual((told.at(-1) as unknown[])[0]);
	expect([await everythingOf(run, 1800), await everythingOf(run, 513)]).toEqual(told.slice(0, 2));
	expect(await run.ask(['weights', 1, 1], {step: 511})).toBeUndefined();
	expect(await run.ask(['weights', 1, 1], {step: 0})).toBeUndefined();
	expect([await run.ask(['whyUnknown'], {step: 511}), await run.ask(['whyUnknown'], {step: 513})]).toEqual(['otherWeights', 'known']);
	await run.close();
});
