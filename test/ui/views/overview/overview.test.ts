import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {marks} from '../../../../source/shows/show.js';
import {Overview} from '../../../../source/ui/views/overview/overview.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {
	divergedSnapshot,
	emptySnapshot,
	exampleSnapshot,
	exampleStart,
	finishedSnapshot,
	validatedSnapshot,
} from '../../../helpers/example-snapshot.js';
import {exampleLanes} from '../../../helpers/example-lanes.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';

const running = exampleSnapshot(393);
const standard = {columns: 80, rows: 23};
/** What is on has been trained after another. */
const afterAnother: FrameOptions['shown'] = {
	runs: [{
		name: 'chapter7', mark: undefined, curve: exampleSnapshot(1000).curve, session: undefined,
	}, {
		name: 'chapter7', mark: undefined, curve: [], session: undefined,
	}],
	focus: 1,
};

/** The course's third model, with those before it. */
const afterTwoOthers: FrameOptions['shown'] = {
	runs: [
		...['chapter7', 'chapter11'].map((name, index) => ({
			name, mark: undefined, curve: exampleSnapshot(1000).curve.map(point => ({...point, runningMean: point.runningMean + (0.2 * (2 - index))})), session: undefined,
		})),
		{
			name: 'microgpt', mark: undefined, curve: [], session: undefined,
		},
	],
	focus: 2,
};

const exampleActivity = {
	type: 'activity', step: 393, activity: 'evaluating', done: 340, total: 1000,
} as const;

/** A name that is wide, right to left, and full of what a terminal would obey. */
const strangeStart = {...exampleStart, preset: 'of my own', dataset: {...exampleStart.dataset, name: '\u{1B}[31m名前\u{202E}🎉.txt'}};

const toldMessage = {step: 212, wordings: ['step 212: mean fell below the bigram baseline: more than the last letter', 'step 212: fell below the bigram baseline']};

const frames: Readonly<Record<string, FrameOptions>> = {
	'overview-40x12': {snapshot: running, columns: 40, rows: 11},
	'overview-60x18': {snapshot: running, columns: 60, rows: 17},
	'overview-80x24': {snapshot: running, ...standard},
	'overview-120x40': {snapshot: running, columns: 120, rows: 39},
	'overview-80x24-ascii': {snapshot: running, ...standard, glyphs: asciiGlyphs},
	'overview-80x24-starting': {snapshot: emptySnapshot, ...standard},
	'overview-80x24-first-step': {snapshot: exampleSnapshot(1, {baselines: undefined}), ...standard},
	'overview-80x24-full-speed': {snapshot: exampleSnapshot(393, {speed: 'max', remainingMs: 152}), ...standard},
	'overview-80x24-paused': {snapshot: exampleSnapshot(393, {status: 'paused', learningRateScale: 1.5 ** -3}), ...standard},
	'overview-80x24-finished': {snapshot: finishedSnapshot(), ...standard},
	'overview-80x24-diverged': {snapshot: divergedSnapshot(393), ...standard},
	'overview-80x24-validation': {snapshot: validatedSnapshot(393), ...standard},
	'overview-80x24-logarithmic': {snapshot: running, ...standard, state: {...firstViewState, isLogarithmic: true}},
	'overview-80x24-recent': {snapshot: exampleSnapshot(700), ...standard, state: {...firstViewState, isRecent: true}},
	'overview-120x40-compared': {
		snapshot: exampleSnapshot(300, {learningRateChanges: [{step: 120, scale: 1.5}, {step: 240, scale: 1.5 ** 2}], learningRateScale: 1.5 ** 2}), shown: afterAnother, columns: 120, rows: 39,
	},
	'overview-80x24-coach': {
		snapshot: exampleSnapshot(393, {coachMessage: toldMessage, coachHistory: [{...toldMessage, step: 99}, toldMessage], learningRateChanges: [{step: 150, scale: 1.5}]}), ...standard,
	},
	'overview-80x24-fine': {snapshot: validatedSnapshot(393), ...standard, state: {...firstViewState, chart: {...firstViewState.chart, isFine: true}}},
	'overview-120x40-close-up': {
		snapshot: validatedSnapshot(1000), columns: 120, rows: 39, state: {...firstViewState, chart: {...firstViewState.chart, isZoomed: true}},
	},
	'overview-80x24-third-model': {snapshot: exampleSnapshot(393), ...standard, shown: afterTwoOthers},
	'overview-80x24-third-model-fine-ascii': {
		snapshot: exampleSnapshot(393), ...standard, shown: afterTwoOthers, glyphs: asciiGlyphs, state: {...firstViewState, chart: {...firstViewState.chart, isFine: true}},
	},
	'overview-80x24-cursor': {
		snapshot: exampleSnapshot(393, {coachMessage: toldMessage, coachHistory: [{...toldMessage, step: 99}, toldMessage], learningRateChanges: [{step: 150, scale: 1.5}]}),
		...standard,
		state: {...firstViewState, chart: {...firstViewState.chart, cursor: 150, isLogX: true}},
	},
	'overview-80x24-range-ascii': {
		snapshot: running, ...standard, glyphs: asciiGlyphs, state: {
			...firstViewState, chart: {
				...firstViewState.chart, cursor: 120, mark: 140, range: [100, 160],
			},
		},
	},
	'overview-40x12-cursor': {
		snapshot: running, columns: 40, rows: 11, state: {...firstViewState, chart: {...firstViewState.chart, cursor: 150}},
	},
	'overview-80x24-evaluating': {
		snapshot: {...validatedSnapshot(393), activity: exampleActivity}, ...standard,
	},
	'overview-40x12-sampling': {
		snapshot: {
			...running, activity: {
				...exampleActivity, activity: 'sampling', done: 3, total: 8,
			},
		}, columns: 40, rows: 11,
	},
	'overview-80x24-stopping': {
		snapshot: {
			...running, stopping: 'step', saving: {
				folder: '/runs/a', step: 380, resumedStep: undefined, requestedStep: undefined,
			},
		}, ...standard,
	},
	'overview-80x24-no-keys': {snapshot: running, ...standard, hasKeys: false},
	'overview-80x24-strange-name': {snapshot: {...running, start: strangeStart}, ...standard},
};

