import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type RecordState, RecordWriter} from '../../../source/storage/record/record-writer.js';
import {type IntervalEvent, type StepEvent, type TrainingEvent} from '../../../source/training/events.js';

/** A record, and a writer that goes on with it. */
function writerOf(steps: number, logEvery?: number, {lines = [], state = {}}: {lines?: TrainingEvent[]; state?: RecordState} = {}) {
	const log = {
		add(line: string) {
			lines.push(JSON.parse(line) as TrainingEvent);
		},
	};
	return {lines, writer: new RecordWriter(log, {steps, logEvery, runningMean: () => 2.5}, state)};
}

const stepOf = (step: number, loss: number): StepEvent => ({
	type: 'step', step, loss, learningRate: 0.01, tokenCount: (step % 5) + 1, gradientNorm: 1, elapsedMs: step,
});
const evalOf = (step: number): TrainingEvent => ({
	type: 'eval', step, trainLoss: 2, validationLoss: 2,
});
const previewOf = (step: number): TrainingEvent => ({
	type: 'sample', step, text: 'ann', temperature: 1, novelty: 'new',
});
const finishOf = (steps: number): TrainingEvent => ({type: 'finish', reason: 'stopped', totals: {steps, tokens: 1, elapsedMs: 1}});

/** Losses of steps, and what else may come between them. */
const someLoss = fc.double({min: 0, max: 10, noNaN: true});
const someAct = fc.oneof({weight: 3, arbitrary: someLoss}, fc.constantFrom('control' as const, 'eval' as const, 'sample' as const, 'left' as const));
const actsOfRun = fc.array(someAct, {maxLength: 300});

function eventOf(act: number | 'control' | 'eval' | 'sample', losses: number[]): TrainingEvent {
	switch (act) {
		case 'control': {
			return {type: 'control', step: losses.length + 1, learningRateScale: 1};
		}

		case 'eval': {
			return evalOf(losses.length);
		}

		case 'sample': {
			return previewOf(losses.length);
		}

		default: {
			losses.push(act);
			return stepOf(losses.length, act);
		}
	}
}

/** What comes of them in a run of 10⁶ steps that is stopped in the end; to be left means another writer from there on. */
function recordOf(acts: ReadonlyArray<number | 'control' | 'eval' | 'sample' | 'left'>, logEvery: number, isLeft = true) {
	let {lines, writer} = writerOf(1e6, logEvery);
	const losses: number[] = [];
	for (const act of acts) {
		if (act !== 'left') {
			writer.write(eventOf(act, losses));
		} else if (isLeft) {
			// As it is written to the checkpoint.
			const state = JSON.stringify(writer.state);
			({lines, writer} = writerOf(1e6, logEvery, {lines, state: JSON.parse(state) as RecordState}));
		}
	}

	writer.write(finishOf(losses.length));
	return {lines, losses};
}

const intervalsOf = (lines: readonly TrainingEvent[]) => lines.filter((line): line is IntervalEvent => line.type === 'interval');

