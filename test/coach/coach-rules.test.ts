import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Baselines} from '../../source/data/baselines.js';
import {ladderOf} from '../../source/coach/baseline-ladder.js';
import {type CoachMessage} from '../../source/coach/coach-message.js';
import {rateChanged} from '../../source/coach/changes.js';
import {
	diverged,
	flat,
	rising,
	rules,
} from '../../source/coach/coach-rules.js';
import {memorising} from '../../source/coach/overfitting.js';
import {crossingOf, crossingStep} from '../../source/coach/crossings.js';
import {type Evidence} from '../../source/coach/evidence.js';
import {firstLoss, firstLossNote} from '../../source/coach/first-loss.js';
import {LossHistory} from '../../source/history/loss-history.js';
import {MeanLosses} from '../../source/history/mean-losses.js';
import {outcome} from '../../source/coach/outcome.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {type StartEvent} from '../../source/training/events.js';
import {type DataAdvice} from '../../source/data/advice.js';
import {divergedSnapshot, emptySnapshot, exampleStart} from '../helpers/example-snapshot.js';
import {narrow, wide} from '../helpers/coach-texts.js';

const baselines: Baselines = {
	uniform: 3.3, unigram: 2.88, bigram: 2.53, trigram: 2.26, fourgram: 1.9,
};
const gptStart: StartEvent = {
	...exampleStart, preset: 'microgpt', model: {
		architecture: 'gpt', vocabSize: 27, nEmbd: 16, nLayer: 1, nHead: 4, blockSize: 16,
	},
};
const heldOutStart: StartEvent = {...gptStart, dataset: {...gptStart.dataset, validationDocumentCount: 600}};
const completed: Evidence['finish'] = {type: 'finish', reason: 'completed', totals: {steps: 1, tokens: 1, elapsedMs: 1}};

/** What a run shows after some losses. */
function evidenceOf(losses: readonly number[], changes: Partial<Evidence> = {}, learningRate = 0.01): Evidence {
	const history = new LossHistory();
	const means = new MeanLosses();
	for (const [index, loss] of losses.entries()) {
		history.record(index + 1, loss);
		means.record({
			step: index + 1, mean: loss, count: 1, runningMean: history.runningMean!,
		});
	}

	return {
		...emptySnapshot,
		start: gptStart,
		baselines,
		curve: history.curve(),
		runningMean: history.runningMean,
		lastMean: means.last(),
		lastStep: {
			type: 'step', step: losses.length, loss: losses.at(-1) ?? 0, learningRate, tokenCount: 5, gradientNorm: 1, elapsedMs: 1,
		},
		...changes,
	};
}

const steady = (count: number, loss: number) => Array.from({length: count}, () => loss);
/** What a rule says after some losses. */
function say(rule: (evidence: Evidence) => CoachMessage | undefined, losses: readonly number[], changes: Partial<Evidence> = {}, learningRate?: number): string | undefined {
	return wide(rule(evidenceOf(losses, changes, learningRate)));
}

const crossed = (name: keyof Baselines) => (evidence: Evidence) => crossingOf(name, evidence);
const risenSince = (last: CoachMessage | undefined) => (evidence: Evidence) => rising(evidence, last);
/** Losses that go up and down by turns, so that their mean stays about a level. */
const noisy = (count: number, level: number) => Array.from({length: count}, (_, index) => level + (index % 2 === 0 ? 0.4 : -0.4));
const evaluationsOf = (...losses: Array<readonly [number, number]>) => losses.map(([trainLoss, validationLoss], index) => ({
	type: 'eval' as const, step: (index + 1) * 100, trainLoss, validationLoss,
}));

/** Losses as unsteady as those of single names. */
function scattered(count: number, level: number, seed: number): number[] {
	const random = new PythonRandom(seed);
	return Array.from({length: count}, () => level + (0.45 * random.gauss(0, 1)));
}

