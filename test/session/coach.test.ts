import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Evidence} from '../../source/session/coach-rules.js';
import {Coach, type CoachMessage} from '../../source/session/coach.js';
import {LossHistory} from '../../source/session/loss-history.js';
import {type EvalEvent, type FinishEvent} from '../../source/training/events.js';
import {emptySnapshot, exampleStart} from '../helpers/example-snapshot.js';
import {exampleStep} from '../helpers/example-events.js';
import {goldenChapter7 as golden} from '../helpers/golden-chapter7.js';

const baselines = {
	uniform: golden.baselines.uniform, unigram: golden.baselines.unigram_unsmoothed, bigram: golden.baselines.bigram_unsmoothed, trigram: 2.26, fourgram: 1.9,
};
const gpt = {
	...exampleStart, model: {
		architecture: 'gpt', nLayer: 1, nHead: 4, nEmbd: 16, blockSize: 8, vocabSize: 27,
	},
} as const;
const completed = (steps: number): FinishEvent => ({type: 'finish', reason: 'completed', totals: {steps, tokens: 0, elapsedMs: 0}});

type Replay = {
	readonly losses: readonly number[];
	readonly changes?: Partial<Evidence>;
	readonly finish?: FinishEvent;
	/** Milliseconds between two looks, and steps between them. */
	readonly everyMs?: number;
	readonly everySteps?: number;
	readonly changesAt?: (step: number) => Partial<Evidence>;
};

/** Lets a coach look at a run while it goes on; returns all that it said, and what was shown when. */
function replay({losses, changes, finish, everyMs = 66, everySteps = 1, changesAt = () => ({})}: Replay) {
	const coach = new Coach();
	const history = new LossHistory();
	const shown: Array<{readonly at: number; readonly message: CoachMessage}> = [];
	let now = 0;
	const look = (step: number, more: Partial<Evidence>) => {
		coach.observe({
			...emptySnapshot,
			start: exampleStart,
			baselines,
			curve: history.curve(),
			runningMean: history.runningMean,
			meanOfLast100: history.recentMean(100),
			lastStep: step > 0 ? exampleStep(step) : undefined,
			...changes,
			...changesAt(step),
			...more,
		}, now);
		if (coach.current && coach.current !== shown.at(-1)?.message) {
			shown.push({at: now, message: coach.current});
		}

		now += everyMs;
	};

	for (const [index, loss] of losses.entries()) {
		history.record(index + 1, loss);
		if ((index + 1) % everySteps === 0) {
			look(index + 1, {});
		}
	}

	if (finish) {
		look(losses.length, {finish});
	}

	return {said: coach.history, shown, coach};
}

const textsOf = (messages: readonly CoachMessage[]) => messages.map(({text}) => text);
/** Losses around a mean, with noise like that of names. */
const noisy = (mean: (step: number) => number, count: number) => Array.from({length: count}, (_, index) => mean(index + 1) + (0.6 * Math.sin((index + 1) * 12.9898)));

