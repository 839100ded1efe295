import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {LossHistory} from '../../../source/history/loss-history.js';
import {MeanLosses} from '../../../source/history/mean-losses.js';
import {RunRecord} from '../../../source/history/run-record.js';
import {Throughput} from '../../../source/history/throughput.js';
import {type ToldEvent, type ToldStart} from '../../../source/training/told-events.js';
import {exampleStart, exampleStep} from '../../helpers/example-events.js';

const bareStart: ToldStart = {
	type: 'start', preset: 'train.py', model: {}, training: {}, dataset: {}, versions: {},
};
const bareStep = (step: number, loss = 2.5) => ({type: 'step', step, loss} as const);
const evaluation = (step: number, validationLoss = 2.5) => ({
	type: 'eval', step, trainLoss: 2.5, validationLoss,
} as const);

function recordOf(events: readonly ToldEvent[]): RunRecord {
	const record = new RunRecord();
	for (const event of events) {
		record.record(event);
	}

	return record;
}

describe('the record of what another program tells', () => {
	it('knows nothing of what is not told', () => {
		const record = recordOf([bareStart, bareStep(1), bareStep(2), {type: 'sample', step: 2, text: 'anna'}]);
		expect(record.snapshot()).toMatchObject({
			tokens: undefined, stepsPerSecond: undefined, tokensPerSecond: undefined, noveltyShares: [],
		});
		expect([record.learningRateWith(1), record.learningRateWith(2), record.stepsLeft]).toEqual([undefined, undefined, undefined]);
		expect(record.finishHere('stopped')).toEqual({type: 'finish', reason: 'stopped', totals: {steps: 2}});
	});

	it('knows all that is told, and the tokens only if each step tells of them', () => {
		const record = recordOf([exampleStart(3), exampleStep(1), exampleStep(2)]);
		expect(record.snapshot()).toMatchObject({tokens: 10, tokensPerSecond: 5000});
		expect(record.stepsLeft).toBe(1);
		record.record(bareStep(3));
		expect(record.snapshot()).toMatchObject({tokens: undefined});
	});

	it('has lost nothing before the first step', () => {
		expect(recordOf([]).finishHere('failed')).toEqual({type: 'finish', reason: 'failed', totals: {steps: 0, tokens: 0, elapsedMs: 0}});
	});

	it('forgets an end that the run goes past', () => {
		const record = recordOf([exampleStart(2), exampleStep(1), exampleStep(2)]);
		expect([record.isLastStepDone, record.stepsLeft]).toEqual([true, 0]);
		record.record(exampleStep(3));
		expect([record.isLastStepDone, record.stepsLeft, record.start?.training.steps]).toEqual([false, undefined, undefined]);
	});

	it('keeps losses that are no numbers out of its means, and the last step with its loss', () => {
		const record = recordOf([bareStart, bareStep(1, 2), bareStep(2, NaN), {
			type: 'warning', step: 2, code: 'diverged', message: 'Oh.',
		}, bareStep(3, Infinity)]);
		expect(record.lastStep).toEqual(bareStep(3, Infinity));
		expect(record.snapshot().warnings).toHaveLength(1);
		expect(record.snapshot()).toMatchObject({runningMean: 2, lastMean: {mean: 2, count: 1}});
		record.record(bareStep(4, 3));
		expect(record.snapshot().warnings).toEqual([]);
		expect(record.snapshot().curve.map(({lastStep}) => lastStep)).toEqual([1, 4]);
	});

	it('keeps what is only news apart from what is wrong', () => {
		const news = {
			type: 'warning', step: 1, code: 'restarted', message: 'Oh.',
		} as const;
		expect(recordOf([bareStart, bareStep(1), news]).snapshot()).toMatchObject({news, warnings: []});
	});

	it('replaces what is told again', () => {
		const record = recordOf([
			bareStart, bareStep(1, 3), bareStep(2, 3), evaluation(2, 2.8), bareStep(3, 9), evaluation(3, 1), {type: 'sample', step: 3, text: 'zzz'}, bareStep(4, 9), bareStep(3, 3),
		]);
		expect(record.snapshot()).toMatchObject({
			lastStep: {step: 3}, evaluations: [{step: 2}], bestValidation: {step: 2, loss: 2.8}, samples: [], lastMean: {mean: 3, count: 3},
		});
		expect(record.snapshot().runningMean).toBeCloseTo(3, 12);
		expect(record.turnOf(bareStep(1))).toBe('anew');
		expect([2, 3, 4].map(step => record.turnOf(bareStep(step)))).toEqual(['back', 'back', 'onwards']);
	});
});