describe('the first loss', () => {
	it.each([
		[3.28, 'step 1: loss 3.28, about a blind guess among 27 tokens (ln 27 = 3.30)'],
		[3.8, 'step 1: loss 3.80, above a blind guess among 27 tokens (ln 27 = 3.30)'],
		[2.5, 'step 1: loss 2.50, below a blind guess among 27 tokens (ln 27 = 3.30)'],
	])('of %f is compared with a blind guess', (loss, text) => {
		expect(say(firstLoss, [loss])).toBe(text);
	});

	it('is not known where it is one of many in a point of the curve', () => {
		expect(say(firstLoss, steady(2000, 3.3))).toBeUndefined();
		expect(say(firstLoss, [])).toBeUndefined();
	});

	const wideStart: StartEvent = {...gptStart, model: {...gptStart.model, vocabSize: 65, nEmbd: 384}};

	it('that is far above a blind guess is told with the reason', () => {
		expect(say(firstLoss, [31.8], {start: wideStart})).toBe('step 1: loss 31.80, far above a blind guess (4.17): initial weights too large');
		// Of a model of the references' width, it cannot be the width.
		expect(say(firstLoss, [31.8])).toBe('step 1: loss 31.80, far above a blind guess (3.30): unfit initial weights');
		// Too wide is too wide for a bigram as well.
		expect(say(firstLoss, [31.8], {start: {...wideStart, model: {...wideStart.model, architecture: 'bigram'}}})).toMatch(/initial weights too large$/v);
		expect(say(firstLoss, [31.8], {start: {...wideStart, initFrom: 'weights.safetensors'}})).toBe('step 1: loss 31.80, far above a blind guess (4.17): unfit initial weights');
		const message = firstLoss(evidenceOf([31.8]));
		expect(narrow(message)).toBe('step 1: loss 31.80, far above a guess');
	});

	it('that is far above a blind guess is told beside the lines too, and no other', () => {
		expect(firstLossNote(wideStart, 31.8)).toMatch(/^The first loss, 31\.80, is far above that of a blind guess among 65 tokens, ln 65 = 4\.17: weights of standard deviation 0\.08 are too large for a model that is 384 wide, .* without --init-std, a new run draws smaller ones\.$/v);
		expect(firstLossNote({...wideStart, initialSpread: 'bySize'}, 31.8)).toMatch(/: the weights that it begins with are sure of wrong letters/v);
		expect(firstLossNote({...wideStart, initStd: 0.06}, 31.8)).toMatch(/: weights of standard deviation 0\.06 are too large /v);
		expect(firstLossNote(gptStart, 31.8)).toMatch(/: the weights that it begins with are sure of wrong letters, as those of a model for other data are\.$/v);
		expect(firstLossNote(wideStart, Math.log(65) + 0.9)).toBeUndefined();
		expect(firstLossNote({...gptStart, model: {...gptStart.model, vocabSize: 0}}, 31.8)).toBeUndefined();
	});
});