describe('the coach', () => {
	it('goes through the run of the chapter', () => {
		const {said} = replay({losses: golden.losses, finish: completed(1000), changes: {nextPreset: 'microgpt'}});
		expect(textsOf(said)).toEqual([
			'step 1: a new model guesses blindly: a loss near ln 27 = 3.30',
			expect.stringMatching(/^step \d+: below a blind guess: it knows that some letters are rare$/v),
			expect.stringMatching(/^step \d+: below the letter counts: it uses the letter before$/v),
			expect.stringMatching(/^step \d+: below the bigram table: beside the last letter it knows its place$/v),
			'finished at 2.48, bigram 2.53: one letter tells no more; n: on to microgpt',
		]);
	});

	it('names the step from which the running mean stays below a line', () => {
		const {said} = replay({losses: golden.losses});
		const history = new LossHistory();
		const means = golden.losses.map((loss, index) => {
			history.record(index + 1, loss);
			return history.runningMean!;
		});
		for (const [index, line] of [baselines.uniform, baselines.unigram].entries()) {
			const {step} = said[index + 1];
			expect(means.slice(step - 1, step + 10).every(mean => mean < line)).toBe(true);
			expect(step === 1 || means[step - 2] >= line || step < 12).toBe(true);
		}
	});

	it('finds no crossing in noise around a line', () => {
		const {said} = replay({losses: Array.from({length: 300}, (_, index) => baselines.unigram + (index % 2 === 0 ? 0.5 : -0.4))});
		expect(textsOf(said).filter(text => text.includes('letter counts'))).toEqual([]);
	});

	it('sees the ladder to its end', () => {
		const {said} = replay({losses: noisy(step => 1.5 + (2 / Math.sqrt(step)), 2000), changes: {start: gpt}, finish: completed(2000)});
		expect(textsOf(said).filter(text => text.includes(': below '))).toHaveLength(5);
		expect(said.at(-1)!.text).toMatch(/^finished at 1\.\d\d, 0\.\d\d below the bigram line$/v);
	});

	it('warns of a rising loss, and not again at once', () => {
		const {said} = replay({losses: noisy(step => step < 200 ? 2.6 : 2.6 + ((step - 200) / 100), 500)});
		const alarms = said.filter(({text}) => text.includes('the loss rises'));
		expect(alarms.length).toBeGreaterThanOrEqual(1);
		expect(alarms.length).toBeLessThanOrEqual(2);
		expect(alarms[0].step).toBeGreaterThan(200);
		const calm = noisy(() => 2.6, 2000);
		expect(textsOf(replay({losses: calm}).said).join('')).not.toContain('rises');
	});

	it('says which lever helps when a run has diverged', () => {
		const {said} = replay({losses: noisy(() => 5, 50), finish: {...completed(50), reason: 'diverged'}});
		expect(said.at(-1)!.text).toBe('diverged after step 50: the rate was too high: take a tenth of it');
	});

	it('sees a model that is stuck at the letter counts', () => {
		const level = noisy(() => baselines.unigram, 400);
		const stuck = replay({losses: level}).said;
		expect(textsOf(stuck).join('\n')).toContain('flat at the letter counts');
		const moving = replay({losses: noisy(step => step < 300 ? baselines.unigram : 2.5, 400)}).said;
		expect(textsOf(moving.filter(({step}) => step > 320)).join('')).not.toContain('flat');
	});

	it('sees a model that learns by heart', () => {
		const losses = noisy(() => 2.4, 50);
		const saidWith = (evaluations: readonly EvalEvent[]) => textsOf(replay({losses, changes: {evaluations}}).said);
		const evaluation = (step: number, trainLoss: number, validationLoss: number): EvalEvent => ({
			type: 'eval', step, trainLoss, validationLoss,
		});
		const falling = [evaluation(100, 2.5, 2.6), evaluation(200, 2.4, 2.5), evaluation(300, 2.3, 2.45)];
		const rising = [...falling, evaluation(400, 2.2, 2.5), evaluation(500, 2.1, 2.6)];
		expect(saidWith(falling).join('')).not.toContain('by heart');
		expect(saidWith(rising)).toContain('step 500: validation rises while training falls: it learns by heart');
	});

	it('tells when a person has changed the learning rate', () => {
		const {said} = replay({losses: noisy(() => 2.6, 60), changesAt: step => ({learningRateScale: step >= 40 ? 1 : (step >= 20 ? 1.5 : 1)})});
		expect(textsOf(said).slice(-2)).toEqual(['learning rate x 1.50 from step 21 on', 'the learning rate of the schedule again, from step 41 on']);
	});

	it('never says two things within three seconds, the end excepted', () => {
		fc.assert(fc.property(fc.integer({min: 5, max: 500}), fc.integer({min: 1, max: 60}), (everyMs, everySteps) => {
			const {shown} = replay({
				losses: golden.losses, finish: completed(1000), everyMs, everySteps,
			});
			const gaps = shown.slice(1).map(({at}, index) => at - shown[index].at);
			expect(gaps.slice(0, -1).every(gap => gap >= 3000)).toBe(true);
			expect(shown.at(-1)!.message.text).toMatch(/^finished/v);
		}), {numRuns: 30});
	});

	it('makes room for what is usually there, but not at the end', () => {
		const {coach} = replay({losses: noisy(() => 3.5, 300)});
		expect(coach.current).toBeUndefined();
		const {coach: finished} = replay({losses: golden.losses, finish: completed(1000)});
		finished.observe({...emptySnapshot, finish: completed(1000)}, 1e9);
		expect(finished.current?.text).toMatch(/^finished/v);
	});

	it('says everything in one line of a narrow window too, in ASCII', () => {
		const anyLosses = fc.array(fc.double({min: 0.1, max: 30, noNaN: true}), {minLength: 1, maxLength: 80});
		const anyScale = fc.constantFrom(1, 1.5, 1.5 ** -30, 1.5 ** 30);
		fc.assert(fc.property(anyLosses, anyScale, fc.constantFrom(exampleStart, gpt), (losses, learningRateScale, start) => {
			const {said} = replay({losses, changes: {learningRateScale, start, nextPreset: 'chapter11'}, finish: completed(12_345_678)});
			for (const {text, short} of said) {
				expect(text.length).toBeLessThanOrEqual(78);
				expect(short.length).toBeLessThanOrEqual(38);
				expect(text + short).toMatch(/^[\u{20}-\u{7E}]+$/v);
			}
		}));
	});
});
