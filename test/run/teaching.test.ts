import {describe, expect, it} from 'vitest';
import {isTaught, type TaughtWord, type TeachingRequest} from '../../source/inspection/teaching.js';
import {encodeFromStart} from '../../source/data/tokenizer.js';
import {noProgress} from '../../source/training/progress.js';
import {type LocalRun, openRun} from '../../source/run/open-run.js';
import {type AskOptions} from '../../source/run/run.js';
import {Teaching} from '../../source/run/teaching.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {useTemporaryFolder} from '../helpers/temporary-folder.js';
import {type TrainingInput} from '../../source/training/train.js';

const temporary = useTemporaryFolder();

type Changes = Parameters<typeof createRunConfig>[1];

const open = async (changes: Changes = {}, preset: typeof microgpt = chapter7) => openRun(createRunConfig(preset, {steps: 40, ...changes}), 'test', {hasPreviews: true, historyBytes: 10_000_000});

async function goTo(run: LocalRun, step: number) {
	for (;;) {
		const {value, done} = await run.events.next();
		if (done === true || (value.type === 'step' && value.step >= step)) {
			return;
		}
	}
}

/** Asks until all steps are done. */
async function teach({ask}: Pick<LocalRun, 'ask'>, request: Partial<TeachingRequest>, options?: AskOptions): Promise<TaughtWord> {
	const whole = {
		number: 1, word: 'zyzzyva', steps: 0, isOtherRate: false, ...request,
	};
	for (;;) {
		const taught = await ask(['teachWord', whole], options);
		if (taught === undefined || taught === 'noMemory') {
			throw new Error(`Expected a taught word, got ${taught}.`);
		}

		if (isTaught(taught, whole.steps)) {
			return taught;
		}
	}
}

describe.each([
	['scalar', 'f64', chapter7], ['tensor', 'f64', chapter7], ['tensor', 'f32', chapter7], ['scalar', 'f64', microgpt], ['tensor', 'f64', microgpt], ['tensor', 'f32', microgpt],
] as const)('a word that is taught to a copy, %s in %s', (engine, precision, preset) => {
	it('makes no difference to the run, to the last bit', async () => {
		const record = async (hasLesson: boolean) => {
			const run = await open({
				engine, precision, steps: 12, samples: 2,
			}, preset);
			const told: unknown[] = [];
			for await (const event of run.events) {
				if (event.type === 'activity') {
					// That something takes long is a matter of the machine.
					continue;
				}

				told.push(event.type === 'step' ? [event.loss, event.gradientNorm, event.learningRate] : (event.type === 'sample' ? event.text : event.type));
				if (!hasLesson || event.type !== 'step' || event.step % 4 > 0) {
					continue;
				}

				for (const steps of [2, 0, 3]) {
					await teach(run, {number: event.step, steps});
				}
			}

			const {parameters, moments} = run.engine;
			return {
				told, parameters: [...parameters.data], first: [...moments.first], second: [...moments.second],
			};
		};

		expect(await record(true)).toEqual(await record(false));
	});

	it('is learnt, while others are forgotten', async () => {
		const run = await open({engine, precision}, preset);
		await goTo(run, 10);
		const {points, places, forgotten, risenCount, otherCount, isDiverged} = await teach(run, {steps: 30, isOtherRate: false});
		expect(points).toHaveLength(31);
		expect(points[30].word).toBeLessThan(points[0].word / 2);
		expect(points[30].others).toBeGreaterThan(points[0].others);
		expect(places.now).toBeLessThan(places.before);
		expect(otherCount).toBeGreaterThan(50);
		expect(risenCount).toBeGreaterThan(otherCount / 2);
		expect(forgotten[0].now - forgotten[0].before).toBeGreaterThanOrEqual(forgotten[1].now - forgotten[1].before);
		expect(isDiverged).toBe(false);
	});
});

it('learns it as the run would, if that were its next document', async () => {
	const run = await open({schedule: 'constant', engine: 'tensor'}, microgpt);
	await goTo(run, 5);
	const [word] = (await run.ask(['documentsOf', 6]))!;
	const {points, learningRate, otherRate, step, isInData, text} = await teach(run, {word, steps: 1});
	expect({
		text, step, learningRate, otherRate, isInData,
	}).toEqual({
		text: word, step: 5, learningRate: run.start.training.learningRate, otherRate: undefined, isInData: true,
	});
	const tokens = encodeFromStart(run.tokenizer, word, run.engine.model.blockSize + 1);
	expect(points[0].word).toBe(run.engine.computeLoss([tokens]));
	await goTo(run, 6);
	expect(points[1].word).toBe(run.engine.computeLoss([tokens]));
});

it('comes to the same with both engines', async () => {
	const points = await Promise.all((['scalar', 'tensor'] as const).map(async engine => {
		const run = await open({engine}, microgpt);
		await goTo(run, 3);
		const taught = await teach(run, {steps: 10});
		return taught.points;
	}));
	for (const [index, {word, others}] of points[0].entries()) {
		expect(word).toBeCloseTo(points[1][index].word, 9);
		expect(others).toBeCloseTo(points[1][index].others, 9);
	}
});

it('goes back to the state of the run, which may have gone on, and from there the same way again', async () => {
	const run = await open();
	await goTo(run, 10);
	const taught = await teach(run, {steps: 12});
	await goTo(run, 20);
	const back = await teach(run, {steps: 0});
	expect(back).toMatchObject({
		step: 10, points: taught.points.slice(0, 1), forgotten: [], gained: [], risenCount: 0,
	});
	expect(back.places.now).toBe(taught.places.before);
	expect(await teach(run, {steps: 12})).toEqual(taught);
	// Another lesson begins with the run as it is now.
	expect(await teach(run, {number: 2})).toMatchObject({step: 20});
});