describe('a crossing', () => {
	it('is the first step from which the running mean stays below for ten more', () => {
		const means = fc.array(fc.constantFrom(2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 4), {minLength: 1, maxLength: 80});
		fc.assert(fc.property(means, values => {
			const curve = values.map((runningMean, index) => ({
				firstStep: index + 1, lastStep: index + 1, mean: 3, minimum: 3, maximum: 3, runningMean,
			}));
			const expected = values.findIndex((_, index) => index >= 9 && index + 10 < values.length && values.slice(index, index + 11).every(value => value < 3)) + 1;
			expect(crossingStep(curve, 3, 3)).toBe(expected === 0 ? undefined : expected);
		}), {numRuns: 500});
	});

	it('does not depend on when one looks, except for how finely the curve remembers', () => {
		const losses = [...scattered(300, 3, 1), ...scattered(5000, 2, 2)];
		const [exact, early, late] = [1000, 900, 5300].map(count => say(crossed('bigram'), losses.slice(0, count)));
		expect(exact).toMatch(/^step 3[5-9]\d: mean fell below the bigram baseline/v);
		expect(early).toBe(exact);
		const stepIn = (text: string | undefined) => Number(/\d+/v.exec(text ?? '')?.[0]);
		expect(stepIn(late) - stepIn(exact)).toBeGreaterThanOrEqual(0);
		expect(stepIn(late) - stepIn(exact)).toBeLessThan(8);
	});

	it('is hardly ever one where chance alone takes the mean below the line', () => {
		const level = baselines.bigram;
		const isTold = (seed: number, at: number) => say(crossed('bigram'), scattered(5000, at, seed)) !== undefined;
		const seeds = Array.from({length: 30}, (_, seed) => seed);
		expect(seeds.filter(seed => isTold(seed, level)).length).toBeLessThanOrEqual(6);
		expect(seeds.filter(seed => isTold(seed, level - 0.2))).toEqual(seeds);
	});

	it('asks for more where losses are less steady', () => {
		const near = baselines.bigram - 0.05;
		expect(say(crossed('bigram'), steady(900, near))).toMatch(/^step 10: mean fell below the bigram baseline \(2\.53\)/v);
		expect(say(crossed('bigram'), noisy(900, near))).toBeUndefined();
		// Where losses are known by the interval only, they are taken to be as unsteady as usual.
		const {curve, ...evidence} = evidenceOf(steady(900, near));
		expect(crossingOf('bigram', {...evidence, curve: curve.map(({runningError, ...point}) => point)})).toBeUndefined();
	});

	it('of the uniform baseline is more than the noise of a model that has learnt nothing', () => {
		expect(say(crossed('uniform'), steady(900, 3.26))).toBeUndefined();
		expect(say(crossed('uniform'), steady(900, 3.24))).toBe('step 10: mean fell below the uniform baseline (3.30): better than guessing');
	});

	it('says what the model must have used', () => {
		const evidence = evidenceOf(steady(30, 1.8));
		const texts = (['uniform', 'unigram', 'bigram', 'trigram', 'fourgram'] as const).map(name => wide(crossingOf(name, evidence)));
		expect(texts).toEqual([
			'step 10: mean fell below the uniform baseline (3.30): better than guessing',
			'step 10: mean fell below the unigram baseline (2.88): more than letter counts',
			'step 10: mean fell below the bigram baseline (2.53): more than the last letter',
			'step 10: mean fell below the trigram baseline (2.26): more than two letters',
			'step 10: mean fell below the 4-gram baseline (1.90): more than three letters',
		]);
	});

	it('waits for the baselines', () => {
		expect(say(crossed('uniform'), steady(30, 1.8), {baselines: undefined})).toBeUndefined();
		expect(say(crossed('trigram'), steady(30, 1.8), {baselines: {uniform: 3.3, unigram: 2.88, bigram: 2.53}})).toBeUndefined();
	});

	it.each([
		['the bigram model', exampleStart.model],
		['a GPT that sees one letter', {...gptStart.model, blockSize: 1}],
	])('of %s comes to the bigram baseline, which is its limit', (_, model) => {
		const evidence = evidenceOf(steady(30, 1.8), {start: {...gptStart, model}});
		expect(wide(crossingOf('bigram', evidence))).toBe('step 10: mean reached the bigram baseline (2.53), the limit of one letter');
		expect(crossingOf('trigram', evidence)).toBeUndefined();
		// It need not be below: no farther above than chance may have it is enough.
		expect(say(crossed('bigram'), noisy(900, 2.58), {start: {...gptStart, model}})).toMatch(/^step \d+: mean reached the bigram baseline/v);
		expect(say(crossed('bigram'), noisy(900, 2.8), {start: {...gptStart, model}})).toBeUndefined();
	});

	it('is one of the validation loss where documents are held out', () => {
		const byHeart = evidenceOf(noisy(300, 0.4), {start: heldOutStart, evaluations: evaluationsOf([0.4, 3.6], [0.3, 4])});
		expect(crossingOf('uniform', byHeart)).toBeUndefined();
		const learnt = {...byHeart, evaluations: evaluationsOf([2.7, 2.7], [2.4, 2.51], [2.4, 2.4], [2.3, 2.3])};
		// A loss of 600 documents that are 0.4 apart is good to 0.016: 2.51 may be chance.
		expect(wide(crossingOf('bigram', learnt))).toBe('step 300: validation below the bigram baseline (2.53): better than pair counts');
	});
});

