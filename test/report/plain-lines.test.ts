import {describe, expect, it} from 'vitest';
import {chapter11, chapter7} from '../../source/model/presets.js';
import {PlainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/session/open-run.js';
import {createRunConfig} from '../../source/session/run-config.js';
import {exampleStart, exampleStep} from '../helpers/example-events.js';
import {goldenChapter7} from '../helpers/golden-chapter7.js';

/** Lines of a run that has started; what the start prints is left out. */
function linesOf(steps: number, {preset = chapter7.name, logEvery}: {preset?: string; logEvery?: number} = {}): PlainLines {
	const lines = new PlainLines(logEvery);
	lines.of({...exampleStart(steps), preset});
	return lines;
}

const range = (count: number) => Array.from({length: count}, (_, index) => index + 1);

describe('the plain lines', () => {
	it('of the whole default run are those of the reference program', async () => {
		const run = await openRun(createRunConfig(chapter7), '0.0.0');
		const plainLines = new PlainLines();
		const lines: string[] = [];
		for await (const event of run.events) {
			lines.push(...plainLines.of(event));
		}

		expect(lines).toEqual(goldenChapter7.printed);
	});

	it('are few: the first step and each hundredth', () => {
		const lines = linesOf(1000);
		const printed = range(1000).filter(step => lines.of(exampleStep(step)).length > 0);
		expect(printed).toEqual([1, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
	});

	it('are as many as one asks for', () => {
		const lines = linesOf(20, {logEvery: 7});
		expect(range(20).filter(step => lines.of(exampleStep(step)).length > 0)).toEqual([1, 7, 14]);
	});

	it('line up, however many steps there are', () => {
		expect(linesOf(50).of(exampleStep(1))).toEqual(['step    1 /   50 | loss 3.0000']);
		expect(linesOf(9999).of(exampleStep(9900))).toEqual(['step 9900 / 9999 | loss 2.0001']);
		expect(linesOf(123_456).of(exampleStep(100))).toEqual(['step    100 / 123456 | loss 2.0100']);
	});

	it('of the course’s full model tell the running average, and how far it came every thousand steps', () => {
		const lines = linesOf(10_000, {preset: chapter11.name});
		expect(lines.of({...exampleStep(1), loss: 3})).toEqual(['step     1 / 10000 | loss 3.0000 | avg 3.0000']);
		for (const step of range(998)) {
			lines.of({...exampleStep(step + 1), loss: 3});
		}

		expect(lines.of({...exampleStep(1000), loss: 2})).toEqual([
			'step  1000 / 10000 | loss 2.0000 | avg 2.9900',
			'  [milestone] avg loss: 2.9900 (was 3.0000)',
		]);
	});

	it('tell each evaluation', () => {
		expect(linesOf(1000).of({
			type: 'eval', step: 50, trainLoss: 2.51, validationLoss: 2.62225,
		})).toEqual(['eval   50 / 1000 | train 2.5100 | validation 2.6223']);
	});

	it('leave warnings, changes and the end to others', () => {
		const lines = linesOf(1000);
		expect(lines.of({type: 'control', step: 5, learningRateScale: 1.5})).toEqual([]);
		expect(lines.of({
			type: 'warning', step: 5, code: 'diverged', message: 'Oh.',
		})).toEqual([]);
		expect(lines.of({type: 'finish', reason: 'completed', totals: {steps: 1000, tokens: 6000, elapsedMs: 250}})).toEqual([]);
	});
});
