import {join} from 'node:path';
import fc from 'fast-check';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {chapter7} from '../../../source/settings/presets.js';
import {type LocalRun, openRun} from '../../../source/run/open-run.js';
import {readCheckpointNotes} from '../../../source/storage/record/checkpoint-notes.js';
import {readPast, readRecord} from '../../../source/storage/record/read-record.js';
import {type TrainingEvent} from '../../../source/training/events.js';
import {type ToldEvent, type ToldInterval} from '../../../source/training/told-events.js';
import {createRunConfig, type RunConfig} from '../../../source/settings/run-config.js';
import {copyAsKilled, timelessRecordOf} from '../../helpers/saved-run.js';
import {allEvents} from '../../helpers/small-training.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
/** So many that not each step has a line, and each second evaluation has none. */
const config = createRunConfig(chapter7, {
	steps: 200_000, samples: 0, validationShare: 0.1, evalEvery: 1, evalDocuments: 5,
});
/** Where all of them are left for good. */
const lastStep = 47;
let copies = 0;

type Sitting = {
	/** The events that it takes. */
	readonly events: number;
	/** After how many it is saved, if at all. */
	readonly savedAfter: number | undefined;
	readonly isKilled: boolean;
};

async function open(logEvery: number | undefined, {resumed, saveEveryMs = 1e9, runConfig = config}: {resumed?: string; saveEveryMs?: number; runConfig?: RunConfig} = {}): Promise<LocalRun> {
	return openRun(runConfig, '0', {
		hasPreviews: true,
		saving: {
			runsFolder: folder.pathOf('runs'), saveEveryMs, logEvery, resumed,
		},
	});
}

/** Goes on to the last step and leaves the run there. */
async function toTheEnd({events}: LocalRun) {
	for await (const event of events) {
		if (event.type === 'step' && event.step === lastStep) {
			return;
		}
	}
}

/** Takes events, and stops before the last step. */
async function sit(run: LocalRun, {events, savedAfter}: Sitting) {
	let step = run.saving!.resumedStep ?? 0;
	for (let count = 0; count < events && step < lastStep - 1; count++) {
		if (count === savedAfter) {
			await run.saving!.save();
		}

		const {value} = await run.events.next();
		step = value?.type === 'step' ? value.step : step;
	}
}

const intervalsOf = (record: readonly ToldEvent[]) => record.filter((event): event is ToldInterval => event.type === 'interval');

describe('the record of a run with more steps than lines', () => {
	const maybeSaved = fc.option(fc.integer({min: 0, max: 40}), {nil: undefined});
	// Of a run without a step, nothing is left.
	const someSitting = fc.record<Sitting>({events: fc.integer({min: 2, max: 40}), savedAfter: maybeSaved, isKilled: fc.boolean()});
	const someSittings = fc.array(someSitting, {minLength: 1, maxLength: 5});

	it.each([1, 7, 20, 100])('is that of the unbroken run when it is killed, left and saved at any moments, with %d steps a line', async logEvery => {
		const unbroken = await open(logEvery);
		await toTheEnd(unbroken);
		const expected = await timelessRecordOf(unbroken.saving!.folder);
		const wholeLines = Array.from({length: Math.floor(lastStep / logEvery)}, (_, index) => (index + 1) * logEvery);
		const lines = new Set([...wholeLines, lastStep]);
		expect(intervalsOf(expected).map(({step}) => step)).toEqual([...lines]);
		expect(expected.filter(({type}) => type === 'eval').length).toBeGreaterThan(5);
		await fc.assert(fc.asyncProperty(someSittings, fc.constantFrom(1, 1e9), async (sittings, saveEveryMs) => {
			let run = await open(logEvery, {saveEveryMs});
			let path = run.saving!.folder;
			for (const sitting of sittings) {
				await sit(run, sitting);
				if (sitting.isKilled) {
					const copy = folder.pathOf(`copy-${++copies}`);
					copyAsKilled(path, copy);
					path = copy;
					run.saving!.discard();
				}

				await run.close();
				run = await open(logEvery, {saveEveryMs, resumed: path});
			}

			await toTheEnd(run);
			expect(await timelessRecordOf(path)).toEqual(expected);
		}), {numRuns: 8});
	});

	it('has a short line only at its end', async () => {
		const run = await open(40_000, {runConfig: createRunConfig(chapter7, {steps: 100_001, samples: 0})});
		await allEvents(run.events);
		const record = await readRecord(run.saving!.folder);
		expect(intervalsOf(record).map(({firstStep, step}) => [firstStep, step])).toEqual([[1, 40_000], [40_001, 80_000], [80_001, 100_001]]);
		expect(record.at(-1)).toMatchObject({type: 'finish', reason: 'completed'});
	});
});

describe('a slow run of 10⁹ steps', () => {
	afterEach(() => {
		vi.useRealTimers();
	});

	it('has no line for each time that its state is kept or saved', async () => {
		vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
		const run = await open(undefined, {saveEveryMs: 1000, runConfig: createRunConfig(chapter7, {steps: 1e9})});
		await run.events.next();
		for (let step = 1; step <= 30; step++) {
			let value: TrainingEvent | void;
			do {
				({value} = await run.events.next());
			} while (value?.type !== 'step');

			vi.advanceTimersByTime(2000);
		}

		await run.saving!.save();
		const {folder: path} = run.saving!;
		const written = await readRecord(path);
		expect(written.map(({type}) => type)).toEqual(['start']);
		// They are in the checkpoint, though, and so part of what a run that goes on has behind it.
		const notes = await readCheckpointNotes(join(path, 'checkpoint.safetensors'));
		expect(notes.record.interval).toMatchObject({stepsPerLine: 10_000, event: {firstStep: 1, step: 30}});
		const past = await readPast(path);
		expect(past).toMatchObject([{type: 'start'}, {type: 'interval', firstStep: 1, step: 30}]);
		await run.events.return();
		const record = await readRecord(path);
		expect(record).toEqual([...past, expect.objectContaining({type: 'finish', reason: 'stopped'})]);
	});
});
