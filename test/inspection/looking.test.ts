import {describe, expect, it} from 'vitest';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {type RunOptions, createRunConfig} from '../../source/settings/run-config.js';
import {openRun} from '../../source/run/open-run.js';
import {recordRun, type RecordedStep} from '../helpers/recorded-run.js';

const kinds: ReadonlyArray<readonly [name: string, options: RunOptions]> = [
	['the tensor engine in f64', {steps: 60}],
	['the tensor engine in f32', {steps: 60, precision: 'f32'}],
	['the scalar engine', {steps: 60, engine: 'scalar'}],
	['weight decay, clipping and batches', {
		steps: 60, weightDecay: 0.1, gradClip: 0.5, batchSize: 3,
	}],
];

const numbersOf = (steps: readonly RecordedStep[]) => steps.map(({event: {loss, gradientNorm}, after, first, second}) => ({
	loss, gradientNorm, after, first, second,
}));

describe.each([chapter7, microgpt])('looking at $name', preset => {
	it.each(kinds)('changes nothing with %s', async (_, options) => {
		const looked = await recordRun(preset, options, async ({run, event: {step}}) => {
			const report = (await run.ask(['reportLastStep']))!;
			await run.ask(['checkGradient', report.strongest[step % report.strongest.length].place.index]);
			await run.ask(['checkGradient', (step * 61) % run.start.parameterCount]);
			await run.ask(['measureMoves', 9, 9, step]);
			const [{place}] = report.strongest;
			expect(await run.ask(['reportLastStep', place.index])).toEqual({...report, pinned: report.strongest[0]});
			expect(await run.ask(['reportLastStep'])).toEqual(report);
		});
		expect(looked).toHaveLength(60);
		// Every bit counts: toEqual tells −0 from 0 too.
		expect(numbersOf(looked)).toEqual(numbersOf(await recordRun(preset, options)));
	}, 60_000);

	it('has nothing to take apart before the first step', async () => {
		const run = await openRun(createRunConfig(preset, {steps: 1}), '0.0.0');
		expect(await run.ask(['reportLastStep'])).toBeUndefined();
		expect(await run.ask(['checkGradient', 0])).toBeUndefined();
		await run.close();
	});
});