it('goes on where it was called off', async () => {
	const run = await open({engine: 'scalar'}, microgpt);
	await goTo(run, 3);
	for (let delayMs = 0; delayMs < 60; delayMs += 10) {
		await run.ask(['teachWord', {
			number: 1, word: 'zyzzyva', steps: 5, isOtherRate: false,
		}], {signal: AbortSignal.timeout(delayMs)});
	}

	const [resumed, whole] = [await teach(run, {steps: 5}), await teach(run, {number: 2, steps: 5})];
	expect(resumed).toEqual(whole);
});

it('begins with the run as it was at an earlier step', async () => {
	const [early, late] = [await open({}, microgpt), await open({}, microgpt)];
	await goTo(early, 15);
	await goTo(late, 30);
	expect(await teach(late, {steps: 5}, {step: 15})).toEqual(await teach(early, {steps: 5}));
});

it('takes the highest rate where the schedule has left nearly nothing, and the other on demand', async () => {
	const run = await open({schedule: 'linear'});
	await goTo(run, 40);
	const highest = run.start.training.learningRate;
	const last = highest / 40;
	const [usual, other] = [await teach(run, {steps: 2}), await teach(run, {steps: 2, isOtherRate: true})];
	expect([usual.learningRate, other.learningRate]).toEqual([highest, other.learningRate]);
	expect(other.learningRate).toBeCloseTo(last, 12);
	expect([usual.otherRate, other.otherRate]).toEqual([{value: other.learningRate, of: 'lastStep'}, {value: highest, of: 'highest'}]);
	expect(other.points[0]).toEqual(usual.points[0]);
	expect(other.points[1].word).toBeGreaterThan(usual.points[1].word);
});

it('leaves out what the model does not know, and cuts what is longer than its context', async () => {
	const run = await open();
	expect(await teach(run, {word: 'A!da7'})).toMatchObject({text: 'da', isCut: false});
	const {blockSize} = run.engine.model;
	expect(await teach(run, {word: 'a'.repeat(50)})).toMatchObject({text: 'a'.repeat(blockSize), isCut: true});
	expect(await teach(run, {word: 'a'.repeat(blockSize - 1)})).toMatchObject({isCut: false});
});

it.each(['scalar', 'tensor'] as const)('measures nothing where the model has no finite losses, %s', async engine => {
	const run = await open({engine}, microgpt);
	await goTo(run, 3);
	run.engine.setParameters(run.engine.parameters.data.map(() => NaN));
	expect(await teach(run, {steps: 5})).toMatchObject({text: 'zyzzyva', points: [], isDiverged: true});
});

it.each(['lines', 'stream'] as const)('measures nothing of a word of which there are no tokens, in a run of %s', async documents => {
	for (const engine of ['scalar', 'tensor'] as const) {
		const run = await open({documents, engine}, microgpt);
		await goTo(run, 2);
		expect(await teach(run, {word: '17', steps: 3})).toMatchObject({text: '', points: [], isDiverged: false});
	}
});

it('measures the others only where that takes no longer than somebody waits', async () => {
	const run = await open({
		engine: 'tensor', precision: 'f32', nEmbd: 128, nLayer: 4, nHead: 4, blockSize: 64, documents: 'stream',
	}, microgpt);
	await goTo(run, 1);
	const {otherCount, points} = await teach(run, {word: 'anna', steps: 1});
	expect(otherCount).toBeLessThan(50);
	expect(otherCount).toBeGreaterThanOrEqual(5);
	expect(points[1].word).toBeLessThan(points[0].word);
});

it('says so where there is no memory for a copy', async () => {
	const run = await open();
	const teaching = new Teaching({engine: run.engine, progress: noProgress()} as unknown as TrainingInput & {progress: ReturnType<typeof noProgress>}, async () => {
		throw new RangeError('WebAssembly.Memory(): could not allocate memory');
	});
	expect(await teaching.goOn({
		number: 1, word: 'ada', steps: 0, isOtherRate: false,
	}, async () => teaching.takePresent(), () => false)).toBe('noMemory');
});

it('says so where a word is cut, be it of a stream, and does not take the word for one of the others', async () => {
	const data = await temporary.write('long.txt', 'the quick brown fox jumps over\nthe lazy dog\n'.repeat(20));
	const run = await open({data, documents: 'stream', blockSize: 16}, microgpt);
	await goTo(run, 2);
	expect(await teach(run, {word: 'the quick brown fox jumps over'})).toMatchObject({text: 'the quick brown ', isCut: true});
	expect(await teach(run, {number: 2, word: 'the quick'})).toMatchObject({text: 'the quick', isCut: false});
	const ofLines = await open({data, blockSize: 8}, microgpt);
	await goTo(ofLines, 2);
	expect(await teach(ofLines, {word: 'the quick brown fox jumps over'})).toMatchObject({isCut: true, isInData: true, otherCount: 1});
});

it('calls the highest of the schedule what it is now, where the rate has been lowered', async () => {
	const run = await open({schedule: 'linear'});
	await goTo(run, 5);
	run.controls.learningRateScale = 0.5;
	await goTo(run, 6);
	expect(await teach(run, {})).toMatchObject({otherRate: {value: run.start.training.learningRate / 2, of: 'highest'}});
});