describe('the overview', () => {
	it.each(Object.entries(frames))('draws %s as in its golden file', async (name, options) => {
		await expect(`${renderFrame(Overview, options)}\n`).toMatchFileSnapshot(`../../../golden/frames/${name}.txt`);
	});

	it.each(Object.entries(frames))('fills its place in %s, with and without colour', (_, options) => {
		expectToFit(Overview, options);
	});

	it('fits any window', () => {
		// Chosen by name: a failure prints what it chose, and a snapshot is long.
		const snapshots = {
			running,
			empty: emptySnapshot,
			validated: validatedSnapshot(1000),
			diverged: divergedSnapshot(12),
			strange: {...running, start: strangeStart},
		} as const;
		const anyOptions = fc.record({
			columns: fc.integer({min: 40, max: 250}),
			rows: fc.integer({min: 9, max: 80}),
			name: fc.constantFrom(...Object.keys(snapshots) as Array<keyof typeof snapshots>),
			isAscii: fc.boolean(),
			hasKeys: fc.boolean(),
		});
		fc.assert(fc.property(anyOptions, ({name, isAscii, ...options}) => {
			expectToFit(Overview, {...options, snapshot: snapshots[name], glyphs: isAscii ? asciiGlyphs : unicodeGlyphs});
		}), {numRuns: 100});
	});

	it.each([[40, 11], [80, 23], [120, 39]])('tells what is of a step of the past from what is of now at %i columns', (columns, rows) => {
		const linesAt = (cursor: number | undefined) => renderFrame(Overview, {
			snapshot: running, columns, rows, state: {...firstViewState, chart: {...firstViewState.chart, cursor}},
		}).split('\n');
		const past = linesAt(150);
		expect(past[0]).toContain('◂ step 150 · end: now ');
		expect(past.filter(line => line.startsWith(' ◂ step 150  loss 2.4663'))).toHaveLength(1);
		// No figure of the last step stands above the line that says so, or beside those of the other step.
		const now = past.findIndex(line => line.startsWith(' now at step   393 / 1,000 '));
		expect(past.findIndex(line => line.includes('1.8748'))).toBeGreaterThan(now);
		expect(past.slice(0, now).join(' ')).not.toContain('0.006080');
		for (const cursor of [undefined, 393]) {
			expect(linesAt(cursor).join(' ')).not.toMatch(/◂|now/v);
		}
	});

	it.each([[40, 11], [40, 35], [60, 20], [80, 23], [120, 39]])('has each of six curves in its legend at %i columns', (columns, rows) => {
		for (const name of ['learning rate 0.005, without biases', 'adam']) {
			for (const focus of [0, 5]) {
				const shown = {...exampleLanes(marks.map(() => ({name, snapshot: running}))), focus};
				const options = {
					snapshot: running, shown, columns, rows,
				};
				const line = renderFrame(Overview, options).split('\n').find(text => text.includes('bb '))!;
				const letters = [...line.matchAll(/(?<= )[a-f](?=[a-f━] )/gv)].map(([letter]) => letter);
				expect(letters).toEqual([...marks]);
				expectToFit(Overview, options);
			}
		}
	});

	it('says 100% when all steps are done, and not before', () => {
		expect(renderFrame(Overview, {snapshot: exampleSnapshot(999), ...standard})).toMatch(/step {3}999 \/ 1,000 .* 99%/v);
		expect(renderFrame(Overview, {snapshot: finishedSnapshot(), ...standard})).toMatch(/step 1,000 \/ 1,000 .* 100%/v);
	});

	it.each([[40, 11], [80, 23], [120, 39]])('cuts off a long file name at %i columns and leaves the other lines alone', (columns, rows) => {
		const size = {columns, rows};
		const start = {...exampleStart, dataset: {...exampleStart.dataset, name: `${'long '.repeat(60)}.txt`}};
		const lines = renderFrame(Overview, {snapshot: {...running, start}, ...size}).split('\n');
		const usual = renderFrame(Overview, {snapshot: running, ...size}).split('\n');
		expect(lines.filter((line, row) => line !== usual[row] && !line.startsWith(' long long'))).toEqual([]);
		expectToFit(Overview, {snapshot: {...running, start}, ...size});
	});

	it('needs no Unicode with ASCII glyphs', () => {
		for (const snapshot of [running, emptySnapshot, finishedSnapshot(), validatedSnapshot(393), divergedSnapshot(393), {...running, start: strangeStart}]) {
			expect(renderFrame(Overview, {snapshot, ...standard, glyphs: asciiGlyphs})).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
		}
	});

	it('lets no control character of a data file through', () => {
		expect(renderFrame(Overview, {snapshot: {...running, start: strangeStart}, ...standard})).not.toMatch(/[\u{0}-\u{9}\u{B}-\u{1F}\u{7F}-\u{9F}\u{202E}]/v);
	});
});
