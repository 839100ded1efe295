import {describe, expect, it} from 'vitest';
import {chapter11, chapter7} from '../../source/settings/presets.js';
import {createPlainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {type StartEvent} from '../../source/training/events.js';
import {RunningMean} from '../../source/training/running-mean.js';
import {type ToldInterval, type ToldStart} from '../../source/training/told-events.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';

const startOf = (steps: number, preset = chapter7.name): StartEvent => ({...exampleStart(steps), preset});

/** The lines of steps whose losses fall from 3 towards 2, and the average of them as the course has it. */
function trainedLines(start: StartEvent, every?: number): string[] {
	const plainLines = createPlainLines(start, {every});
	return Array.from({length: start.training.steps}, (_, index) => plainLines(exampleStep(index + 1))).flat();
}

describe('the plain lines', () => {
	it('of the whole default run are those of the reference program', async () => {
		const run = await openRun(createRunConfig(chapter7), '0.0.0');
		const plainLines = createPlainLines(run.start);
		const lines: string[] = [];
		for await (const event of run.events) {
			lines.push(...plainLines(event));
		}

		expect(lines).toEqual(goldenChapter7.printed);
	});

	it.each([
		[undefined, [1, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]],
		[300, [1, 300, 600, 900]],
		[1, Array.from({length: 1000}, (_, index) => index + 1)],
		[1000, [1, 1000]],
		[5000, [1]],
	])('are those of the first step and of every so many: %j', (every, expected) => {
		expect(trainedLines(startOf(1000), every).map(line => Number(line.slice(5, 9)))).toEqual(expected);
	});

	it('line up to ten thousand steps, and beyond', () => {
		const step = (steps: number, number: number, preset?: string) => createPlainLines(startOf(steps, preset))({...exampleStep(number), loss: 3.2815})[0];
		expect(step(50, 1)).toBe('step    1 /   50 | loss 3.2815');
		expect(step(9999, 9900)).toBe('step 9900 / 9999 | loss 3.2815');
		expect(step(10_000, 100)).toBe('step   100 / 10000 | loss 3.2815');
		expect(step(1_000_000, 100)).toBe('step     100 / 1000000 | loss 3.2815');
		expect(step(50, 1, chapter11.name)).toBe('step     1 /    50 | loss 3.2815 | avg 3.2815');
		expect(step(1_000_000, 1, chapter11.name)).toBe('step       1 / 1000000 | loss 3.2815 | avg 3.2815');
	});

	it('of chapter 11 tell the running average of all steps, printed or not', () => {
		const plainLines = createPlainLines(startOf(200, chapter11.name), {every: 3});
		expect(plainLines({...exampleStep(1), loss: 3})).toEqual(['step     1 /   200 | loss 3.0000 | avg 3.0000']);
		expect(plainLines({...exampleStep(2), loss: 2})).toEqual([]);
		// 0.99 · (0.99 · 3 + 0.01 · 2) + 0.01 · 4
		expect(plainLines({...exampleStep(3), loss: 4})).toEqual(['step     3 /   200 | loss 4.0000 | avg 3.0001']);
	});

	it.each([undefined, 700])('of chapter 11 compare the average every thousand steps, with a line every %j', every => {
		const isMilestone = (line: string) => line.includes('milestone');
		const averages = trainedLines(startOf(3000, chapter11.name), 1000).filter(line => !isMilestone(line)).map(line => line.slice(-6));
		const expected = [1, 2, 3].map(index => `  [milestone] avg loss: ${averages[index]} (was ${averages[index - 1]})`);
		expect(trainedLines(startOf(3000, chapter11.name), every).filter(line => isMilestone(line))).toEqual(expected);
	});

	it('tell no average where the reference tells none', () => {
		expect(trainedLines(startOf(2000, 'microgpt')).filter(line => line.includes('avg'))).toEqual([]);
	});

	it('tell each evaluation', () => {
		expect(createPlainLines(startOf(1000))({
			type: 'eval', step: 50, trainLoss: 2.51, validationLoss: 2.62225,
		})).toEqual(['eval   50 / 1000 | train 2.5100 | validation 2.6223']);
	});

	it('leave warnings, changes and the end to others', () => {
		const plainLines = createPlainLines(startOf(1000));
		expect(plainLines({type: 'control', step: 5, learningRateScale: 1.5})).toEqual([]);
		expect(plainLines({
			type: 'warning', step: 5, code: 'diverged', message: 'Oh.',
		})).toEqual([]);
		expect(plainLines({type: 'finish', reason: 'completed', totals: {steps: 1000, tokens: 6000, elapsedMs: 250}})).toEqual([]);
	});

	it('show control characters as symbols, and with --ascii everything in ASCII', () => {
		const sample = {
			type: 'sample', step: 5, ordinal: 2, text: 'Zo\u{1B}ë', temperature: 1, novelty: 'new',
		} as const;
		expect(createPlainLines(startOf(1000))(sample)).toEqual(['sample  2: Zo␛ë']);
		expect(createPlainLines(startOf(1000), {isAscii: true})(sample)).toEqual([String.raw`sample  2: Zo\u{1b}\u{eb}`]);
	});
});

describe('the plain lines of another program', () => {
	const bareStart: ToldStart = {
		type: 'start', preset: 'train.py', model: {}, training: {}, dataset: {}, versions: {},
	};
	const steps = (...numbers: number[]) => numbers.map(step => ({type: 'step', step, loss: 2.5} as const));

	it('tell what it tells and no more', () => {
		expect(createPlainLines(bareStart)(bareStart)).toEqual([]);
		const start = {...bareStart, model: {vocabSize: 27}, parameterCount: 0};
		expect(createPlainLines(start)(start)).toEqual(['vocab size: 27', 'num params: 0']);
		expect(createPlainLines(bareStart)(steps(1)[0])).toEqual(['step    1 | loss 2.5000']);
	});

	it('are those of the first step that is told, and of the next after each multiple', () => {
		const plainLines = createPlainLines(bareStart, {every: 100});
		expect(steps(7, 50, 99, 120, 130, 205, 390).flatMap(event => plainLines(event)).map(line => Number(line.slice(5, 9)))).toEqual([7, 120, 205, 390]);
	});

	it('tell of stretches of steps by their last one', () => {
		const plainLines = createPlainLines({...bareStart, training: {steps: 1000}}, {every: 100});
		const intervals = [1, 41, 81, 121, 161, 201].map(firstStep => ({
			type: 'interval', firstStep, step: firstStep + 39, loss: 2.25, meanLoss: 2.5, minimumLoss: 2, minimumStep: firstStep, maximumLoss: 3,
		} as const));
		expect(intervals.flatMap(event => plainLines(event))).toEqual(['step   40 / 1000 | loss 2.2500', 'step  120 / 1000 | loss 2.2500', 'step  200 / 1000 | loss 2.2500']);
	});

	it('say that a loss is no number', () => {
		expect(createPlainLines(bareStart)({type: 'step', step: 1, loss: NaN})).toEqual(['step    1 | loss NaN']);
	});

	it('know no end any more past the one that was planned, until there is another', () => {
		const plainLines = createPlainLines({...bareStart, training: {steps: 3}}, {every: 1});
		expect(steps(3, 4).flatMap(event => plainLines(event))).toEqual(['step    3 /    3 | loss 2.5000', 'step    4 | loss 2.5000']);
		expect(plainLines({
			type: 'control', step: 5, learningRateScale: 1, steps: 9,
		})).toEqual([]);
		expect(steps(5).flatMap(event => plainLines(event))).toEqual(['step    5 /    9 | loss 2.5000']);
		expect(plainLines({...bareStart, training: {steps: 7}})).toEqual([]);
		expect(steps(1, 2).flatMap(event => plainLines(event))).toEqual(['step    1 /    7 | loss 2.5000', 'step    2 /    7 | loss 2.5000']);
	});
});

describe('the average of chapter 11', () => {
	const start = startOf(3000, chapter11.name);
	const losses = Array.from({length: 3000}, (_, index) => 2 + Math.abs(Math.sin(index + 1)) + (2 / (index + 1)));
	const stepEvents = losses.map((loss, index) => ({...exampleStep(index + 1), loss}));

	/** The steps as a record of long runs has them, and the running mean of the dashboard after them. */
	function intervalsOf(length: number): ToldInterval[] {
		const mean = new RunningMean();
		return Array.from({length: Math.floor(stepEvents.length / length)}, (_, index) => {
			const inside = stepEvents.slice(index * length, (index + 1) * length);
			const insideLosses = inside.map(({loss}) => loss);
			for (const loss of insideLosses) {
				mean.add(loss);
			}

			return {
				...inside.at(-1)!, type: 'interval', firstStep: inside[0].step, meanLoss: insideLosses.reduce((sum, loss) => sum + loss) / length, minimumLoss: Math.min(...insideLosses), minimumStep: inside[0].step, maximumLoss: Math.max(...insideLosses), runningMean: mean.value!,
			};
		});
	}

	it.each([2, 3, 10, 250])('goes on after a record with a line for %i steps', length => {
		const unbroken = createPlainLines(start, {every: 1});
		const expected = stepEvents.map(event => unbroken(event));
		const resumed = createPlainLines(start, {every: 1});
		const past = intervalsOf(length).filter(({step}) => step <= 1500);
		for (const event of past) {
			resumed(event);
		}

		const {step} = past.at(-1)!;
		const lines = stepEvents.slice(step).map(event => resumed(event));
		const averageOf = (line: string) => Number(/avg (?:loss: )?(?<mean>[\d.]+)/v.exec(line)?.groups?.mean);
		const differences = lines.map(([line], index) => Math.abs(averageOf(line) - averageOf(expected[step + index][0])));
		expect(Math.max(...differences)).toBeLessThanOrEqual(1.01e-4);
		expect(lines.flat().filter(line => line.includes('milestone'))).toHaveLength(step >= 2000 ? 1 : 2);
	});

	it('is that of all steps to the last decimal where each has its line in the record', () => {
		const unbroken = createPlainLines(start, {every: 1});
		const resumed = createPlainLines(start, {every: 1});
		const expected = stepEvents.flatMap(event => unbroken(event));
		expect(stepEvents.flatMap(event => resumed(event))).toEqual(expected);
	});

	it('does not say what it was at a milestone that nobody knows', () => {
		const plainLines = createPlainLines(start, {every: 3000});
		// Step 1,000 is in the middle of a line, step 2,000 at the end of one.
		const intervals = intervalsOf(400).flatMap(event => plainLines(event));
		expect(intervals.filter(line => line.includes('milestone'))).toEqual([expect.stringMatching(/^ {2}\[milestone\] avg loss: \d\.\d{4}$/v)]);
		const passing = createPlainLines(start, {every: 3000});
		const [first] = intervalsOf(1000);
		const events = [first, {...intervalsOf(1300)[1], firstStep: 1001}, ...stepEvents.slice(2600)];
		// What it was at step 1,000 is not what it was at step 2,000.
		expect(events.flatMap(event => passing(event)).filter(line => line.includes('(was'))).toEqual([]);
		const known = createPlainLines(start, {every: 3000});
		const lines = intervalsOf(500).flatMap(event => known(event));
		expect(lines.filter(line => line.includes('(was'))).toHaveLength(2);
	});

	it('is that of the steps that count where some are told again', () => {
		const plainLines = createPlainLines(start, {every: 1});
		for (const event of stepEvents.slice(0, 700)) {
			plainLines({...event, loss: event.step > 300 ? 9 : event.loss});
		}

		const again = stepEvents.slice(300, 900).map(event => plainLines(event)[0]);
		const straight = createPlainLines(start, {every: 1});
		const expected = stepEvents.slice(0, 900).map(event => straight(event)[0]);
		expect(again).toEqual(expected.slice(300));
		// From its beginning, it is another run.
		expect(plainLines(stepEvents[0])).toEqual([expected[0]]);
		expect(plainLines(stepEvents[1])).toEqual([expected[1]]);
	});

	it('goes on past a loss that is no number', () => {
		const plainLines = createPlainLines(start, {every: 1});
		expect(plainLines({...exampleStep(1), loss: 3})[0]).toContain('avg 3.0000');
		expect(plainLines({...exampleStep(2), loss: NaN})[0]).toBe('step     2 /  3000 | loss NaN | avg 3.0000');
		expect(plainLines({...exampleStep(3), loss: 4})[0]).toContain('avg 3.0100');
	});
});
