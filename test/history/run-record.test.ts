import {describe, expect, it} from 'vitest';
import {RunRecord} from '../../source/history/run-record.js';
import {planOf} from '../../source/settings/training-plan.js';
import {learningRateAt} from '../../source/training/schedule.js';
import {type ForkPoint} from '../../source/training/events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

function recordOf(steps: number): RunRecord {
	const record = new RunRecord();
	record.record(exampleStart(1000));
	for (let step = 1; step <= steps; step++) {
		record.record(exampleStep(step));
	}

	return record;
}

it('is over until it is taken up again', () => {
	const record = recordOf(3);
	record.record({type: 'finish', reason: 'stopped', totals: {steps: 3, tokens: 9, elapsedMs: 3}});
	expect(record.finish?.reason).toBe('stopped');
	record.record(exampleStep(4));
	expect([record.finish, record.lastStep?.step]).toEqual([undefined, 4]);
	record.record({type: 'finish', reason: 'stopped', totals: {steps: 4, tokens: 12, elapsedMs: 4}});
	record.record(exampleStart(1000));
	expect(record.finish).toBeUndefined();
});

describe('the record of a run', () => {
	it('knows the learning rate of the last step', () => {
		expect(recordOf(0).learningRateWith(1)).toBeUndefined();
		expect(recordOf(7).learningRateWith(1)).toBe(0.01);
	});

	it('knows the learning rate of the next step once a person has changed it', () => {
		const record = recordOf(7);
		const {training} = exampleStart(1000);
		expect(record.learningRateWith(1.5)).toBe(learningRateAt(8, training) * 1.5);
		record.record({type: 'control', step: 8, learningRateScale: 1.5});
		record.record({...exampleStep(8), learningRate: 0.0149});
		expect(record.learningRateWith(1.5)).toBe(0.0149);
		expect(record.learningRateWith(1)).toBe(learningRateAt(9, training));
	});

	it('knows it too where the change is recorded and the step is still to come', () => {
		const record = recordOf(7);
		record.record({type: 'control', step: 8, learningRateScale: 0.5});
		expect(record.learningRateWith(record.controls.learningRateScale)).toBe(learningRateAt(8, exampleStart(1000).training) * 0.5);
		const endless = new RunRecord();
		for (const event of [exampleStart(0), exampleStep(1), {type: 'control', step: 2, learningRateScale: 0.5} as const]) {
			endless.record(event);
		}

		expect(endless.learningRateWith(0.5)).toBe(0.01);
	});

	it('remembers the best validation and its step, and counts the tokens', () => {
		const record = recordOf(3);
		for (const [step, validationLoss] of [[1, 2.5], [2, 2.25], [3, 2.75], [4, 2.25], [5, NaN]] as const) {
			record.record({
				type: 'eval', step, trainLoss: 2, validationLoss,
			});
		}

		const {bestValidation, tokens, lastMean} = record.snapshot();
		expect(bestValidation).toEqual({step: 2, loss: 2.25});
		expect(tokens).toBe(3 * exampleStep(1).tokenCount);
		expect(lastMean).toMatchObject({mean: (exampleStep(1).loss + exampleStep(2).loss + exampleStep(3).loss) / 3, count: 3});
	});

	it('goes on from the tokens and the clock of the run that it has left', () => {
		const forkAt = (step: number, changes: Partial<ForkPoint> = {}) => {
			const record = new RunRecord();
			const lastStep = {...exampleStep(step), elapsedMs: 60_000};
			record.record({
				...exampleStart(1000), parent: {
					step, documents: step, lastStep, tokens: 6500, ...changes,
				},
			});
			expect(record.snapshot().tokensPerSecond).toBeUndefined();
			for (let later = 1; later <= 10; later++) {
				record.record({...exampleStep(step + later), elapsedMs: 60_000 + (later * 2)});
			}

			return record;
		};

		// As in every step of the fork: five tokens in two milliseconds.
		const fork = forkAt(990);
		expect(fork.snapshot()).toMatchObject({tokens: 6550, stepsPerSecond: 500, tokensPerSecond: 2500});
		expect(fork.copy().snapshot()).toMatchObject({tokens: 6550, stepsPerSecond: 500, tokensPerSecond: 2500});
		expect(fork.finishHere('stopped').totals.tokens).toBe(6550);
		// What is not known is not told.
		const withoutTokens = forkAt(990, {tokens: undefined} as unknown as Partial<ForkPoint>);
		expect(withoutTokens.snapshot()).toMatchObject({tokens: undefined, stepsPerSecond: 500, tokensPerSecond: undefined});
		const withoutClock = forkAt(990, {lastStep: undefined} as unknown as Partial<ForkPoint>);
		expect(withoutClock.snapshot()).toMatchObject({tokens: 6550, stepsPerSecond: 500, tokensPerSecond: 2500});
	});

	it('keeps the last evaluation and some of the others, however many there are', () => {
		const record = recordOf(1);
		for (let step = 1; step <= 10_000; step++) {
			record.record({
				type: 'eval', step, trainLoss: 2, validationLoss: 2,
			});
			expect(record.snapshot().evaluations.at(-1)).toMatchObject({step});
		}

		expect(record.snapshot().evaluations.length).toBeLessThanOrEqual(1024);
		expect(record.snapshot().evaluations.length).toBeGreaterThan(500);
		expect(record.snapshot().evaluations[0]).toMatchObject({step: 1});
		const steps = record.snapshot().evaluations.map(({step}) => step);
		expect(steps).toEqual(steps.toSorted((a, b) => a - b));
	});

	it('warns of each thing once, and no longer of what is over', () => {
		const record = recordOf(3);
		const warn = (code: 'unsaved' | 'diverged' | 'restarted', message: string) => {
			record.record({
				type: 'warning', step: 3, code, message,
			});
		};

		const codes = () => record.snapshot().warnings.map(({code, message}) => `${code} ${message}`);
		warn('unsaved', 'first');
		warn('diverged', 'once');
		warn('unsaved', 'again');
		expect(codes()).toEqual(['diverged once', 'unsaved again']);
		// Nothing to be warned of.
		warn('restarted', 'news');
		expect(codes()).toEqual(['diverged once', 'unsaved again']);
		expect(record.snapshot().news).toMatchObject({message: 'news'});
		record.record({...exampleStep(4), loss: NaN});
		expect(codes()).toEqual(['diverged once', 'unsaved again']);
		record.record(exampleStep(5));
		expect(codes()).toEqual(['unsaved again']);
		const saved = {type: 'checkpoint', step: 5, path: '/runs/a'} as const;
		record.record(saved);
		expect(codes()).toEqual([]);
		expect(record.checkpoint).toEqual(saved);
	});

	it('knows what goes on only until something else happens', () => {
		const record = recordOf(3);
		const activity = {
			type: 'activity', step: 3, activity: 'evaluating', done: 1, total: 2,
		} as const;
		record.record(activity);
		expect(record.activity).toEqual(activity);
		expect(record.snapshot().activity).toEqual(activity);
		record.record(exampleStep(4));
		expect(record.activity).toBeUndefined();
	});

	it('takes the baselines, and the steps that a run is given later', () => {
		const record = recordOf(3);
		record.record({
			type: 'baselines', uniform: 3, unigram: 2, bigram: 1,
		});
		expect(record.snapshot().baselines).toMatchObject({uniform: 3, unigram: 2, bigram: 1});
		expect(record.stepsLeft).toBe(997);
		record.record({
			type: 'control', step: 4, learningRateScale: 1, steps: 2000,
		});
		expect(record.start).toEqual({...exampleStart(1000), training: {...exampleStart(1000).training, steps: 2000}});
		expect(record.stepsLeft).toBe(1997);
		expect(record.snapshot().learningRateChanges).toEqual([]);
		record.record({type: 'finish', reason: 'stopped', totals: {steps: 3}});
		expect(record.stepsLeft).toBeUndefined();
		record.record({type: 'finish', reason: 'completed', totals: {steps: 3}});
		expect(record.stepsLeft).toBe(1997);
	});

	it('knows with what each step was made, and when that was changed', () => {
		const record = recordOf(3);
		const {training} = exampleStart(1000);
		record.record({
			type: 'control', step: 4, learningRateScale: 1, learningRate: 0.002, schedule: 'cosine', scheduleFrom: 3, steps: 20,
		});
		expect(record.planAt(3)).toEqual(planOf(training));
		expect(record.planAt(4)).toEqual({
			...planOf(training), learningRate: 0.002, schedule: 'cosine', scheduleFrom: 3, steps: 20,
		});
		expect(record.start!.training).toEqual({...training, ...record.planAt(4)});
		expect(record.snapshot().learningRateChanges).toEqual([{step: 4, scale: 1, plan: {learningRate: 0.002, schedule: 'cosine'}}]);
		expect(record.learningRateWith(0.5)).toBe(0.002 * 0.5);
		const copy = record.copy();
		copy.record({
			type: 'control', step: 4, learningRateScale: 1, gradClip: 2,
		});
		expect([copy, record].map(each => each.planAt(9)!.gradClip)).toEqual([2, training.gradClip]);
		expect(copy.snapshot().learningRateChanges).toHaveLength(1);
		// The run of today tells its start anew.
		record.record({...exampleStart(1000), training: {...training, ...record.planAt(4)}});
		expect(record.planAt(3)).toEqual(planOf(training));
	});

	it('keeps the last hundred changes of the learning rate, and the last two hundred samples', () => {
		const record = recordOf(1);
		for (let step = 1; step <= 250; step++) {
			record.record({type: 'control', step, learningRateScale: step + 1});
			// The same again is no change.
			record.record({type: 'control', step, learningRateScale: step + 1});
			record.record({
				type: 'sample', step, text: `a${step}`, temperature: 0.5, novelty: 'new',
			});
		}

		expect(record.snapshot().learningRateChanges).toEqual(Array.from({length: 100}, (_, index) => ({step: index + 151, scale: index + 152})));
		expect(record.snapshot().samples.map(({step}) => step)).toEqual(Array.from({length: 200}, (_, index) => index + 51));
	});

	it('forgets what was told of the steps that are told again', () => {
		const record = recordOf(10);
		for (const step of [2, 5, 8]) {
			record.record({
				type: 'eval', step, trainLoss: 2, validationLoss: 3 - (step / 10),
			});
			record.record({
				type: 'sample', step, text: 'a', temperature: 0.5, novelty: 'new',
			});
			record.record({type: 'control', step, learningRateScale: step});
		}

		expect(record.snapshot().bestValidation).toEqual({step: 8, loss: 2.2});
		record.record(exampleStep(5));
		const stepsOf = (told: ReadonlyArray<{readonly step: number}>) => told.map(({step}) => step);
		expect([record.snapshot().evaluations, record.snapshot().samples, record.snapshot().learningRateChanges].map(told => stepsOf(told))).toEqual([[2], [2], [2]]);
		expect(record.snapshot().bestValidation).toEqual({step: 2, loss: 2.8});
		// How many tokens were told twice is not known.
		expect(record.finishHere('stopped')).toEqual({type: 'finish', reason: 'stopped', totals: {steps: 5, elapsedMs: 5}});
	});

	it('ends with what is known, and nothing else', () => {
		expect(recordOf(3).finishHere('stopped').totals).toEqual({steps: 3, tokens: 15, elapsedMs: 3});
		expect(recordOf(0).finishHere('failed')).toEqual({type: 'finish', reason: 'failed', totals: {steps: 0, tokens: 0, elapsedMs: 0}});
		const bare = new RunRecord();
		bare.record({type: 'step', step: 1, loss: 2});
		expect(bare.finishHere('stopped').totals).toEqual({steps: 1});
	});

	it('takes the last step of many in one line for the last step', () => {
		const record = recordOf(0);
		record.record({
			...exampleStep(10), type: 'interval', firstStep: 1, meanLoss: 2.5, minimumLoss: 2, minimumStep: 3, maximumLoss: 3,
		});
		expect(record.lastStep).toMatchObject({type: 'step', step: 10, loss: 2.1});
	});
});
