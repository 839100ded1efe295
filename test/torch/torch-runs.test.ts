import {
	afterEach,
	describe,
	expect,
	it,
} from 'vitest';
import {type EngineName} from '../../source/model/engine.js';
import {openRun} from '../../source/run/open-run.js';
import {type ComputingOptions} from '../../source/run/open-run-options.js';
import {microgpt} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {toldUntil} from '../helpers/saved-run.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

const folder = useTemporaryFolder();
const steps = 90;
const configOf = (engine: EngineName) => createRunConfig(microgpt, {
	engine, batchSize: 6, steps, samples: 2, validationShare: 0.1, evalEvery: 30, evalDocuments: 40, gradClip: 1, weightDecay: 0.01, dropout: 0.1,
});

async function train(engine: EngineName, computing: ComputingOptions = {}): Promise<TrainingEvent[]> {
	const run = await openRun(configOf(engine), 'test', computing);
	const told = await allOf(toldUntil(run));
	await run.close();
	return told;
}

async function allOf(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
	const all: TrainingEvent[] = [];
	for await (const event of events) {
		all.push(event);
	}

	return all;
}

/** The numbers apart from each other by less than some tolerance, all else the same. */
function expectAlike(told: readonly TrainingEvent[], expected: readonly TrainingEvent[], tolerance = 1e-9) {
	const numbersIn = (event: TrainingEvent) => Object.values(event).filter(value => typeof value === 'number');
	const restOf = (event: TrainingEvent) => Object.entries(event).filter(([, value]) => typeof value !== 'number');
	expect(told.map(event => restOf(event))).toEqual(expected.map(event => restOf(event)));
	for (const [index, event] of told.entries()) {
		const [numbers, others] = [event, expected[index]].map(one => numbersIn(one));
		expect(Math.max(0, ...numbers.map((number, place) => Math.abs(number - others[place])))).toBeLessThan(tolerance);
	}
}

const closers: Array<() => Promise<void>> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) {
		await close();
	}
});

describe('a run in PyTorch', () => {
	it.each([1, 2, 3])('tells what one of this program does, with %i processes', async processes => {
		expectAlike(await train('torch', {torch: {processes}}), await train('tensor'));
	});

	it('crosses from engine to engine where it is resumed', async () => {
		const told: TrainingEvent[] = [];
		let resumed: string | undefined;
		for (const [engine, to] of [['torch', 20], ['tensor', 50], ['torch', Infinity]] as const) {
			const run = await openRun(configOf(engine), 'test', {
				saving: {
					runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, title: undefined, resumed,
				},
			});
			told.push(...await allOf(toldUntil(run, to)));
			resumed = run.saving!.folder;
			await run.close();
		}

		expectAlike(told, await train('tensor'));
	});

	it('answers what is asked of a run as it is, and as it was', async () => {
		const run = await openRun(configOf('torch'), 'test', {historyBytes: 1e7});
		closers.push(run.close);
		const expected = await openRun(configOf('tensor'), 'test', {historyBytes: 1e7});
		for (const one of [run, expected]) {
			await allOf(toldUntil(one, 12));
		}

		for (const step of [undefined, 7]) {
			const [report, wanted] = await Promise.all([run, expected].map(async one => one.ask(['reportLastStep'], {step})));
			expect(report!.strongest[0].place).toEqual(wanted!.strongest[0].place);
			expect(Math.abs(report!.strongest[0].change - wanted!.strongest[0].change)).toBeLessThan(1e-12);
			expect(Math.abs(report!.lossAfter - wanted!.lossAfter)).toBeLessThan(1e-12);
		}

		expect(await run.ask(['differenceBefore'], {step: 7})).toBeUndefined();
		expect(await run.ask(['teachWord', {
			number: 1, word: 'anna', steps: 1, isOtherRate: false,
		}])).toMatchObject({text: 'anna'});
	});
});
