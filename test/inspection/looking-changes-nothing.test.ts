import {expect, it} from 'vitest';
import {openRun} from '../../source/run/open-run.js';
import {chapter7, microgpt} from '../../source/settings/presets.js';
import {type Ask} from '../../source/run/run.js';
import {createRunConfig} from '../../source/settings/run-config.js';

const stepCount = 40;

async function run(options: Parameters<typeof createRunConfig>[1], preset: typeof microgpt, look: (ask: Ask) => Promise<void>) {
	const opened = await openRun(createRunConfig(preset, {...options, steps: stepCount, samples: 3}), 'test', {hasPreviews: true});
	const losses: number[] = [];
	const samples: string[] = [];
	await look(opened.ask);
	for await (const event of opened.events) {
		if (event.type === 'step') {
			losses.push(event.loss, event.gradientNorm);
			await look(opened.ask);
		} else if (event.type === 'sample') {
			samples.push(event.text);
		}
	}

	return {losses, samples, parameters: [...opened.engine.parameters.data]};
}

it.each([
	['tensor', microgpt], ['scalar', microgpt], ['tensor', chapter7], ['scalar', chapter7],
] as const)('what the inside view asks after every step changes no bit of a run of %s', {timeout: 60_000}, async (engine, preset) => {
	const plain = await run({engine}, preset, async () => undefined);
	const watched = await run({engine}, preset, async ask => {
		await ask(['traceDocument']);
		await ask(['traceDocument', 'kate']);
		await ask(['compareEmbeddings']);
		await ask(['weights', 20, 30]);
		await ask(['measurePositions']);
		await ask(['writeOn', {
			end: 'ka', prefix: 'ka', temperature: 1, isEndless: false,
		}]);
	});
	expect(plain.losses).toHaveLength(2 * stepCount);
	expect(watched).toEqual(plain);
});
