import {describe, expect, it} from 'vitest';
import {placeOf} from '../../source/inspection/step-report.js';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {PythonRandom} from '../../source/random/python-random.js';
import {type RunOptions} from '../../source/settings/run-config.js';
import {recordRun} from '../helpers/recorded-run.js';

type Case = readonly [name: string, preset: Preset, options: RunOptions];

const cases: readonly Case[] = [
	['chapter7', chapter7, {steps: 40}],
	['chapter7 by the scalar engine', chapter7, {steps: 40, engine: 'scalar'}],
	['microgpt', microgpt, {steps: 40}],
	['microgpt by the scalar engine', microgpt, {steps: 10, engine: 'scalar'}],
	['microgpt with dropout', microgpt, {steps: 40, dropout: 0.3, batchSize: 3}],
	['microgpt with dropout, by the scalar engine', microgpt, {
		steps: 10, dropout: 0.3, batchSize: 2, engine: 'scalar',
	}],
	['microgpt with weight decay, clipping and batches', microgpt, {
		steps: 40, weightDecay: 0.1, gradClip: 1, batchSize: 3,
	}],
];

describe.each(cases)('a gradient of %s, verified', (_, preset, options) => {
	it('agrees with backpropagation', async () => {
		const random = new PythonRandom(7);
		await recordRun(preset, options, async ({event, run, gradients}) => {
			for (let count = 0; count < 5; count++) {
				const index = random.choose(gradients.map(() => 1));
				const check = (await run.ask(['checkGradient', index]))!;
				expect(check.step).toBe(event.step);
				expect(check.place).toEqual(placeOf(index, run.engine.parameters.matrices, [...run.start.dataset.characters]));
				expect(check.backward).toBeCloseTo(gradients[index], 13);
				// What the losses lose in rounding, over h, is left of a gradient of 0.
				expect(Math.abs(check.difference - check.backward)).toBeLessThanOrEqual((1e-6 * Math.abs(check.backward)) + 1e-10);
			}
		});
	});

	it('agrees for the strongest gradients to more digits', async () => {
		await recordRun(preset, options, async ({run}) => {
			const {strongest} = (await run.ask(['reportLastStep']))!;
			for (const {place: {index}} of strongest.slice(0, 2)) {
				const {backward, difference} = (await run.ask(['checkGradient', index]))!;
				expect(Math.abs((difference / backward) - 1)).toBeLessThan(1e-6);
			}
		});
	});
});

it('is that of the step that was taken apart, also when the training has gone on', async () => {
	let held: {readonly step: number; readonly index: number; readonly gradient: number} | undefined;
	await recordRun(microgpt, {steps: 40}, async ({event, run}) => {
		if (event.step % 10 === 1) {
			const {step, strongest} = (await run.ask(['reportLastStep']))!;
			const [{place, gradient}] = strongest;
			held = {step, index: place.index, gradient};
		}

		const {step, index, gradient} = held!;
		const check = (await run.ask(['checkGradient', index, step]))!;
		expect(check.step).toBe(step);
		expect(check.backward).toBeCloseTo(gradient, 13);
		expect(Math.abs((check.difference / gradient) - 1)).toBeLessThan(1e-6);
		// Of none in particular, it is the last; of one that is not known any more, there is none.
		expect((await run.ask(['checkGradient', index]))!.step).toBe(event.step);
		expect(await run.ask(['checkGradient', index, 0])).toBeUndefined();
	});
});

it('agrees to two digits in single precision', async () => {
	for (const preset of [chapter7, microgpt]) {
		await recordRun(preset, {steps: 40, precision: 'f32'}, async ({run}) => {
			const {strongest} = (await run.ask(['reportLastStep']))!;
			const {backward, difference} = (await run.ask(['checkGradient', strongest[0].place.index]))!;
			expect(Math.abs((difference / backward) - 1)).toBeLessThan(0.01);
		});
	}
});