it('has the same means after going back as if nothing had been taken back', () => {
	const lossAt = (step: number, turn: number) => 2 + Math.abs(Math.sin((step * 13) + turn));
	fc.assert(fc.property(fc.integer({min: 2, max: 900}), fc.double({min: 0, max: 1, noNaN: true}), (count, share) => {
		const steps = Array.from({length: count}, (_, index) => index + 1);
		const from = 2 + Math.floor(share * (count - 2));
		const rewound = recordOf([bareStart, ...steps.map(step => bareStep(step, lossAt(step, 1))), ...steps.slice(from - 1).map(step => bareStep(step, lossAt(step, 2)))]);
		const straight = recordOf([bareStart, ...steps.map(step => bareStep(step, lossAt(step, step < from ? 1 : 2)))]);
		const [after, expected] = [rewound.snapshot(), straight.snapshot()];
		expect(after.runningMean).toBeCloseTo(expected.runningMean!, 9);
		expect(after.lastMean?.count).toBe(expected.lastMean?.count);
		expect(after.lastMean?.mean).toBeCloseTo(expected.lastMean!.mean, 9);
		expect(after.bestMean?.loss ?? 0).toBeCloseTo(expected.bestMean?.loss ?? 0, 9);
		expect(after.curve.map(({mean}) => mean)).toEqual(expected.curve.map(({mean}) => mean));
	}), {numRuns: 40});
});

it('counts the losses that it is a mean of, however few of the steps are told', () => {
	const record = recordOf([bareStart, ...[1, ...Array.from({length: 10}, (_, index) => (index + 1) * 100)].map(step => bareStep(step, step))]);
	expect(record.snapshot().lastMean).toMatchObject({count: 11, mean: 5501 / 11});
});

it('takes the means of what is remembered', () => {
	const history = new LossHistory();
	for (let step = 1; step <= 5000; step++) {
		history.record(step, step < 4000 ? 3 : 2);
	}

	const means = MeanLosses.from(history.remembered());
	expect(means.last()).toMatchObject({count: 500, mean: 2});
	expect(means.best?.step).toBe(5000);
});

describe('the speed of a run whose clock begins in its middle', () => {
	it('does not count the steps before', () => {
		const throughput = new Throughput();
		throughput.record({step: 5000, tokens: undefined, elapsedMs: 0});
		expect(throughput.stepsPerSecond).toBeUndefined();
		throughput.record({step: 5100, tokens: undefined, elapsedMs: 1000});
		expect([throughput.stepsPerSecond, throughput.tokensPerSecond]).toEqual([100, undefined]);
	});

	it('is that since the run went back', () => {
		const record = recordOf([exampleStart(1000), ...[100, 200, 300].map(step => ({...exampleStep(step), elapsedMs: step})), {...exampleStep(200), elapsedMs: 400}, {...exampleStep(210), elapsedMs: 600}]);
		expect(record.snapshot().stepsPerSecond).toBe(50);
	});

	it('is not told by steps that have no time', () => {
		const record = recordOf([bareStart, bareStep(1), bareStep(5000), {...bareStep(5001), elapsedMs: 0}, {...bareStep(5021), elapsedMs: 1000}]);
		expect(record.snapshot().stepsPerSecond).toBe(20);
	});
});
