import {createHash} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
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
import {countParameters} from '../../source/model/parameters.js';
import {type Engine} from '../../source/model/engine.js';
import {openRun, type LocalRun} from '../../source/run/open-run.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {readRunInfo} from '../../source/storage/record/run-info.js';
import {createRunConfig, type RunConfig} from '../../source/settings/run-config.js';
import {type TrainingEvent} from '../../source/training/events.js';
import {type TrainingInput} from '../../source/training/train.js';
import {timeless} from '../helpers/saved-run.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';

/** Told of all that happens in any training, also in one that is done again, whose events nobody gets. */
const watched = vi.hoisted(() => ({onEvent: undefined as ((event: TrainingEvent, input: TrainingInput) => void) | undefined}));
vi.mock(import('../../source/training/train.js'), async importOriginal => {
	const {train} = await importOriginal();
	return {
		async * train(input, controls) {
			for await (const event of train(input, controls)) {
				watched.onEvent?.(event, input);
				yield event;
			}
		},
	};
});

afterEach(() => {
	watched.onEvent = undefined;
});

const folder = useTemporaryFolder();
/** Room for ten states of the smallest model and for two of the others: most of the steps have to be done again. */
const historyBytes = 250_000;

/** What is changed by hand before which step. */
type Changes = ReadonlyMap<number, Partial<LocalRun['controls']>>;

const runs: ReadonlyArray<{readonly what: string; readonly config: RunConfig}> = [
	{
		what: 'chapter7 with batches and clipping', config: createRunConfig(chapter7, {
			steps: 400, batchSize: 3, gradClip: 0.5, weightDecay: 0.1,
		}),
	},
	{
		what: 'microgpt with a validation', config: createRunConfig(microgpt, {
			steps: 300, validationShare: 0.1, evalEvery: 40, evalDocuments: 8,
		}),
	},
	{what: 'microgpt in single precision', config: createRunConfig(microgpt, {steps: 300, precision: 'f32', warmup: 20})},
	{what: 'momentum without a bias correction', config: createRunConfig(microgpt, {steps: 200, optimizer: 'momentum', hasBiasCorrection: false})},
	{what: 'microgpt without some of its parts', config: createRunConfig(microgpt, {steps: 200, without: ['position', 'head:0.2']})},
	{what: 'the scalar engine', config: createRunConfig(chapter7, {steps: 150, engine: 'scalar'})},
];

const changesIn = (steps: number) => fc.array(fc.tuple(
	fc.integer({min: 1, max: steps}),
	fc.constantFrom({learningRateScale: 0.5}, {learningRateScale: 3}, {temperature: 1.3}, {prefix: 'k'}),
), {maxLength: 4});

/** How far the run goes on, and which steps are looked at then, one time after the other; some of the looks are called off after so many events. */
const walksIn = (steps: number) => {
	const calledOff = fc.option(fc.integer({min: 1, max: steps}));
	const visits = fc.array(fc.tuple(fc.integer({min: 0, max: steps}), calledOff), {minLength: 1, maxLength: 4});
	return fc.array(fc.tuple(fc.integer({min: 1, max: steps}), visits), {minLength: 1, maxLength: 3});
};

/** Where it is left and taken up again, it has to be saved. */
async function open(config: RunConfig, resumed?: string): Promise<LocalRun> {
	return openRun(config, '1.2.3', {
		hasPreviews: true,
		historyBytes,
		saving: {
			runsFolder: folder.pathOf('runs'), saveEveryMs: 1e9, logEvery: undefined, resumed,
		},
	});
}

/** All that an engine has learnt, as a hash of its bits. */
function numbersOf({model, parameters, moments}: Engine): string {
	const length = countParameters(model);
	const hash = createHash('sha1');
	for (const numbers of [parameters.data, moments.first, moments.second]) {
		hash.update(new Uint8Array(numbers.buffer, numbers.byteOffset, length * numbers.BYTES_PER_ELEMENT));
	}

	return hash.digest('hex');
}

/** Where the draws stood right after each step, and who is told of what happens meanwhile. */
type ExpectedAgain = {
	readonly drawsAfter: ReadonlyMap<number, string>;
	onEvent: ((event: TrainingEvent) => void) | undefined;
};

/** Where the draws of a run stand. */
const drawsOf = (...states: readonly unknown[]) => createHash('sha1').update(JSON.stringify(states)).digest('hex');

