import {
	cp,
	readdir,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readCheckpoint} from '../../../source/storage/record/checkpoint.js';
import {
	distanceUpTo,
	isStateDue,
	keptSteps,
	stateFile,
} from '../../../source/storage/record/spaced-states.js';
import {removeRun} from '../../../source/storage/runs/remove-run.js';
import {bytesOf} from '../../../source/storage/runs/run-size.js';
import {withoutMemory} from '../../helpers/out-of-memory.js';
import {copyAsKilled} from '../../helpers/saved-run.js';
import {
	openScriptedRun,
	type Script,
	type ScriptedRun,
	type ScriptedRunOptions,
	untilStep,
	untilTheEnd,
} from '../../helpers/scripted-run.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
let count = 0;
const whole: Script = {steps: 12_000};
const runsFolder = () => temporary.pathOf(`runs-${++count}`);
const open = async (options: Partial<ScriptedRunOptions> = {}, script: Script = whole) => openScriptedRun(script, {runsFolder: runsFolder(), keepStates: 4, ...options});
const spacing = {most: 4, from: 0};
/** Which there are of a run without a break that has come so far: thinned with the last of them. */
const wantedUpTo = (reached: number) => Array.from({length: reached}, (_, index) => index + 1).filter(step => isStateDue(step, spacing) && step % distanceUpTo(reached, spacing) === 0);

/** What is there is always sound, and of the step that it is named after. */
async function soundSteps(folder: string): Promise<number[]> {
	const steps = await keptSteps(folder);
	for (const step of steps) {
		const {progress, random} = await readCheckpoint(join(folder, stateFile(step)));
		expect(progress).toMatchObject({step, isEvaluated: false, isPreviewed: false});
		expect(Object.keys(random)).toEqual(['samples', 'previews']);
	}

	return steps;
}

/** What a program leaves that is killed right after a save. */
async function killAfterSave(run: ScriptedRun, reached: number, act: (copy: string) => Promise<void> = async () => undefined): Promise<string> {
	await run.recorder.save();
	await expect.poll(async () => keptSteps(run.recorder.folder)).toEqual(wantedUpTo(reached));
	const copy = temporary.pathOf(`killed-${++count}`);
	copyAsKilled(run.recorder.folder, copy);
	await act(copy);
	await run.events.return();
	return copy;
}

async function leave({recorder, events}: ScriptedRun): Promise<string> {
	await events.return();
	return recorder.folder;
}

async function leaveAndDiscardMore(run: ScriptedRun): Promise<string> {
	const folder = await leave(run);
	const kept = await soundSteps(folder);
	const more = await open({resumed: folder});
	await untilStep(more, more.recorder.resumedStep! + 1400);
	more.recorder.discard();
	await more.events.return();
	expect(await soundSteps(folder)).toEqual(kept);
	return folder;
}

const endings = [leave, killAfterSave, leaveAndDiscardMore];

