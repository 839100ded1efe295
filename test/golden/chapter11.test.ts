import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {engineNames} from '../../source/model/engine.js';
import {chapter11} from '../../source/model/presets.js';
import {PlainLines} from '../../source/report/plain-lines.js';
import {openRun} from '../../source/session/open-run.js';
import {createRunConfig} from '../../source/session/run-config.js';

/** The trace of a reconstruction of the course's program; see its `origin`. */
type Golden = {readonly losses: readonly number[]; readonly printed: readonly string[]};

const golden = JSON.parse(readFileSync(new URL('chapter11.json', import.meta.url), 'utf8')) as Golden;
const patienceMs = 120_000;

describe('the full model of the course', () => {
	it.each(engineNames)('has the same losses, samples and lines: %s', async engine => {
		const run = await openRun(createRunConfig(chapter11, {engine}), 'test');
		const plainLines = new PlainLines();
		const losses: number[] = [];
		const lines: string[] = [];
		for await (const event of run.events) {
			lines.push(...plainLines.of(event));
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