describe('the ladder of baselines', () => {
	it('ends where looking further back is no better', () => {
		const names = (changes: Partial<Baselines>) => ladderOf({...baselines, ...changes}, gptStart.model).map(({name}) => name);
		expect(names({})).toEqual(['uniform', 'unigram', 'bigram', 'trigram', 'fourgram']);
		expect(names({fourgram: 2.3})).toEqual(['uniform', 'unigram', 'bigram', 'trigram']);
		expect(names({bigram: 2.9})).toEqual(['uniform', 'unigram']);
	});
});

describe('a rise', () => {
	const risen = [...steady(200, 2.5), ...steady(100, 4)];

	it('is told with the step at which it happened, however late that is seen', () => {
		// Of the 200 losses the last has a weight of 2%; the 12th of the higher ones brings the mean above 2.8.
		const told = /^step 212: mean rose from 2\.50 to 2\.8\d: the rate may be too high, < lowers it$/v;
		expect(say(risenSince(undefined), risen)).toMatch(told);
		expect(say(risenSince(undefined), [...risen, ...steady(400, 4)])).toMatch(told);
		expect(say(risenSince(undefined), risen.slice(0, 227))).toBeUndefined();
		expect(rising(evidenceOf(risen), undefined)?.step).toBe(212);
	});

	it('is told of a training that went up from the beginning', () => {
		expect(say(risenSince(undefined), [3.3, ...steady(49, 900)])).toMatch(/^step 21: mean rose from 3\.30 to 8\d\d/v);
	});

	it('is not told of noise, of a single spike or of a falling loss', () => {
		const seeds = Array.from({length: 60}, (_, seed) => seed);
		expect(seeds.filter(seed => say(risenSince(undefined), scattered(500, 2.5, seed)) !== undefined).length).toBeLessThanOrEqual(1);
		expect(say(risenSince(undefined), [...steady(200, 2.5), 9, ...steady(200, 2.5)])).toBeUndefined();
		expect(say(risenSince(undefined), Array.from({length: 400}, (_, index) => 3.3 - (index / 400)))).toBeUndefined();
	});

	it('is told again only of another rise, 200 steps later', () => {
		const last = rising(evidenceOf(risen), undefined)!;
		expect(say(risenSince(last), [...risen, ...steady(600, 4)])).toBeUndefined();
		const again = [...risen, ...steady(400, 2.5), ...steady(100, 4)];
		expect(rising(evidenceOf(again), last)?.step).toBeGreaterThan(700);
		expect(rising(evidenceOf(again), last)?.step).toBeLessThan(740);
		expect(say(risenSince({...last, step: 601}), again)).toBeUndefined();
	});
});

describe('a loss that is flat', () => {
	it('at the unigram baseline is told, with the lever', () => {
		expect(say(flat, noisy(400, 2.89))).toBe('by step 400 flat at the unigram baseline (letter counts): > raises the rate');
		expect(say(flat, noisy(400, 2.89), {}, 0.3)).toBe('by step 400 flat at the unigram baseline (letter counts): < lowers the rate');
		// What is much for Adam is usual for plain descent.
		const start: StartEvent = {...gptStart, training: {...gptStart.training, optimizer: 'sgd'}};
		expect(say(flat, noisy(400, 2.89), {start}, 0.3)).toBe('by step 400 flat at the unigram baseline (letter counts): > raises the rate');
		expect(say(flat, noisy(400, 2.89), {start}, 3)).toBe('by step 400 flat at the unigram baseline (letter counts): < lowers the rate');
	});

	it('is not told too early, elsewhere, while it falls or where there is no more to learn', () => {
		expect(say(flat, noisy(298, 2.89))).toBeUndefined();
		expect(say(flat, noisy(400, 2.7))).toBeUndefined();
		expect(say(flat, Array.from({length: 400}, (_, index) => 3.1 - (0.25 * index / 400)))).toBeUndefined();
		expect(say(flat, noisy(400, 2.89), {baselines: {...baselines, bigram: 2.85}})).toBeUndefined();
		expect(say(flat, noisy(400, 2.89), {baselines: undefined})).toBeUndefined();
	});

	it('is not told where losses are so unsteady that a fall could hide in them', () => {
		const wild = noisy(400, 2.89).map(loss => 2.89 + ((loss - 2.89) * 3));
		expect(say(flat, wild)).toBeUndefined();
		expect(say(flat, [...wild, ...wild, ...wild, ...wild])).toMatch(/^by step 1,600 flat/v);
	});
});

