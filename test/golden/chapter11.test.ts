import {readFileSync} from 'node:fs';
import {expect, it} from 'vitest';
import {chapter11} from '../../source/model/presets.js';
import {createPlainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/session/open-run.js';
import {createRunConfig} from '../../source/session/run-config.js';

/** The trace of the course's whole program. See its `origin`. */
type Golden = {
	readonly config: Readonly<Record<string, number | string>>;
	readonly losses: readonly number[];
	/** All that the reference prints: lines of steps, milestones, samples. */
	readonly printed: readonly string[];
};

const golden = JSON.parse(readFileSync(new URL('chapter11.json', import.meta.url), 'utf8')) as Golden;

/** Ten thousand steps on the engine that is made to be read. */
const patienceMs = 180_000;

it('has the settings of the reference', () => {
	const {model, training, random, samples} = chapter11;
	expect({
		...model, ...training, random, temperature: samples.temperature,
	}).toMatchObject(Object.fromEntries(Object.entries(golden.config).filter(([name]) => !['model', 'vocabSize', 'numSteps'].includes(name))));
	expect(training.steps).toBe(golden.config.numSteps);
});

it('has the same losses, samples and lines as the reference', async () => {
	const run = await openRun(createRunConfig(chapter11), 'test');
	const plainLines = createPlainLines(run.start);
	const lines: string[] = [];
	const differences: number[] = [];
	for await (const event of run.events) {
		lines.push(...plainLines(event));
		if (event.type === 'step') {
			differences.push(Math.abs(event.loss - golden.losses[event.step - 1]));
		}
	}

	expect(lines).toEqual(golden.printed);
	expect(differences).toHaveLength(golden.losses.length);
	// A difference in the last bit grows a thousandfold in a few thousand steps.
	expect(Math.max(...differences.slice(0, 1000))).toBeLessThanOrEqual(1e-11);
}, patienceMs);
