import {mkdir, writeFile} from 'node:fs/promises';
import fc from 'fast-check';
import {beforeAll, expect, it} from 'vitest';
import {readSteps} from '../../../source/storage/record/read-steps.js';
import {type TrainingEvent} from '../../../source/training/events.js';
import {exampleStart, exampleStep} from '../../helpers/example-events.js';
import {useTemporaryFolder} from '../../helpers/temporary-folder.js';

const temporary = useTemporaryFolder();
/** So many of each that a record of them takes some hundred kilobytes. */
const lineCount = 3000;
/** Of the steps of a stretch. */
const stepsPerLine = 10;

const stretchUpTo = (step: number): TrainingEvent => ({
	...exampleStep(step), type: 'interval', firstStep: step - stepsPerLine + 1, meanLoss: 2, minimumLoss: 2, minimumStep: step, maximumLoss: 2,
});

/** Single steps, then, with nothing but documents for longer than one reads at a time, stretches of steps. */
const lines: readonly TrainingEvent[] = [
	exampleStart(lineCount),
	...Array.from({length: lineCount}, (_, index) => exampleStep(index + 1)),
	...Array.from({length: 500}, (): TrainingEvent => ({
		type: 'sample', step: lineCount, text: 'a'.repeat(400), temperature: 0.5, novelty: 'new',
	})),
	...Array.from({length: lineCount}, (_, index) => stretchUpTo(lineCount + ((index + 1) * stepsPerLine))),
];
const lastStep = lineCount * (1 + stepsPerLine);

beforeAll(async () => {
	await mkdir(temporary.pathOf('run'));
	await writeFile(temporary.pathOf('run/events.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
});

/** What a record has of some steps, read from its beginning. */
function stepsIn(from: number, to: number) {
	return lines.filter(line => (line.type === 'step' && line.step >= from && line.step <= to) || (line.type === 'interval' && line.step >= from && line.firstStep <= to));
}

it('finds all that a long record has of some steps, and nothing else', async () => {
	const steps = fc.oneof(fc.integer({min: 1, max: lastStep}), fc.integer({min: lineCount - 20, max: lineCount + 20}));
	await fc.assert(fc.asyncProperty(steps, fc.integer({min: 0, max: 50}), async (from, more) => {
		expect(await readSteps(temporary.pathOf('run'), [from, from + more])).toEqual(stepsIn(from, from + more));
	}), {
		numRuns: 40, examples: [[1, 0], [lineCount, 0], [lineCount, 1], [lineCount + 1, 0], [lineCount + stepsPerLine, 0], [lastStep, 0]],
	});
});

it('finds nothing beyond the ends of a record', async () => {
	expect(await readSteps(temporary.pathOf('run'), [lastStep + 1, lastStep + 9])).toEqual([]);
	expect(await readSteps(temporary.pathOf('run'), [-9, 0])).toEqual([]);
	expect(await readSteps(temporary.pathOf('run'), [-9, 2])).toEqual(stepsIn(1, 2));
});