/** Sees that whatever happens again is what happened the first time, with the same numbers and the same draws still to come. */
function expectTheSameAgain(): ExpectedAgain {
	const first = new Map<string, string>();
	const drawsAfter = new Map<number, string>();
	const again: ExpectedAgain = {drawsAfter, onEvent: undefined};
	watched.onEvent = (event, {engine, samples, previews}) => {
		again.onEvent?.(event);
		if (!('step' in event) || event.type === 'activity') {
			return;
		}

		const what = `${event.type} ${event.step}`;
		const draws = drawsOf(samples.random.state, previews?.random.state);
		const here = JSON.stringify([Object.entries(timeless(event)).toSorted(([a], [b]) => a.localeCompare(b)), numbersOf(engine), draws]);
		const before = first.get(what);
		first.set(what, before ?? here);
		expect(here).toBe(before ?? here);
		if (event.type !== 'step') {
			return;
		}

		drawsAfter.set(event.step, draws);
	};

	return again;
}

/** Asks for the model at a step, and calls it off after so many events on the way there; then sees that the state where it was left is the one right after that step. */
async function leaveOnTheWay({ask}: LocalRun, step: number, count: number, again: ExpectedAgain): Promise<void> {
	const canceller = new AbortController();
	let left: number | undefined;
	let seen = 0;
	again.onEvent = event => {
		if (!('step' in event) || ++seen !== count) {
			return;
		}

		left = event.step;
		canceller.abort();
	};

	await ask(['weights', 1, 1], {step, signal: canceller.signal});
	again.onEvent = undefined;
	const draws = left === undefined ? undefined : again.drawsAfter.get(left);
	if (draws === undefined) {
		return;
	}

	const {state} = (await ask(['takeState'], {step: left}))!;
	expect(state.progress).toMatchObject({step: left, isPreviewed: false});
	expect(drawsOf(state.random.samples, state.random.previews)).toBe(draws);
}

/** Goes on to a step, with what is changed on the way. */
async function goOn({engine, events, controls}: LocalRun, to: number, changes: Changes, onStep: (step: number, numbers: string) => void): Promise<void> {
	for (;;) {
		const {value, done} = await events.next();
		if (done) {
			return;
		}

		if (value.type !== 'step') {
			continue;
		}

		onStep(value.step, numbersOf(engine));
		Object.assign(controls, changes.get(value.step + 1));
		if (value.step === to) {
			return;
		}
	}
}

describe.each(runs)('the past of a run: $what', ({config}) => {
	it('is what it was, to the last bit, wherever one goes', {timeout: 120_000}, async () => {
		const {steps} = config.training;
		await fc.assert(fc.asyncProperty(changesIn(steps), walksIn(steps), fc.boolean(), async (changed, walks, isLeft) => {
			const changes: Changes = new Map(changed);
			const again = expectTheSameAgain();
			const unbroken = await openRun(config, '1.2.3', {hasPreviews: true});
			const numbers = new Map([[0, numbersOf(unbroken.engine)]]);
			const reports = new Map<number, unknown>();
			const wanted = new Set(walks.flatMap(([, visits]) => visits.map(([step]) => step)));
			for (let step = 1; step <= steps; step++) {
				await goOn(unbroken, step, changes, (at, here) => {
					numbers.set(at, here);
				});
				if (wanted.has(step)) {
					reports.set(step, [await unbroken.ask(['reportLastStep']), await unbroken.ask(['weights', 1000, 1000])]);
				}
			}

			let run = await open(config);
			let reached = 0;
			for (const [to, visits] of walks) {
				if (to > reached) {
					await goOn(run, to, changes, (at, here) => {
						expect(here).toBe(numbers.get(at));
					});
					reached = to;
				}

				for (const [step, stopAfter] of visits) {
					if (stopAfter !== null && step <= reached) {
						await leaveOnTheWay(run, step, stopAfter, again);
					}

					const report = await run.ask(['reportLastStep'], {step});
					const weights = await run.ask(['weights', 1000, 1000], {step});
					expect([report, weights]).toEqual(step === 0 || step > reached ? [undefined, step > reached ? undefined : expect.anything()] : reports.get(step));
				}

				// The present has not noticed.
				expect(numbersOf(run.engine)).toBe(numbers.get(reached));
				if (!isLeft) {
					continue;
				}

				await run.close();
				run = await open(config, run.saving!.folder);
				Object.assign(run.controls, changes.get(reached + 1));
			}

			await run.close();
			await unbroken.close();
		}), {numRuns: 4});
	});
});

