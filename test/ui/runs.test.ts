import fc from 'fast-check';
import {type FunctionComponent} from 'react';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs} from '../../source/report/glyphs.js';
import {type ViewProps} from '../../source/ui/view-props.js';
import {firstViewState} from '../../source/ui/view-state.js';
import {Runs, type RunsProps} from '../../source/ui/views/runs.js';
import {exampleRuns} from '../helpers/example-runs.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../helpers/frame.js';

const snapshot = exampleSnapshot(393);
const runs = exampleRuns(9);
const compared = {name: runs[2].name, curve: exampleSnapshot(250).curve};
const state = {...firstViewState, view: 'runs'} as const;
const View = Runs as FunctionComponent<ViewProps>;
const options = (more: Partial<RunsProps>) => ({
	snapshot, state, runs, chosen: 2, compared, columns: 80, rows: 23, ...more,
}) satisfies FrameOptions & Partial<RunsProps> as FrameOptions;

const frames: Readonly<Record<string, Partial<RunsProps>>> = {
	'runs-40x12': {columns: 40, rows: 11},
	'runs-80x24': {},
	'runs-120x40': {columns: 120, rows: 39},
	'runs-80x24-ascii': {glyphs: asciiGlyphs},
	'runs-80x24-none': {runs: [], compared: undefined},
	'runs-80x24-reading': {runs: undefined, compared: undefined},
	'runs-80x24-unreadable': {runs: 'Expected to read the saved runs in /root/runs, got “permission denied”.', compared: undefined},
	'runs-40x12-none': {
		runs: [], compared: undefined, columns: 40, rows: 11,
	},
	'runs-40x12-unreadable': {
		runs: 'Expected to read the saved runs in /root/runs, got “permission denied”.', compared: undefined, columns: 40, rows: 11,
	},
	'runs-80x24-many': {runs: exampleRuns(200), chosen: 120, compared: undefined},
};

describe('the view of the saved runs', () => {
	it.each(Object.entries(frames))('draws %s as in its golden file', async (name, more) => {
		await expect(`${renderFrame(View, options(more))}\n`).toMatchFileSnapshot(`../golden/frames/${name}.txt`);
	});

	it('fits any window, and always shows the chosen run', () => {
		fc.assert(fc.property(
			fc.integer({min: 40, max: 200}),
			fc.integer({min: 9, max: 60}),
			fc.integer({min: 0, max: 39}),
			(columns, rows, chosen) => {
				const view = options({
					columns, rows, chosen, runs: exampleRuns(40),
				});
				expectToFit(View, view);
				expect(renderFrame(View, view)).toContain(' > 2026');
			},
		), {numRuns: 60});
	});

	it('needs no Unicode with ASCII glyphs', () => {
		expect(renderFrame(View, options(frames['runs-80x24-ascii']))).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
	});
});
