import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {chapter11} from '../../source/settings/presets.js';
import {createPlainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/run/open-run.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {engines} from '../helpers/engines.js';

/** The trace of a reconstruction of the course's program; see its `origin`. */
type Golden = {
	readonly config: Readonly<Record<string, number | string>>;
	readonly losses: readonly number[];
	/** All that the reference prints: lines of steps, milestones, samples. */
	readonly printed: readonly string[];
};

const golden = JSON.parse(readFileSync(new URL('chapter11.json', import.meta.url), 'utf8')) as Golden;
const patienceMs = 120_000;

describe('the full model of the course', () => {
	it('has the settings of the reference', () => {
		const {model, training, random, samples} = chapter11;
		const named = Object.entries(golden.config).filter(([name]) => !['model', 'vocabSize', 'numSteps'].includes(name));
		expect({
			...model, ...training, random, temperature: samples.temperature,
		}).toMatchObject(Object.fromEntries(named));
		expect(training.steps).toBe(golden.config.numSteps);
	});

	it.each(engines)('has the same losses, samples and lines: %s', async engine => {
		const run = await openRun(createRunConfig(chapter11, {engine}), 'test');
		const plainLines = createPlainLines(run.start);
		const losses: number[] = [];
		const lines: string[] = [];
		for await (const event of run.events) {
			lines.push(...plainLines(event));
			if (event.type === 'step') {
				losses.push(event.loss);
			}
		}

		expect(losses).toHaveLength(10_000);
		const differences = golden.losses.map((loss, index) => Math.abs(losses[index] - loss));
		expect(Math.max(...differences)).toBeLessThanOrEqual(1e-7);
		expect(lines).toEqual(golden.printed);
	}, patienceMs);
});