it.each([
	['a sample', 'sample', 1],
	['the middle of one', 'activity', 3],
] as const)('has the state right after a step also where a way was called off at what follows it: %s', async (_what, type, count) => {
	const again = expectTheSameAgain();
	const run = await open(createRunConfig(microgpt, {steps: 90}));
	await goOn(run, 80, new Map(), () => undefined);
	// Each document that is made up takes so long that it is told.
	let now = performance.now();
	const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
		now += 60;
		return now;
	});
	const canceller = new AbortController();
	let seen = 0;
	again.onEvent = event => {
		if (event.type === type && event.step === 40 && ++seen === count) {
			canceller.abort();
		}
	};

	await run.ask(['weights', 1, 1], {step: 75, signal: canceller.signal});
	expect(canceller.signal.aborted).toBe(true);
	const {state} = (await run.ask(['takeState'], {step: 40}))!;
	expect(state.progress).toMatchObject({step: 40, isPreviewed: false});
	expect(drawsOf(state.random.samples, state.random.previews)).toBe(again.drawsAfter.get(40));
	// All that happens on the way is compared with what happened the first time.
	expect(await run.ask(['weights', 1, 1], {step: 79})).toBeDefined();
	clock.mockRestore();
	await run.close();
});

it('is known from the first step on in a run that was left and taken up again', async () => {
	const config = createRunConfig(chapter7, {steps: 100});
	const first = await open(config);
	const reports: unknown[] = [];
	await goOn(first, 60, new Map([[30, {learningRateScale: 4}], [50, {learningRateScale: 0.25}]]), () => undefined);
	for (const step of [0, 29, 30, 45, 50, 59]) {
		reports.push(await first.ask(['weights', 1000, 1000], {step}));
	}

	await first.close();
	const again = await open(config, first.saving!.folder);
	const known: unknown[] = [];
	for (const step of [0, 29, 30, 45, 50, 59]) {
		known.push(await again.ask(['weights', 1000, 1000], {step}));
	}

	expect(known).toEqual(reports);
	expect(new Set(reports.map(report => JSON.stringify(report))).size).toBe(6);
	await again.close();
});

it('is what it was before a run was told to have more steps, with which its learning rates are others', async () => {
	const shorter = await open(createRunConfig(chapter7, {steps: 40}));
	const numbers: string[] = [];
	const note = (_step: number, here: string) => {
		numbers.push(here);
	};

	await goOn(shorter, 41, new Map(), note);
	const reports = [await shorter.ask(['reportLastStep'], {step: 20}), await shorter.ask(['reportLastStep'])];
	await shorter.close();
	const {folder: path} = shorter.saving!;
	const longer = await open(createRunConfig(chapter7, {steps: 80}), path);
	await goOn(longer, 80, new Map(), note);
	reports.push(await longer.ask(['reportLastStep']));
	await longer.close();

	const info = await readRunInfo(path);
	const lookedAt = await openRun(info.config, '1.2.3', {historyBytes, lookedAt: {folder: path, info, steps: 80}});
	const known = [await lookedAt.ask(['reportLastStep'], {step: 20}), await lookedAt.ask(['reportLastStep'], {step: 40}), await lookedAt.ask(['reportLastStep'], {step: 80})];
	expect(known).toEqual(reports);
	expect(await lookedAt.ask(['reportLastStep'], {step: 81})).toBeUndefined();
	await lookedAt.close();
});

it('tells how far it is while it goes back, and does not wait for the steps in between', async () => {
	// Room for the beginning alone.
	const run = await openRun(createRunConfig(microgpt, {steps: 30}), '1.2.3', {historyBytes: 110_000});
	await goOn(run, 30, new Map(), () => undefined);
	// Each step takes longer than a turn.
	let now = performance.now();
	const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
		now += 10;
		return now;
	});
	expect(await run.ask(['wayBack'], {step: 28})).toBeUndefined();
	const state = {isThere: false};
	const arrival = (async () => {
		await run.ask(['weights', 1, 1], {step: 28});
		state.isThere = true;
	})();
	const told: number[] = [];
	while (!state.isThere) {
		const [way, other] = [await run.ask(['wayBack'], {step: 28}), await run.ask(['wayBack'], {step: 27})];
		expect(other).toBeUndefined();
		if (way) {
			expect(way.total).toBe(28);
			told.push(way.done);
		}

		await setImmediate();
	}

	await arrival;
	clock.mockRestore();
	expect(told).toEqual(told.toSorted((a, b) => a - b));
	expect(new Set(told).size).toBeGreaterThan(20);
	expect(told.at(-1)).toBeLessThanOrEqual(28);
	expect(await run.ask(['wayBack'], {step: 28})).toBeUndefined();
	await run.close();
});