describe('memorising', () => {
	it('is validation that rises twice while training falls', () => {
		expect(say(memorising, [3], {evaluations: evaluationsOf([2, 2], [1.9, 2.1], [1.8, 2.2])})).toBe('step 300: overfitting, validation rose: stop, add data or shrink the model');
	});

	it('is validation that stays above its best while training is below what it was then, however both go up and down', () => {
		const evaluations = evaluationsOf([2.1, 2.1], [2, 2], [1.9, 2.05], [1.92, 2.03], [1.88, 2.04]);
		expect(say(memorising, [3], {evaluations})).toBe('step 500: overfitting, validation rose: stop, add data or shrink the model');
		expect(say(memorising, [3], {evaluations: evaluations.slice(0, 4)})).toBeUndefined();
	});

	it.each([
		['two evaluations', evaluationsOf([2, 2], [1.9, 2.1])],
		['validation that comes back', evaluationsOf([2, 2], [1.9, 2.05], [1.88, 2.03], [1.86, 2.01])],
		['training that has risen as well', evaluationsOf([2, 2], [1.9, 2.05], [2.01, 2.03], [1.9, 2.04])],
		['validation that stays a little above its best', evaluationsOf([2, 2], [1.9, 2.01], [1.8, 2.015], [1.7, 2.012])],
		['training that rises too', evaluationsOf([2, 2], [1.9, 2.1], [1.95, 2.2])],
		['validation that rises only once', evaluationsOf([2, 2], [1.9, 2.1], [1.8, 2.05])],
		['a rise of next to nothing', evaluationsOf([2, 2], [1.9, 2.001], [1.8, 2.002])],
	])('is not %s', (_, evaluations) => {
		expect(say(memorising, [3], {evaluations})).toBeUndefined();
	});
});

describe('what a person or a disaster changes', () => {
	it('is told of the learning rate with the first step that it applies to', () => {
		const evidence = evidenceOf([3], {learningRateChanges: [{step: 7, scale: 2.25}, {step: 12, scale: 1.5}]});
		expect(rateChanged(evidence, undefined)).toEqual({step: 12, wordings: ['learning rate x 1.50 from step 12 on', 'rate x 1.50 from step 12 on', 'rate x 1.50 from here on']});
		expect(rateChanged(evidence, rateChanged(evidence, undefined))).toBeUndefined();
		expect(rateChanged(evidenceOf([3]), undefined)).toBeUndefined();
	});

	it('is told of a divergence with the lever', () => {
		const message = diverged(divergedSnapshot(42));
		expect(wide(message)).toBe('diverged at step 43: r starts again, < lowers the rate (or --learning-rate)');
		expect(diverged(evidenceOf([3], {finish: completed}))).toBeUndefined();
	});
});

