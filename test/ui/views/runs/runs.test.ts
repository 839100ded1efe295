import fc from 'fast-check';
import {type FunctionComponent} from 'react';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type SizedRun} from '../../../../source/report/sort-runs.js';
import {type CurvePoint} from '../../../../source/history/loss-history.js';
import {asOfNow} from '../../../../source/ui/views/runs/as-of-now.js';
import {firstRunsState, type RunsState} from '../../../../source/ui/views/runs/state.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {Runs, type RunsProps} from '../../../../source/ui/views/runs/runs.js';
import {exampleRuns} from '../../../helpers/example-runs.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';

const example = exampleSnapshot(393);
const runs: SizedRun[] = exampleRuns(9).map((run, index) => ({
	...run,
	...(index === 4 && {title: 'small steps'}),
	...(index < 8 && {bytes: 10_000 * (index + 1)}),
	info: {...run.info, ...(index === 2 && {bestValidationLoss: 2.3456})},
}));
/** The first is the one that is on. */
const snapshot = {...example, saving: {...example.saving, folder: runs[0].folder, step: 300}};
const curves: ReadonlyMap<string, readonly CurvePoint[]> = new Map(runs.slice(1, 5).map((run, index) => [run.folder, exampleSnapshot(150 + (80 * index)).curve.map(point => ({...point, runningMean: point.runningMean + (0.15 * (index - 1.5))}))]));
const state = {...firstViewState, view: 'runs'} as const;
const View = Runs as FunctionComponent<ViewProps>;
const options = ({saved, ...more}: Partial<Omit<RunsProps, 'saved'>> & {readonly saved?: Partial<RunsState>}) => ({
	snapshot, state, saved: {
		...firstRunsState, runs, row: 2, ...saved,
	}, curves, columns: 80, rows: 23, ...more,
}) satisfies FrameOptions & Partial<RunsProps> as FrameOptions;

const sizes = {'40x12': {columns: 40, rows: 11}, '80x24': {columns: 80, rows: 23}, '120x40': {columns: 120, rows: 39}};
const unreadable = 'Expected to read the saved runs in /root/runs, got “permission denied”.';
/** Two runs that have left the eighth, at the third and fifth place, and one that has left the fifth, as the first. */
const parents: Readonly<Record<number, number>> = {0: 4, 2: 7, 4: 7};
const families = runs.map((run, index): SizedRun => ({
	...run,
	info: {
		...run.info,
		createdAt: new Date(Date.parse(run.info.createdAt) - (index * 60_000)).toISOString(),
		...(parents[index] !== undefined && {parent: {run: runs[parents[index]].name, step: 343, documents: 343}}),
	},
}));
const tries = runs.map((run, index) => ({...run, isShortTry: index % 3 === 1}));
const differing = runs.map((run, index) => index === 2 ? {...run, info: {...run.info, dataset: {...run.info.dataset, name: '詩の本, zweite Ausgabe, mit Anmerkungen.txt'}}} : run);

const pages: Readonly<Record<string, Partial<RunsState>>> = {
	list: {},
	marked: {marked: [runs[1].folder, runs[4].folder], order: 'mean', runs: runs.map(run => asOfNow(run, snapshot))},
	run: {page: 'run', action: 1},
	own: {
		page: 'run', row: 0, action: 6, message: 'It is open here: open another one first.',
	},
	samples: {page: 'samples', madeUp: {step: 1000, texts: ['karin', 'a\u{1B}[31mna', 'mora\nlia']}},
	compare: {page: 'compare', marked: [runs[1].folder, runs[2].folder, runs[4].folder], runs: differing},
};

const frames: Readonly<Record<string, Parameters<typeof options>[0]>> = {
	...Object.fromEntries(Object.entries(sizes).flatMap(([size, window]) => Object.entries(pages).map(([page, saved]) => [`runs-${page}-${size}`, {saved, ...window}]))),
	'runs-list-80x24-ascii': {glyphs: asciiGlyphs},
	'runs-marked-80x24-ascii': {glyphs: asciiGlyphs, saved: pages.marked},
	'runs-compare-80x24-ascii': {glyphs: asciiGlyphs, saved: pages.compare},
	'runs-folded-80x24': {saved: {runs: tries, row: 6}},
	'runs-unfolded-80x24': {saved: {runs: tries, row: 7, isOpen: true}},
	...Object.fromEntries(Object.entries(sizes).flatMap(([size, window]) => [
		[`runs-families-${size}`, {saved: {runs: families, row: 3}, ...window}],
		[`runs-fork-${size}`, {saved: {runs: families, row: 2, page: 'run'}, ...window}],
	])),
	'runs-families-80x24-ascii': {saved: {runs: families, row: 3}, glyphs: asciiGlyphs},
	'runs-naming-40x12': {saved: {page: 'run', action: 5}, state: {...state, isTyping: true, texts: {...state.texts, runs: 'small st'}}, ...sizes['40x12']},
	'runs-naming-80x24': {saved: {page: 'run', action: 5}, state: {...state, isTyping: true, texts: {...state.texts, runs: 'small st'}}},
	'runs-deleting-80x24': {saved: {page: 'run', action: 6}, state: {...state, question: 'delete', subject: runs[2].name}},
	'runs-80x24-none': {saved: {runs: [], row: 0}},
	'runs-80x24-reading': {saved: {runs: undefined, row: 0}},
	'runs-80x24-unreadable': {saved: {runs: unreadable, row: 0}},
	'runs-40x12-none': {saved: {runs: [], row: 0}, ...sizes['40x12']},
	'runs-40x12-unreadable': {saved: {runs: unreadable, row: 0}, ...sizes['40x12']},
	'runs-80x24-many': {saved: {runs: exampleRuns(1501), row: 1200}},
};