describe('the states on the way of a run', () => {
	it('are at even distances when it ends', async () => {
		const run = await open();
		await untilTheEnd(run);
		expect(await soundSteps(run.recorder.folder)).toEqual([2048, 4096, 6144, 8192]);
		expect(wantedUpTo(12_000)).toEqual([2048, 4096, 6144, 8192]);
	});

	it('count as part of the run, and are removed with it', async () => {
		const runs = runsFolder();
		const run = await open({runsFolder: runs, keepStates: 2});
		await untilTheEnd(run);
		const {folder} = run.recorder;
		const [large, small] = await Promise.all([bytesOf(folder), cp(folder, `${folder}-2`, {recursive: true}).then(async () => {
			await rm(join(`${folder}-2`, 'states'), {recursive: true});
			return bytesOf(`${folder}-2`);
		})]);
		const {size} = await stat(join(folder, 'checkpoint.safetensors'));
		expect(large! - small!).toBeGreaterThan(1.9 * size);
		await removeRun(folder);
		expect(await readdir(runs)).toHaveLength(1);
	});

	it('are none where none are wanted', async () => {
		const run = await open({keepStates: 0});
		await untilTheEnd(run);
		expect(await readdir(run.recorder.folder)).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json']);
	});

	it('are those of a run without a break when it was left or killed, and taken up again', async () => {
		const sitting = fc.tuple(fc.integer({min: 1, max: 5000}), fc.constantFrom(...endings));
		await fc.assert(fc.asyncProperty(fc.array(sitting, {maxLength: 4}), async sittings => {
			let run = await open();
			let reached = 0;
			for (const [steps, end] of sittings) {
				reached = Math.min(reached + steps, 11_999);
				await untilStep(run, reached);
				const folder = await end(run, reached);
				run = await open({resumed: folder});
				expect(await soundSteps(folder)).toEqual(wantedUpTo(reached));
			}

			await untilTheEnd(run);
			expect(await soundSteps(run.recorder.folder)).toEqual(wantedUpTo(12_000));
			expect(await readdir(run.recorder.folder)).toEqual(['checkpoint.safetensors', 'events.jsonl', 'run.json', 'states']);
		}), {numRuns: 12});
	});

	it('that come after the save from which a killed run goes on are gone, and back when that is discarded', async () => {
		const run = await open();
		await untilStep(run, 600);
		const folder = await killAfterSave(run, 600, async copy => {
			await untilStep(run, 1600);
			await run.recorder.save();
			await expect.poll(async () => keptSteps(run.recorder.folder)).toEqual([512, 1024, 1536]);
			await cp(join(run.recorder.folder, 'states'), join(copy, 'states'), {recursive: true});
		});
		const resumed = await open({resumed: folder});
		expect(resumed.recorder.resumedStep).toBe(600);
		expect(await soundSteps(folder)).toEqual([512]);
		await untilStep(resumed, 1200);
		await resumed.recorder.save();
		await expect.poll(async () => keptSteps(folder)).toEqual([512, 1024]);
		resumed.recorder.discard();
		await resumed.events.return();
		expect(await soundSteps(folder)).toEqual([512, 1024, 1536]);
	});

	it('are written with a save, each of those that are not too near to others by then', async () => {
		const run = await open();
		await untilStep(run, 4000);
		expect(await keptSteps(run.recorder.folder)).toEqual([]);
		await run.recorder.save();
		await expect.poll(async () => keptSteps(run.recorder.folder)).toEqual([1024, 2048, 3072]);
		await run.events.return();
	});

	it('are written at once where they would take much memory', async () => {
		const run = await open({}, {steps: 600, width: 140_000});
		await untilStep(run, 512);
		await expect.poll(async () => keptSteps(run.recorder.folder), {timeout: 20_000}).toEqual([512]);
		await run.events.return();
	});

	it('are left out where there is no memory to copy one, which is told once', async () => {
		let isOutOfMemory = false;
		const run = await open({
			change: training => withoutMemory(training, () => isOutOfMemory),
		}, {steps: 2000});
		await untilStep(run, 511);
		isOutOfMemory = true;
		const events = await untilStep(run, 1030);
		isOutOfMemory = false;
		expect(events.filter(({type}) => type === 'warning')).toMatchObject([{code: 'unsaved', step: 512, message: expect.stringContaining('got “Array buffer allocation failed”. To look back takes longer without it.') as string}]);
		await untilTheEnd(run);
		expect(await soundSteps(run.recorder.folder)).toEqual([1536]);
		expect(run.recorder.last).toMatchObject({type: 'checkpoint', step: 2000});
	});

	it('are no reason to say that a run is not saved: it is told once that they cannot be written', async () => {
		const run = await open();
		await writeFile(join(run.recorder.folder, 'states'), 'in the way');
		const events = await untilTheEnd(run);
		expect(events.filter(({type}) => type === 'warning')).toMatchObject([{code: 'unsaved', message: expect.stringMatching(/^Expected to keep a state on the way of the run in .*, got “(?:file already exists|not a directory)”\. To look back takes longer without it\.$/v) as string}]);
		expect(run.recorder.last).toMatchObject({type: 'checkpoint', step: 12_000});
	});
});
