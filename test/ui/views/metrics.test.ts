import {describe, expect, it} from 'vitest';
import {asciiGlyphs} from '../../../source/report/chart/glyphs.js';
import {firstViewState} from '../../../source/ui/view-state.js';
import {Metrics} from '../../../source/ui/views/metrics.js';
import {Overview} from '../../../source/ui/views/overview/overview.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../helpers/frame.js';
import {watchedSnapshot} from '../../helpers/watched-snapshot.js';

/** Of a program that tells much. */
const lines = Array.from({length: 60}, (_, index) => {
	const step = (index + 1) * 10;
	const loss = 2 + (2 * Math.exp(-step / 150)) + (Math.sin(step) / 20);
	const evaluation = step % 100 === 0 ? `, val loss ${(loss + 0.1).toFixed(4)}` : '';
	return `step ${step}/1000: loss ${loss.toFixed(4)}${evaluation}, lr ${(0.001 * (1 - (step / 1000))).toExponential(3)}, grad_norm ${(1 + Math.cos(step)).toFixed(3)}, accuracy ${(step / 1000).toFixed(3)}, mfu 12.${index % 10}%, 12,${500 + index} tok/s, time 12.34ms, perplexity ${Math.exp(loss).toFixed(2)}, loss scale 65536`;
});
const snapshot = watchedSnapshot(lines);
const many = watchedSnapshot(Array.from({length: 5}, (_, index) => `step ${index + 1} loss 2.5 ${Array.from({length: 30}, (__, place) => `metric_${place}=${place * index}`).join(' ')}`));
const state = {...firstViewState, view: 'step'} as const;
const sizes = {'80x24': {columns: 80, rows: 23}, '120x40': {columns: 120, rows: 39}, '40x12': {columns: 40, rows: 11}};

const frames: Readonly<Record<string, FrameOptions>> = {
	...Object.fromEntries(Object.entries(sizes).map(([name, size]) => [`metrics-${name}`, {snapshot, state, ...size}])),
	'metrics-80x24-ascii': {
		snapshot, state: {...state, metric: 'accuracy'}, ...sizes['80x24'], glyphs: asciiGlyphs,
	},
	'metrics-80x24-many': {snapshot: many, state: {...state, cursor: {row: 2, column: 0}}, ...sizes['80x24']},
	'metrics-40x12-many': {snapshot: many, state, ...sizes['40x12']},
	'metrics-80x24-none': {snapshot: watchedSnapshot([]), state, ...sizes['80x24']},
};

const charts: Readonly<Record<string, FrameOptions>> = {
	...Object.fromEntries(Object.entries(sizes).map(([name, size]) => [`watch-metric-${name}`, {snapshot, state: {...firstViewState, metric: 'accuracy'}, ...size}])),
	'watch-metric-80x24-recent': {snapshot, state: {...firstViewState, metric: 'learning rate', isRecent: true}, ...sizes['80x24']},
};

describe('all metrics', () => {
	it.each(Object.entries(frames))('are drawn in %s as in its golden file', async (name, options) => {
		await expect(`${renderFrame(Metrics, options)}\n`).toMatchFileSnapshot(`../../golden/frames/${name}.txt`);
	});

	it.each(Object.entries(frames))('fill their place in %s, with and without colour', (_, options) => {
		expectToFit(Metrics, options);
	});

	it('are there with their last values', () => {
		const text = renderFrame(Metrics, {snapshot, state, ...sizes['120x40']});
		for (const [name, value] of [['accuracy', '0.6'], ['perplexity', '7.68'], [String.raw`mfu \(%\)`, '12.9'], ['loss scale', '65,536'], ['learning rate', '0.0004'], ['tokens/s', '12,559'], [String.raw`time a step \(ms\)`, '12.34'], ['validation loss', String.raw`2.1\d+`]]) {
			expect(text).toMatch(new RegExp(`${name} +${value}(?: |$)`, 'mv'));
		}
	});

	it('never take what comes from outside for a command', () => {
		const hostile = watchedSnapshot([String.raw`{"step": 1, "loss": 2, "\u001b[2J\u0007": 5}`]);
		expect(hostile.metrics).toHaveLength(1);
		expect(renderFrame(Metrics, {snapshot: hostile, state, ...sizes['80x24']})).not.toMatch(/[\u{7}\u{1B}]/v);
	});
});

describe('the chart of a metric', () => {
	it.each(Object.entries(charts))('is drawn in %s as in its golden file', async (name, options) => {
		await expect(`${renderFrame(Overview, options)}\n`).toMatchFileSnapshot(`../../golden/frames/${name}.txt`);
	});

	it.each(Object.entries(charts))('fills its place in %s, with and without colour', (_, options) => {
		expectToFit(Overview, options);
	});

	it('is that of the loss where there is no such metric', () => {
		const size = sizes['80x24'];
		expect(renderFrame(Overview, {snapshot, ...size, state: {...firstViewState, metric: 'nothing'}})).toBe(renderFrame(Overview, {snapshot, ...size}));
	});
});
