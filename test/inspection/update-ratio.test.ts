import {expect, it} from 'vitest';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {type RunOptions} from '../../source/settings/run-config.js';
import {documentsOf} from '../../source/training/batches.js';
import {recordRun} from '../helpers/recorded-run.js';

const norm = (numbers: readonly number[]) => Math.sqrt(numbers.reduce((sum, number) => sum + (number ** 2), 0));

const cases: ReadonlyArray<readonly [name: string, preset: Preset, options: RunOptions]> = [
	['chapter7', chapter7, {steps: 12}],
	['microgpt with weight decay', microgpt, {steps: 8, weightDecay: 0.1, warmup: 3}],
];

it.each(cases)('the size of an update against the weights is that of what the step has changed: %s', async (_, preset, options) => {
	let before: number[] | undefined;
	let count = 0;
	await recordRun(preset, options, async ({run, event}) => {
		const after = [...run.engine.parameters.data];
		const update = (await run.ask(['measureUpdate']))!;
		expect(update.step).toBe(event.step);
		if (before) {
			const then = before;
			const expected = norm(after.map((parameter, index) => parameter - then[index])) / norm(then);
			expect(Math.abs(update.ratio - expected)).toBeLessThan(1e-6 * expected);
			count++;
		}

		// All that were asked for are remembered, each once.
		await run.ask(['updateRatios']);
		const ratios = (await run.ask(['updateRatios']))!;
		expect(ratios.map(({lastStep}) => lastStep)).toEqual(Array.from({length: event.step}, (__, index) => index + 1));
		expect(ratios.at(-1)!.mean).toBe(update.ratio);
		before = after;
	});
	expect(count).toBeGreaterThan(3);
});

it('the documents of a step are those that it learnt from', async () => {
	await recordRun(chapter7, {steps: 5, batchSize: 2}, async ({run, event}) => {
		const documents = (await run.ask(['documentsOf', event.step]))!;
		expect(documents).toHaveLength(2);
		expect((await run.ask(['reportLastStep']))!.trace.positions.length).toBe(Math.min(8, documents[0].length + 1));
	});
	expect(documentsOf(2, {trainingDocuments: ['a', 'b', 'c'], batchSize: 2})).toEqual(['c', 'a']);
});
