import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {CharTokenizer} from '../../source/data/char-tokenizer.js';
import {noProgress, type TrainingProgress} from '../../source/training/progress.js';
import {lossAhead, Trainer} from '../../source/training/trainer.js';
import {exampleStart} from '../helpers/example-events.js';
import {type FakeAnswers, fakeEngine} from '../helpers/fake-engine.js';

beforeEach(() => {
	vi.useFakeTimers({toFake: ['performance']});
});

afterEach(() => {
	vi.useRealTimers();
});

/** Three steps of ten are made, on two documents each; the next begins with the second of five. */
const threeStepsMade = (): TrainingProgress => ({
	...noProgress(), step: 3, tokens: 100, elapsedMs: 1000, isEvaluated: true, isPreviewed: true, controls: {learningRateScale: 0.5},
});

/** Each step takes 20 ms. */
function trainerFrom(progress: TrainingProgress, {computeGradients = () => 2, ...answers}: FakeAnswers = {}) {
	const engine = fakeEngine({
		...answers,
		computeGradients(count, gradients) {
			vi.advanceTimersByTime(20);
			return computeGradients(count, gradients);
		},
	});
	const config = {
		...exampleStart(10).training, learningRate: 1, batchSize: 2,
	};
	const input = {
		config, engine, start: {seed: 1}, tokenizer: new CharTokenizer(['abc']), trainingDocuments: ['a', 'b', 'ca', 'cb', 'cc'],
	};
	return {trainer: new Trainer(input, progress), engine, input};
}

describe('a training that goes on', () => {
	it('takes the documents, the learning rate and the totals up where they were', () => {
		const progress = threeStepsMade();
		const {trainer, engine} = trainerFrom(progress);
		const made = trainer.step();
		expect(engine.trainedOn).toEqual([[3, 1, 3], [3, 2, 0, 3]]);
		expect(made).toEqual({
			type: 'step', step: 4, loss: 2, learningRate: 0.7 * 0.5, tokenCount: 5, gradientNorm: Math.sqrt(24), elapsedMs: 1020,
		});
		expect(progress).toEqual({
			...threeStepsMade(), step: 4, tokens: 105, elapsedMs: 1020, isEvaluated: false, isPreviewed: false, lastStep: made,
		});
		expect(trainer.finish('stopped')).toEqual({type: 'finish', reason: 'stopped', totals: {steps: 4, tokens: 105, elapsedMs: 1020}});
	});

	it('knows the learning rate of the last step before it makes another', () => {
		const {trainer} = trainerFrom(threeStepsMade());
		expect(trainer.lastStep).toEqual({step: 3, learningRate: 0.8 * 0.5});
		const made = trainer.step();
		expect(trainer.lastStep).toBe(made);
	});

	it('counts the time of steps alone, not that between them', () => {
		const {trainer} = trainerFrom(noProgress());
		expect(trainer.step().elapsedMs).toBe(20);
		vi.advanceTimersByTime(5000);
		expect(trainer.step().elapsedMs).toBe(40);
	});
});

describe('a step whose loss or gradient is not finite', () => {
	it.each<[string, FakeAnswers['computeGradients']]>([
		['loss', () => NaN],
		['gradient', (_, gradients) => {
			gradients[1] = Infinity;
			return 2;
		}],
	])('is not made: the %s', (_, computeGradients) => {
		const progress = threeStepsMade();
		const {trainer, engine} = trainerFrom(progress, computeGradients && {computeGradients});
		const before = [...engine.parameters.data, ...engine.moments.first, ...engine.moments.second];
		expect(trainer.step()).toMatchObject({step: 4});
		expect([...engine.parameters.data, ...engine.moments.first, ...engine.moments.second]).toEqual(before);
		// The time has passed all the same.
		expect(progress).toEqual({...threeStepsMade(), elapsedMs: 1020});
		expect(trainer.lastStep).toEqual({step: 3, learningRate: 0.8 * 0.5});
	});
});

describe('a look at what the last step has left', () => {
	it('is one at the documents of that step, at its end', () => {
		const {trainer, engine} = trainerFrom(threeStepsMade());
		expect(trainer.isStillSound()).toBe(true);
		expect(engine.measuredOn).toEqual([[3, 2, 2, 3], [3, 0, 3]]);
		expect(trainerFrom(threeStepsMade(), {computeLoss: () => Infinity}).trainer.isStillSound()).toBe(false);
		expect(trainerFrom(threeStepsMade(), {computeLoss: () => NaN}).trainer.isStillSound()).toBe(false);
	});

	it('is the loss of the next step before that is made', () => {
		const progress = threeStepsMade();
		const {trainer, engine, input} = trainerFrom(progress, {computeLoss: () => 1.25});
		expect(lossAhead(input, progress)).toBe(1.25);
		trainer.step();
		expect(engine.measuredOn).toEqual(engine.trainedOn);
	});
});
