import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {csvOf} from '../../../source/report/export/csv.js';
import {type IntervalEvent} from '../../../source/training/events.js';
import {type ToldEvent} from '../../../source/training/told-events.js';
import {exampleStart} from '../../helpers/example-events.js';
import {
	exampleEvaluation,
	exportedRun,
	fullRun,
	hostileRun,
	variedInterval,
	variedStep,
} from '../../helpers/exported-run.js';

const header = 'step,loss,learning_rate,gradient_norm,tokens,elapsed_ms,validation_loss,train_loss,first_step,mean_loss,minimum_loss,minimum_step,maximum_loss,running_mean';

/** Reads plain CSV: a record for each line, numbers only. */
function read(csv: string): Array<Record<string, number | undefined>> {
	const [names, ...lines] = csv.split('\r\n').slice(0, -1).map(line => line.split(','));
	return lines.map(cells => Object.fromEntries(cells.map((cell, index) => [names[index], cell === '' ? undefined : Number(cell)])));
}

const csvOfEvents = (...events: ToldEvent[]) => csvOf(exportedRun(events));
const anyNumber = fc.double({noNaN: true, noDefaultInfinity: true});
const anyFigures = fc.array(fc.tuple(anyNumber, anyNumber, anyNumber, anyNumber), {maxLength: 20});

describe('the table of a run', () => {
	it('has a row for each step, with the losses measured after it', () => {
		const [one, two] = [1, 2].map(step => ({
			...variedStep(step), loss: 3 / step, gradientNorm: 1e-7, elapsedMs: step,
		}));
		expect(csvOfEvents(exampleStart(2), one, two, exampleEvaluation(2, 2.5))).toBe([
			header,
			'1,3,0.01,1e-7,5,1,,,,,,,,',
			'2,1.5,0.005,1e-7,6,2,2.5,2.375,,,,,,',
			'',
		].join('\r\n'));
	});

	it('has a row for many steps that tells of them all', () => {
		const interval: IntervalEvent = {
			...variedStep(10), type: 'interval', firstStep: 1, loss: 2.5, meanLoss: 3, minimumLoss: 2, minimumStep: 7, maximumLoss: 4, gradientNorm: 1, tokenCount: 50, runningMean: 2.75,
		};
		expect(csvOfEvents(exampleStart(10), interval)).toBe(`${header}\r\n10,2.5,0.001,1,50,11,,,1,3,2,7,4,2.75\r\n`);
	});

	it('gives an evaluation within a stretch a row of its own, and joins one that comes first', () => {
		const rows = read(csvOfEvents(exampleStart(200), exampleEvaluation(50), exampleEvaluation(100, 3), variedInterval(100), exampleEvaluation(200), exampleEvaluation(200)));
		expect(rows.map(row => [row.step, row.first_step, row.validation_loss])).toEqual([[50, undefined, 2.27], [100, 1, 3], [200, undefined, 2.255], [200, undefined, 2.255]]);
	});

	it('has only its header without any steps', () => {
		expect(csvOfEvents(exampleStart(1))).toBe(`${header}\r\n`);
	});

	it('reads back exactly', () => {
		fc.assert(fc.property(anyFigures, numbers => {
			const steps = numbers.map(([loss, learningRate, gradientNorm, elapsedMs], index) => ({
				...variedStep(index + 1), loss, learningRate, gradientNorm, elapsedMs,
			}));
			const rows = read(csvOfEvents(exampleStart(20), ...steps));
			expect(rows.length).toBe(steps.length);
			for (const [index, row] of rows.entries()) {
				const {step, loss, learningRate, gradientNorm, tokenCount, elapsedMs} = steps[index];
				expect([row.step, row.loss, row.learning_rate, row.gradient_norm, row.tokens, row.elapsed_ms]).toEqual([step, loss, learningRate, gradientNorm, tokenCount, elapsedMs]);
			}
		}));
	});

	it('holds nothing but numbers, whatever is in the run', () => {
		const damaged = {...variedStep(4), loss: '=1+1' as unknown as number, gradientNorm: NaN};
		const {events} = hostileRun('=cmd|\'/c calc\'!A1');
		expect(csvOfEvents(...events, damaged).replace(header, '')).toMatch(/^[\d\n\r,\-.e]*$/v);
		const rows = read(csvOf(fullRun(40)));
		expect(rows.length).toBe(40);
	});
});