describe('the outcome', () => {
	it('names the mean, the baseline and its value', () => {
		expect(say(outcome, noisy(300, 2.4), {finish: completed})).toBe('finished: mean of last 100 losses 2.40, 0.13 below the bigram baseline (2.53)');
		expect(say(outcome, noisy(20_000, 2.4), {finish: completed})).toBe('mean of the last 1,000 losses 2.40, 0.13 below the bigram baseline (2.53)');
		expect(say(outcome, noisy(300, 1.5), {finish: completed})).toBe('finished: mean of last 100 losses 1.50, 0.40 below the 4-gram baseline (1.90)');
		expect(say(outcome, noisy(300, 4), {finish: {...completed, reason: 'stopped'}})).toBe('stopped: mean of last 100 losses 4.00, 0.70 above the uniform baseline (3.30)');
		const evidence = evidenceOf(noisy(300, 2.4), {finish: completed});
		expect(narrow(outcome(evidence))).toBe('last 100: 2.40, 0.13 below bigram');
	});

	it('is no verdict within two standard errors', () => {
		// 100 losses that are 0.4 apart: 0.04, so from 0.08 on.
		expect(say(outcome, noisy(300, 2.46), {finish: completed})).toBe('finished: mean of last 100 losses 2.46, close to the bigram baseline (2.53)');
		expect(say(outcome, noisy(300, 2.6), {finish: completed})).toBe('finished: mean of last 100 losses 2.60, close to the bigram baseline (2.53)');
		expect(say(outcome, noisy(300, 2.44), {finish: completed})).toContain('0.09 below the bigram baseline');
		// 1,000 of them: 0.025.
		expect(say(outcome, noisy(20_000, 2.5), {finish: completed})).toContain('0.03 below the bigram baseline');
		// However steady the losses are: a step counts documents and a baseline positions.
		expect(say(outcome, steady(300, 2.515), {finish: completed})).toContain('close to the bigram baseline');
		expect(say(outcome, [2.5, 2.4, 2.6], {finish: completed})).toBe('mean of the last 3 losses 2.50, 0.03 below (perhaps by chance) bigram (2.53)');
	});

	it('goes by the validation loss where there is one', () => {
		const changes = {finish: completed, start: heldOutStart, evaluations: evaluationsOf([0.4, 5.29])};
		expect(say(outcome, noisy(300, 0.4), changes)).toBe('finished: validation loss 5.29, 1.99 above the uniform baseline (3.30)');
		expect(say(outcome, noisy(300, 0.4), {...changes, evaluations: evaluationsOf([0.4, 2.5])})).toBe('finished: validation loss 2.50, close to the bigram baseline (2.53)');
		expect(say(outcome, noisy(300, 0.4), {...changes, evaluations: []})).toBeUndefined();
	});

	it('is that it was better before, where it clearly was, with what uses that', () => {
		const changes = {
			finish: completed, start: heldOutStart, evaluations: evaluationsOf([2.2, 2.31], [0.4, 2.62]), bestValidation: {step: 100, loss: 2.31},
		};
		expect(say(outcome, noisy(300, 0.4), {...changes, isSaved: true})).toBe('validation was best at step 100: 2.31, now 2.62; sample --best uses that');
		expect(say(outcome, noisy(300, 0.4), changes)).toBe('validation was best at step 100: 2.31, now 2.62');
		expect(say(outcome, noisy(300, 0.4), {...changes, finish: {...completed, reason: 'stopped early'}})).toBe('stopped early: validation was best at step 100: 2.31, now 2.62');
	});

	it('of the bigram model is its line, and what comes next', () => {
		const changes = {start: exampleStart, finish: completed};
		expect(say(outcome, noisy(300, 2.55), {...changes, nextPreset: 'microgpt'})).toBe('mean of last 100 losses 2.55, close to bigram (2.53); n trains microgpt');
		expect(say(outcome, noisy(300, 2.55), changes)).toBe('finished: mean of last 100 losses 2.55, close to the bigram baseline (2.53)');
		expect(say(outcome, noisy(300, 2.75), changes)).toBe('finished: mean of last 100 losses 2.75, 0.13 below the unigram baseline (2.88)');
	});

	it('says why a run has ended before all its steps', () => {
		const ended = outcome(evidenceOf(noisy(300, 2.75), {finish: {...completed, reason: 'stopped early'}}));
		expect(ended?.wordings[0]).toBe('stopped early at step 300, as validation got no better: mean of the last 100 losses 2.75, 0.13 below the unigram baseline (2.88)');
		expect(wide(ended)).toBe('stopped early: mean of the last 100 losses 2.75, 0.13 below unigram (2.88)');
	});

	it('is that it has diverged where nothing that learns could end', () => {
		const [finished, stopped] = [completed, {...completed, reason: 'stopped'} as const].map(finish => outcome(evidenceOf(noisy(300, 80), {finish})));
		expect(narrow(finished)).toBe('finished: it has diverged');
		expect(wide(stopped)).toBe('stopped at step 300 at 80.00, far above a blind guess: it has diverged');
		expect(narrow(stopped)).toBe('stopped: it has diverged');
		expect(say(outcome, noisy(300, 80), {finish: completed})).toBe('finished at 80.00, far above a blind guess: it has diverged');
	});

	it('is not known before the end, without baselines, or of a run that failed', () => {
		expect(say(outcome, steady(300, 2.5))).toBeUndefined();
		expect(say(outcome, steady(300, 2.5), {finish: completed, baselines: undefined})).toBeUndefined();
		expect(say(outcome, steady(300, 2.5), {finish: {...completed, reason: 'failed'}})).toBeUndefined();
		expect(say(outcome, [], {finish: completed, lastStep: undefined})).toBeUndefined();
	});
});

