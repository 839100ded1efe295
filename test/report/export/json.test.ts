import {describe, expect, it} from 'vitest';
import {CheckpointError} from '../../../source/errors.js';
import {type ExportedRun} from '../../../source/report/export/exported-run.js';
import {jsonOf} from '../../../source/report/export/json.js';
import {type SampleEvent} from '../../../source/training/events.js';
import {exampleStart} from '../../helpers/example-events.js';
import {
	exampleSample,
	exportedRun,
	fullRun,
	hostileRun,
	variedInterval,
	variedStep,
} from '../../helpers/exported-run.js';

type Parts = {
	readonly steps: Readonly<Record<string, unknown>>;
	readonly intervals: Readonly<Record<string, unknown>>;
	readonly samples: readonly SampleEvent[];
	readonly evaluations: readonly unknown[];
};

const read = (run: ExportedRun) => JSON.parse(jsonOf(run)) as Parts;

describe('the object of a run', () => {
	it('has the steps in columns, and a line for each part', () => {
		const start = exampleStart(2);
		const text = jsonOf(exportedRun([start, {...variedStep(1), loss: 3}, {...variedStep(2), loss: 0.1}, exampleSample()]));
		const {steps} = JSON.parse(text) as {steps: unknown};
		expect(steps).toEqual({
			step: [1, 2], loss: [3, 0.1], learningRate: [0.01, 0.005], gradientNorm: [1, 2].map(step => variedStep(step).gradientNorm), tokenCount: [5, 6], elapsedMs: [1.1, 2.2],
		});
		expect(text.split('\n').map(line => line.slice(0, 12))).toEqual([
			'{', '\t"name": "ru', '\t"createdAt"', '\t"start": {"', '\t"steps": {"', '\t"intervals"', '\t"evaluation', '\t"samples": ', '\t"controls":', '\t"warnings":', '}', '',
		]);
	});

	it('has all that happened, but for the places of files', () => {
		const run = fullRun(4);
		const parts = read(run);
		expect(Object.keys(parts)).toEqual(['name', 'createdAt', 'start', 'steps', 'intervals', 'evaluations', 'samples', 'controls', 'baselines', 'warnings', 'finish']);
		const told = new Set(['start', 'baselines', 'finish']);
		for (const event of run.events) {
			const {type, ...rest} = event;
			if (told.has(type)) {
				expect(parts).toHaveProperty(type, rest);
			}
		}

		expect(parts.samples).toHaveLength(3);
		expect(parts.evaluations).toHaveLength(2);
		expect(jsonOf(run)).not.toContain('secret');
	});

	it('tells of stretches in columns of their own', () => {
		const {intervals, steps} = read(exportedRun([exampleStart(200), variedInterval(100), variedInterval(200)]));
		expect(intervals.firstStep).toEqual([1, 101]);
		expect(intervals.maximumLoss).toEqual([3.75, 3.25]);
		expect(steps.step).toEqual([]);
	});

	it('keeps any text', () => {
		for (const text of ['<script>', '\u{0}"\\\u{2028}', '🎉', '\u{D800}']) {
			expect(read(hostileRun(text)).samples[0].text).toBe(text);
		}
	});

	it('says so if the start is missing', () => {
		expect(() => jsonOf(exportedRun([variedStep(1)]))).toThrow(new CheckpointError('Expected a saved run to begin with its start event, got step. Export another run.'));
	});
});