describe('the view of the saved runs', () => {
	it.each(Object.entries(frames))('draws %s as in its golden file', async (name, more) => {
		await expect(`${renderFrame(View, options(more))}\n`).toMatchFileSnapshot(`../../../golden/frames/${name}.txt`);
	});

	it('fits any window, and always shows the chosen run', () => {
		fc.assert(fc.property(
			fc.integer({min: 40, max: 200}),
			fc.integer({min: 9, max: 60}),
			fc.integer({min: 0, max: 39}),
			(columns, rows, row) => {
				const view = options({columns, rows, saved: {row, runs: exampleRuns(40)}});
				expectToFit(View, view);
				expect(renderFrame(View, view)).toContain(' >  2026');
			},
		), {numRuns: 60});
	});

	it.each(Object.entries(pages))('fits any window as %s', (_, saved) => {
		fc.assert(fc.property(fc.integer({min: 40, max: 200}), fc.integer({min: 9, max: 60}), (columns, rows) => {
			expectToFit(View, options({columns, rows, saved}));
		}), {numRuns: 15});
	});

	it('needs no Unicode with ASCII glyphs', () => {
		for (const saved of Object.values(pages)) {
			const view = options({glyphs: asciiGlyphs, saved});
			const frame = renderFrame(View, view);
			expect(frame).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
		}
	});

	it('has wide names in the legend, as far as they fit', () => {
		const named = runs.map((run, index) => index === 2 ? {...run, title: '日本語の実験'} : run);
		const legendIn = (columns: number) => renderFrame(View, options({columns, rows: 39, saved: {runs: named}})).split('\n').find(line => line.includes('running mean of this run'))!.trimEnd();
		expect(legendIn(120)).toMatch(/ 日本語の実験$/v);
		const narrow = Array.from({length: 30}, (_, index) => legendIn(40 + index));
		expect(narrow).toContainEqual(expect.stringMatching(/ 日本語…$/v));
		expect(narrow.filter((legend, index) => stringWidth(legend) > 39 + index)).toEqual([]);
	});

	it('has the end of a name that is typed, in cells', () => {
		for (const typed of ['日本語の実験', '学習率を変えた実験の三回目をもう一度'.repeat(3), 'e\u{301}'.repeat(40)]) {
			const view = options({...sizes['40x12'], saved: pages.run, state: {...state, isTyping: true, texts: {...state.texts, runs: typed}}});
			expectToFit(View, view);
			const line = renderFrame(View, view).split('\n').find(text => text.includes('new name:'))!;
			expect(line.trimEnd()).toContain(`${typed.slice(-6)}█`);
		}
	});

	it('shows a folder beside its title as what it is', () => {
		const run = runs[2];
		const title = '日本語の実験を変えたもの';
		const named = runs.map(other => other === run ? {...run, title, name: 'evil\u{1B}]2;HACKED\u{7}'} : other);
		for (let columns = 40; columns < 70; columns++) {
			expectToFit(View, options({columns, saved: {page: 'run', runs: named}}));
		}

		const frame = renderFrame(View, options({saved: {page: 'run', runs: named}}));
		expect(frame).toContain(`${title}  evil␛]2;HACKED␇`);
		expect(frame).toContain(`write ${title}.html`);
		const untitled = named.map(other => ({...other, title: undefined}));
		expect(renderFrame(View, options({saved: {page: 'run', runs: untitled}}))).toContain('write evil␛]2;HACKED␇.html');
	});

	it('compares any number of runs in any width, each value whole or with a sign that it is cut', () => {
		const six = runs.map((run, index) => ({
			...run, info: {...run.info, config: {...run.info.config, seed: 1000 + index, training: {...run.info.config.training, learningRate: (index + 1) / 1000}}},
		}));
		for (let columns = 40; columns < 90; columns++) {
			for (const count of [2, 4, 6]) {
				const view = options({columns, rows: 60, saved: {page: 'compare', runs: six, marked: six.slice(1, count + 1).map(({folder}) => folder)}});
				expectToFit(View, view);
				const values = six.slice(1, count + 1).map(({info}) => String(info.config.seed));
				const frame = renderFrame(View, view);
				expect(values.filter(value => !frame.includes(value))).toEqual([]);
			}
		}
	});

	it('shows the run that is on as far as it is, not as far as it is saved', () => {
		const frame = renderFrame(View, options({columns: 120}));
		expect(frame).toMatch(/2026-11-28-101500-chapter7 .* 393\/1,000 .* running/v);
	});
});