describe('every message', () => {
	it('fits its line and is plain ASCII, whatever the figures', () => {
		const loss = fc.oneof(fc.double({min: 0, max: 6, noNaN: true}), fc.double({min: 0, max: 1e300, noNaN: true}));
		const step = fc.oneof(fc.integer({min: 1, max: 1000}), fc.integer({min: 1, max: 1e9}));
		const twoLevels = fc.tuple(loss, loss, fc.integer({min: 30, max: 60})).map(([first, second, count]) => [...steady(count, first), ...steady(count, second)]);
		const figures = fc.record({
			values: fc.oneof(fc.array(loss, {minLength: 3, maxLength: 60}), twoLevels),
			step, vocabSize: fc.integer({min: 3, max: 1_114_112}), scale: fc.double({min: 1e-9, max: 1e9, noNaN: true}),
			isHeldOut: fc.boolean(),
			isBigram: fc.boolean(),
			reason: fc.constantFrom('completed', 'stopped', 'diverged', 'failed', undefined),
			nextPreset: fc.constantFrom('microgpt', 'chapter11', undefined),
			mode: fc.constantFrom('training', 'replay', 'watch'),
			code: fc.constantFrom('restarted', 'rewound', 'recovered', undefined),
			advice: fc.constantFrom<DataAdvice | undefined>({kind: 'stream'}, {kind: 'streamed', characterCount: 500_000_000}, {kind: 'context', blockSize: 256, share: 0.9999}, undefined),
		});
		const news = {type: 'warning', message: 'Oh.'} as const;
		const silent = new Set(rules);
		fc.assert(fc.property(figures, ({values, step: offset, vocabSize, scale, isHeldOut, isBigram, reason, nextPreset, mode, code, advice}) => {
			const base = isHeldOut ? heldOutStart : gptStart;
			const evidence = evidenceOf(values);
			const messages = rules.map(rule => rule.say({
				...evidence,
				start: {...base, dataset: {...base.dataset, ...(advice && {advice})}, model: {...(isBigram ? exampleStart.model : base.model), vocabSize}},
				curve: evidence.curve.map((point, index) => ({...point, firstStep: index === 0 ? 1 : point.firstStep + offset, lastStep: index === 0 ? 1 : point.lastStep + offset})),
				lastStep: {...evidence.lastStep!, step: offset + 60},
				evaluations: values.map((value, index) => ({
					type: 'eval', step: offset + index, trainLoss: -index, validationLoss: value,
				})),
				learningRateChanges: [{step: offset, scale}],
				finish: reason === undefined ? undefined : {...completed, reason},
				nextPreset: mode === 'training' ? nextPreset : undefined,
				mode,
				news: code === undefined ? undefined : {...news, code, step: offset},
			}, undefined));
			for (const [index, message] of messages.entries()) {
				if (!message) {
					continue;
				}

				silent.delete(rules[index]);
				expect(message.wordings.every(wording => /^[\u{20}-\u{7E}]{8,}$/v.test(wording))).toBe(true);
				// One of them fits a window of 40 columns.
				expect(wide(message)!.length).toBeLessThanOrEqual(78);
				expect(message.wordings.map(wording => wide({...message, wordings: [wording]}))).toContain(narrow(message));
				// What is not trained here has no keys to steer it with.
				expect(mode === 'training' || !message.wordings.join('').includes('{')).toBe(true);
			}
		}), {numRuns: 1000});
		// Random figures do not meet that of the flat loss.
		expect([...silent].map(({say: rule}) => rule)).toEqual([flat]);
		const evidence = evidenceOf(noisy(1200, 2.89));
		const message = flat({...evidence, lastStep: {...evidence.lastStep!, step: 1200, learningRate: 0.3}})!;
		expect(message.wordings.map(wording => wide({...message, wordings: [wording]}))).toContain(narrow(message));
	});
});
