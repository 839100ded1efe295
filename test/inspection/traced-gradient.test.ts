import {expect, it} from 'vitest';
import {openRun} from '../../source/run/open-run.js';
import {chapter7, microgpt, type Preset} from '../../source/settings/presets.js';
import {createRunConfig, type RunOptions} from '../../source/settings/run-config.js';
import {recordRun} from '../helpers/recorded-run.js';

it.each<readonly [string, Preset, RunOptions]>([
	['chapter7', chapter7, {steps: 6}],
	['microgpt, with the gradient before it is clipped', microgpt, {steps: 4, gradClip: 0.01}],
])('comes to the gradient that the step had: %s', async (_, preset, options) => {
	await recordRun(preset, options, async ({run, event: {step}, gradients}) => {
		const {strongest} = (await run.ask(['reportLastStep']))!;
		for (const {place} of strongest.slice(0, 3)) {
			const traced = (await run.ask(['traceGradient', place.index, step]))!;
			expect(traced).toMatchObject({step, place});
			const {nodes, gradient, contribution} = traced.way!;
			expect(Math.abs(gradient - gradients[place.index])).toBeLessThan(1e-12);
			expect(nodes[0].gradient).toBe(1);
			expect(nodes.at(-1)).toMatchObject({kind: 'parameter', gradient});
			expect(nodes.slice(1).reduce((product, {local}) => product * local!, 1)).toBeCloseTo(contribution, 12);
		}
	});
}, 60_000);

it('is not built where its graph would be too large, and knows nothing before the first step', async () => {
	const large = await openRun(createRunConfig(microgpt, {steps: 1, nEmbd: 96}), 'test');
	expect(await large.ask(['traceGradient', 0])).toBeUndefined();
	for await (const event of large.events) {
		if (event.type === 'step') {
			break;
		}
	}

	const traced = (await large.ask(['traceGradient', 0]))!;
	expect(traced.size).toBeGreaterThan(1e6 / 2);
	expect(traced.way === undefined).toBe(traced.size > 1e6);
	await large.close();
}, 60_000);