it('says which step of a saved run comes out otherwise than it is recorded', async () => {
	const run = await open(createRunConfig(chapter7, {steps: 60}));
	await goOn(run, 60, new Map(), () => undefined);
	await run.close();
	const {folder: path} = run.saving!;
	const look = async () => {
		const info = await readRunInfo(path);
		const lookedAt = await openRun(info.config, '1.2.3', {historyBytes, lookedAt: {folder: path, info, steps: 60}});
		const differences: unknown[] = [];
		for (const step of [50, 36, 37]) {
			expect(await lookedAt.ask(['reportLastStep'], {step})).toMatchObject({step});
			differences.push(await lookedAt.ask(['differenceBefore'], {step}));
		}

		await lookedAt.close();
		return differences;
	};

	expect(await look()).toEqual([undefined, undefined, undefined]);
	const file = join(path, 'events.jsonl');
	const text = await readFile(file, 'utf8');
	const changed = text.split('\n').map(line => line.includes('"step":37,') ? line.replace(/"loss":[\d.]+/v, '"loss":2.5') : line);
	await writeFile(file, changed.join('\n'));
	const difference = {step: 37, recorded: 2.5, again: expect.any(Number) as number};
	expect(await look()).toEqual([difference, undefined, difference]);
});

it('takes no evaluation for one of before, wherever it has been', async () => {
	const run = await openRun(createRunConfig(chapter7, {
		steps: 400, validationShare: 0.1, evalEvery: 100, evalDocuments: 4, patience: 3,
	}), '1.2.3', {historyBytes});
	await goOn(run, 390, new Map(), () => undefined);
	const progressAt = async (step: number) => (await run.ask(['takeState'], {step}))!.state.progress;
	expect(await progressAt(385)).toMatchObject({bestValidation: expect.any(Number) as number, evaluationsSinceBest: expect.any(Number) as number});
	const early = await progressAt(90);
	expect(early).not.toHaveProperty('bestValidation');
	expect(early).not.toHaveProperty('evaluationsSinceBest');
	await run.close();
});

describe('what nobody knows of the past', () => {
	const whyAt = async (run: LocalRun, step: number) => run.ask(['whyUnknown'], {step});

	it('has its reason', async () => {
		const config = createRunConfig(chapter7, {steps: 20});
		const kept = await openRun(config, '1.2.3', {historyBytes});
		await goOn(kept, 10, new Map(), () => undefined);
		expect([await whyAt(kept, 0), await whyAt(kept, 10), await whyAt(kept, 11)]).toEqual(['known', 'known', 'notReached']);
		const none = await openRun(config, '1.2.3', {historyBytes: 0});
		await goOn(none, 10, new Map(), () => undefined);
		expect(await whyAt(none, 5)).toBe('notKept');
		expect(await none.ask(['reportLastStep'], {step: 5})).toBeUndefined();
		await kept.close();
		await none.close();
	});

	it('is also what has another end when it is done again', async () => {
		const config = createRunConfig(chapter7, {steps: 40, engine: 'scalar'});
		const run = await openRun(config, '1.2.3', {historyBytes});
		await goOn(run, 30, new Map(), () => undefined);
		// It diverges at the first step that is done again.
		const prototype = Object.getPrototypeOf(run.engine) as Engine;
		const compute = prototype.computeGradients;
		prototype.computeGradients = () => NaN;
		try {
			expect(await run.ask(['reportLastStep'], {step: 20})).toBeUndefined();
		} finally {
			prototype.computeGradients = compute;
		}

		expect([await whyAt(run, 0), await whyAt(run, 20)]).toEqual(['known', 'endsEarlier']);
		expect(await run.ask(['reportLastStep'], {step: 20})).toMatchObject({step: 20});
		expect(await whyAt(run, 20)).toBe('known');
		await run.close();
	});
});
