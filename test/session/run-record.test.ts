import {describe, expect, it} from 'vitest';
import {RunRecord} from '../../source/session/run-record.js';
import {learningRateAt} from '../../source/training/schedule.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';

function recordOf(steps: number): RunRecord {
	const record = new RunRecord();
	record.record(exampleStart(1000));
	for (let step = 1; step <= steps; step++) {
		record.record(exampleStep(step));
	}

	return record;
}

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
		expect(record.learningRateWith(record.learningRateScale)).toBe(learningRateAt(8, exampleStart(1000).training) * 0.5);
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

	it('keeps the last evaluation and some of the others, however many there are', () => {
		const record = recordOf(1);
		for (let step = 1; step <= 10_000; step++) {
			record.record({
				type: 'eval', step, trainLoss: 2, validationLoss: 2,
			});
			expect(record.evaluations.at(-1)).toMatchObject({step});
		}

		expect(record.evaluations.length).toBeLessThanOrEqual(1024);
		expect(record.evaluations.length).toBeGreaterThan(500);
		expect(record.evaluations[0]).toMatchObject({step: 1});
		const steps = record.evaluations.map(({step}) => step);
		expect(steps).toEqual(steps.toSorted((a, b) => a - b));
	});
});
