import {readdir} from 'node:fs/promises';
import fc from 'fast-check';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {microgpt} from '../../source/settings/presets.js';
import {openRun} from '../../source/run/open-run.js';
import {type OpenRunOptions} from '../../source/run/open-run-options.js';
import {type Run} from '../../source/run/run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {decodeLine, encodeLine} from '../helpers/json-lines.js';
import {allEvents} from '../helpers/small-training.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';
import {waysToOpen} from '../helpers/transports.js';

const folder = useTemporaryFolder();
const config = createRunConfig(microgpt, {
	steps: 12, samples: 2, validationShare: 0.1, evalEvery: 5, evalDocuments: 8,
});
const opened: Run[] = [];

afterEach(async () => {
	await Promise.all(opened.splice(0).map(async run => run.close()));
});

/** Without what differs from one run to the next. */
function timeless(events: readonly TrainingEvent[]): unknown[] {
	return events.filter(({type}) => type !== 'activity').map(event => {
		if (event.type === 'step') {
			return {...event, elapsedMs: 0};
		}

		return event.type === 'finish' ? {...event, totals: {...event.totals, elapsedMs: 0}} : event;
	});
}

/** What is answered to each question after so many events. */
async function answersAfter(count: number, {events, ask}: Pick<Run, 'events' | 'ask'>): Promise<unknown[]> {
	for (let taken = 0; taken < count; taken++) {
		await events.next();
	}

	return [
		await ask(['reportLastStep']),
		await ask(['checkGradient', 5]),
		await ask(['traceGradient', 5]),
		await ask(['measureMoves', 9, 9]),
		await ask(['traceDocument']),
		await ask(['traceDocument', 'kate', 0.5]),
		await ask(['compareEmbeddings']),
		await ask(['weights', 8, 8]),
		await ask(['measurePositions']),
		await ask(['nearestDocuments', ['kamon', 'ann']]),
		await ask(['makeUp', {temperature: 0.5, prefix: 'k'}]),
		await ask(['countBaselines']),
		await ask(['save']),
	];
}

