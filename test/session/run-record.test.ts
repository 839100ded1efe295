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
