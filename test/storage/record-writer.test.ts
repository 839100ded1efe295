import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type EventLog} from '../../source/storage/event-log.js';
import {RecordWriter} from '../../source/storage/record-writer.js';
import {type IntervalEvent, type StepEvent, type TrainingEvent} from '../../source/training/events.js';

function writerOf(steps: number, logEvery?: number) {
	const lines: TrainingEvent[] = [];
	const log = {
		add(line: string) {
			lines.push(JSON.parse(line) as TrainingEvent);
		},
	} as unknown as EventLog;
	return {lines, writer: new RecordWriter(log, {steps, logEvery, runningMean: () => 2.5})};
}

const stepOf = (step: number, loss: number): StepEvent => ({
	type: 'step', step, loss, learningRate: 0.01, tokenCount: (step % 5) + 1, gradientNorm: 1, elapsedMs: step,
});

/** Losses of steps, and other events between them. */
const someLoss = fc.double({min: 0, max: 10, noNaN: true});
const someAct = fc.oneof({weight: 20, arbitrary: someLoss}, fc.constant('other' as const));
const actsOfRun = fc.array(someAct, {maxLength: 300});

describe('the record', () => {
	it('has a line for each step of a run of up to 100,000', () => {
		const {lines, writer} = writerOf(100_000, 50);
		const steps = Array.from({length: 100}, (_, index) => stepOf(index + 1, index));
		for (const step of steps) {
			writer.write(step);
		}

		writer.closeInterval();
		expect(lines).toEqual(steps);
	});

	it('has of a longer run one line for some steps, which says what they were, and none twice or never', () => {
		fc.assert(fc.property(
			actsOfRun,
			fc.integer({min: 1, max: 40}),
			(acts, logEvery) => {
				const {lines, writer} = writerOf(1e6, logEvery);
				const losses: number[] = [];
				for (const act of acts) {
					if (act === 'other') {
						writer.write({type: 'control', step: losses.length + 1, learningRateScale: 1});
					} else {
						losses.push(act);
						writer.write(stepOf(losses.length, act));
					}
				}

				writer.closeInterval();
				const intervals = lines.filter((line): line is IntervalEvent => line.type === 'interval');
				let before = 0;
				for (const interval of intervals) {
					const {firstStep, step, meanLoss, minimumLoss, minimumStep, maximumLoss, tokenCount, loss} = interval;
					const own = losses.slice(firstStep - 1, step);
					expect(firstStep).toBe(before + 1);
					expect(own.length).toBeLessThanOrEqual(logEvery);
					expect(meanLoss).toBeCloseTo(own.reduce((sum, one) => sum + one, 0) / own.length, 10);
					expect([minimumLoss, maximumLoss, loss]).toEqual([Math.min(...own), Math.max(...own), own.at(-1)]);
					expect(losses[minimumStep - 1]).toBe(minimumLoss);
					expect(tokenCount).toBe(own.reduce((sum, _, index) => sum + ((firstStep + index) % 5) + 1, 0));
					before = step;
				}

				expect(before).toBe(losses.length);
			},
		));
	});

	it('has about 100,000 lines at most, however long the run', () => {
		const {lines, writer} = writerOf(1e9);
		for (let step = 1; step <= 30_000; step++) {
			writer.write(stepOf(step, 2));
			if (step % 250 === 0) {
				writer.write({
					type: 'sample', step, text: 'ann', temperature: 1, novelty: 'new',
				});
			}
		}

		// 10,000 steps a line, and a sample for every 100,000.
		expect(lines.filter(({type}) => type === 'interval').length).toBeLessThanOrEqual(4);
		expect(lines.filter(({type}) => type === 'sample')).toHaveLength(1);
	});
});