describe.each(waysToOpen)('a run in $place', ({open}) => {
	const openHere = async (options: Pick<OpenRunOptions, 'hasPreviews' | 'saving' | 'historyBytes'> = {}, steps = 12) => {
		const run = await open({...config, training: {...config.training, steps}}, options);
		opened.push(run);
		return run;
	};

	const openSaved = async (runsFolder: string, steps?: number) => openHere({saving: {runsFolder, saveEveryMs: 1e9, logEvery: undefined}}, steps);

	it('tells the same events, one at a time or in bursts', async () => {
		const local = await openRun(config, '1.2.3', {hasPreviews: true});
		const expected = timeless(await allEvents(local.events));
		for (const burstMs of [0, 16]) {
			const run = await openHere({hasPreviews: true});
			if (run.lead) {
				run.lead.burstMs = burstMs;
			}

			expect(timeless(await allEvents(run.events))).toEqual(expected);
		}
	});

	it('gives the same answers, before the first step, in between and when it is over', async () => {
		for (const count of [1, 6, 100]) {
			const local = await openRun(config, '1.2.3');
			expect(await answersAfter(count, await openHere())).toEqual(await answersAfter(count, local));
		}
	});

	it('tells how it was after a step', async () => {
		const {ask, events} = await openHere({historyBytes: 1e6});
		const reports: unknown[] = [];
		for (let taken = 0; taken < 7; taken++) {
			await events.next();
			reports.push(await ask(['reportLastStep']));
		}

		const again: unknown[] = [];
		for (let step = 0; step < 5; step++) {
			again.push(await ask(['reportLastStep'], {step}));
		}

		expect(reports).toMatchObject([undefined, {step: 1}, {step: 2}, {step: 3}, {step: 4}, {step: 5}, {step: 5}]);
		expect(again).toEqual(reports.slice(0, 5));
		expect(await ask(['reportLastStep'], {step: 500})).toBeUndefined();
	});

	it('leaves a question that is cancelled, and answers the next', async () => {
		const {ask, events} = await openHere();
		await events.next();
		await events.next();
		const canceller = new AbortController();
		const {signal} = canceller;
		// Minutes of work.
		const answer = ask(['nearestDocuments', Array.from({length: 50_000}, (_, index) => `text ${index}`)], {signal});
		canceller.abort();
		expect(await answer).toBeUndefined();
		expect(await ask(['reportLastStep'], {signal})).toBeUndefined();
		expect(await ask(['reportLastStep'])).toMatchObject({step: 1});
	});

	it('tells what was answered and belongs to it, and how it was saved when it was stopped', async () => {
		const run = await openSaved(folder.pathOf('told'), 1e6);
		const path = `${run.saving!.folder}/checkpoint.safetensors`;
		await run.events.next();
		await run.events.next();
		const sample = await run.ask(['makeUp', {temperature: 1, prefix: ''}]);
		const told: unknown[] = [];
		// What was told before is not lost.
		run.listen(event => {
			told.push(event);
		});
		const baselines = await run.ask(['countBaselines']);
		expect(await run.ask(['save'])).toEqual({type: 'checkpoint', step: 1, path});
		await run.ask(['traceDocument']);
		expect(told).toEqual([sample, {type: 'baselines', ...baselines}, {type: 'checkpoint', step: 1, path}]);
		await run.events.next();
		await run.events.return();
		expect(told.slice(3)).toEqual([{type: 'checkpoint', step: 2, path}]);
	});

	it('leaves nothing when it is discarded', async () => {
		const runsFolder = folder.pathOf('discarded');
		const run = await openSaved(runsFolder, 1e6);
		await run.events.next();
		await run.events.next();
		await run.ask(['save']);
		expect(await readdir(runsFolder)).not.toEqual([]);
		expect(await run.ask(['discard'])).toEqual({left: undefined});
		expect(await readdir(runsFolder)).toEqual([]);
		await run.events.return();
	});

	it('tells what is left of it on the disk when it is left', async () => {
		const runsFolder = folder.pathOf('left');
		const [begun, saved] = [await openSaved(runsFolder, 1e6), await openSaved(runsFolder, 1e6)];
		if (!begun.abandon || !saved.abandon) {
			await Promise.all([begun.close(), saved.close()]);
			return;
		}

		for (const run of [begun, saved]) {
			await run.events.next();
			await run.events.next();
		}

		await saved.ask(['save']);
		expect(await begun.abandon()).toEqual({checkpoint: undefined});
		expect(await saved.abandon()).toEqual({checkpoint: expect.objectContaining({type: 'checkpoint', path: expect.stringContaining('checkpoint.safetensors') as string}) as unknown});
	});

	it('answers nothing any more when it is left', async () => {
		const run = await openHere({}, 1e6);
		if (!run.abandon) {
			return;
		}

		await run.events.next();
		await run.events.next();
		const answer = run.ask(['nearestDocuments', Array.from({length: 50_000}, (_, index) => `text ${index}`)]);
		await run.abandon();
		expect(await answer).toBeUndefined();
		expect(await run.ask(['traceDocument'])).toBeUndefined();
		await vi.waitUntil(async () => {
			const {done} = await run.events.next();
			return done;
		});
	});

	it('tells what is wrong with what it was given', async () => {
		const data = folder.pathOf('missing.txt');
		const opening = open(createRunConfig(microgpt, {data}), {});
		await expect(opening).rejects.toMatchObject({name: 'DatasetError', message: `Expected a text file, got ${data}, which does not exist.`});
	});
});

it('writes into a line whatever a message can hold', () => {
	const leaf = fc.oneof(fc.double(), fc.string({unit: 'binary'}), fc.boolean(), fc.constantFrom(undefined, null, '#number', '#array', '#absent'), fc.float64Array(), fc.uint8Array());
	const {tree} = fc.letrec<{tree: unknown}>(tie => ({
		tree: fc.oneof({maxDepth: 4}, leaf, fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
	}));
	fc.assert(fc.property(tree, message => {
		const line = encodeLine(message);
		expect(line).not.toContain('\n');
		expect(decodeLine(line)).toStrictEqual(structuredClone(message));
	}));
});
