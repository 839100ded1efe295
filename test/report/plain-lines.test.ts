import {describe, expect, it} from 'vitest';
import {chapter11, chapter7} from '../../source/model/presets.js';
import {createPlainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/session/open-run.js';
import {createRunConfig} from '../../source/training/run-config.js';
import {type StartEvent} from '../../source/training/events.js';
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