describe('the record', () => {
	it('has a line for each step of a run of up to 100,000', () => {
		const {lines, writer} = writerOf(100_000, 50);
		const steps = Array.from({length: 100}, (_, index) => stepOf(index + 1, index));
		for (const step of steps) {
			writer.write(step);
		}

		expect(lines).toEqual(steps);
	});

	it('has of a longer run one line for some steps, which says what they were, and none twice or never', () => {
		fc.assert(fc.property(
			actsOfRun,
			fc.integer({min: 1, max: 40}),
			(acts, logEvery) => {
				const {lines, losses} = recordOf(acts, logEvery);
				let before = 0;
				for (const interval of intervalsOf(lines)) {
					const {firstStep, step, meanLoss, minimumLoss, minimumStep, maximumLoss, tokenCount, loss} = interval;
					const own = losses.slice(firstStep - 1, step);
					expect(firstStep).toBe(before + 1);
					expect(meanLoss).toBeCloseTo(own.reduce((sum, one) => sum + one, 0) / own.length, 10);
					expect([minimumLoss, maximumLoss, loss]).toEqual([Math.min(...own), Math.max(...own), own.at(-1)]);
					expect(own.indexOf(minimumLoss)).toBe(minimumStep - firstStep);
					expect(tokenCount).toBe(own.reduce((sum, _, index) => sum + ((firstStep + index) % 5) + 1, 0));
					before = step;
				}

				expect(before).toBe(losses.length);
			},
		));
	});

	it('ends such a line at multiples of its length and nowhere else, but for the last', () => {
		fc.assert(fc.property(actsOfRun, fc.integer({min: 1, max: 40}), (acts, logEvery) => {
			const {lines, losses} = recordOf(acts, logEvery);
			const wholeLines = Array.from({length: Math.floor(losses.length / logEvery)}, (_, index) => (index + 1) * logEvery);
			expect(intervalsOf(lines).map(({step}) => step)).toEqual([...wholeLines, ...(losses.length % logEvery === 0 ? [] : [losses.length])]);
			expect(lines.at(-1)).toMatchObject({type: 'finish'});
			// What comes in its middle stands before it; what comes after it, after it.
			let done = 0;
			for (const line of lines) {
				if (line.type === 'interval') {
					done = line.step;
				} else if (line.type === 'eval' || line.type === 'sample') {
					expect(line.step).toBeGreaterThanOrEqual(done);
					expect(line.step).toBeLessThan(done + logEvery);
				}
			}
		}));
	});

	it('is the same wherever it is left and gone on with', () => {
		fc.assert(fc.property(actsOfRun, fc.integer({min: 1, max: 40}), (acts, logEvery) => {
			expect(recordOf(acts, logEvery).lines).toEqual(recordOf(acts, logEvery, false).lines);
		}));
	});

	it('ends a line as it was begun when the run is to have another length of line', () => {
		const first = writerOf(1e6, 10);
		for (let step = 1; step <= 13; step++) {
			first.writer.write(stepOf(step, 2));
		}

		// Shorter lines, then one for each step.
		const second = writerOf(1e6, 8, {lines: first.lines, state: first.writer.state});
		for (let step = 14; step <= 25; step++) {
			second.writer.write(stepOf(step, 2));
		}

		const third = writerOf(34, undefined, {lines: first.lines, state: second.writer.state});
		for (let step = 26; step <= 34; step++) {
			third.writer.write(stepOf(step, 2));
		}

		expect(first.lines.map(line => line.type === 'interval' ? [line.firstStep, line.step] : line)).toEqual([[1, 10], [11, 20], [21, 24], [25, 32], stepOf(33, 2), stepOf(34, 2)]);
	});

	it('has finite numbers of losses of any size', () => {
		const {lines, writer} = writerOf(1e6, 4);
		for (let step = 1; step <= 4; step++) {
			writer.write(stepOf(step, Number.MAX_VALUE));
		}

		expect(intervalsOf(lines)).toMatchObject([{meanLoss: Number.MAX_VALUE, maximumLoss: Number.MAX_VALUE}]);
	});

	it('has about 100,000 lines at most of anything, however long the run', () => {
		const {lines, writer} = writerOf(1e9);
		for (let step = 1; step <= 30_000; step++) {
			writer.write(stepOf(step, 2));
			writer.write({
				type: 'activity', step, activity: 'evaluating', done: 1, total: 2,
			});
			writer.write(evalOf(step));
			writer.write(previewOf(step));
		}

		writer.write(evalOf(1e9));
		// 10,000 steps a line, an evaluation for every 10,000 and a sample for every 100,000.
		expect(intervalsOf(lines).map(({step}) => step)).toEqual([10_000, 20_000, 30_000]);
		expect(lines.filter(({type}) => type === 'eval')).toEqual([1, 10_001, 20_001, 1e9].map(step => evalOf(step)));
		expect(lines.filter(({type}) => type === 'sample')).toHaveLength(1);
		expect(lines).toHaveLength(8);
	});
});
