import fc from 'fast-check';
import {createElement, type FunctionComponent} from 'react';
import {expect, it} from 'vitest';
import {asciiGlyphs} from '../../../../source/report/chart/glyphs.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {Samples} from '../../../../source/ui/views/samples/samples.js';
import {exampleLanes} from '../../../helpers/example-lanes.js';
import {exampleSamples, exampleSamplesView} from '../../../helpers/example-samples.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';

const {snapshot, ...given} = exampleSamplesView();
const View: FunctionComponent<ViewProps> = props => createElement(Samples, {...props, ...given});
const all = exampleSamples(14);
/** A run that has made up every second sample of another one, and one more by hand. */
const other = {...snapshot, samples: all.filter((_, index) => index % 2 === 0).flatMap((sample, index) => [{...sample, text: `other ${index}`}, ...(index === 3 ? [{...sample, text: 'by hand'}] : [])])};
const lanes = (count: number) => exampleLanes(Array.from({length: count}, (_, index) => ({name: index === 0 ? 'chapter7' : 'no bias\u{1B}correction 詩の本', snapshot: index === 0 ? {...snapshot, samples: all} : other})));
const options = (more: Partial<FrameOptions> = {}) => ({
	snapshot, state: {...firstViewState, view: 'samples' as const}, columns: 120, rows: 39, shown: lanes(2), ...more,
});

it.each([
	['120x40', {}],
	['120x40-ascii', {glyphs: asciiGlyphs}],
	['120x30-six', {rows: 29, shown: lanes(6)}],
])('stand side by side, as in the golden file samples-lanes-%s', async (name, more) => {
	await expect(`${renderFrame(View, options(more))}\n`).toMatchFileSnapshot(`../../../golden/frames/samples-lanes-${name}.txt`);
});

it('are those of the step that one looks at, and of those before it', () => {
	const {step} = all[4];
	const lines = renderFrame(View, options({past: step})).split('\n');
	const below = lines.slice(lines.findIndex(line => line.includes('a chapter7')) + 1, -1);
	const rows = below.map(line => line.trim().replace(/ {2}.*/v, ''));
	expect(rows.filter(text => text !== '')).toEqual(all.slice(0, 5).map(sample => String(sample.step)).toReversed());
});

it('take no room of a single run, nor of a small window', () => {
	const isBeside = (more: Partial<FrameOptions>) => renderFrame(View, options(more)).includes('a chapter7');
	expect(isBeside({})).toBe(true);
	expect(isBeside({shown: lanes(1)})).toBe(false);
	expect(isBeside({columns: 80, rows: 23})).toBe(false);
	expect(isBeside({columns: 120, rows: 14})).toBe(false);
	expect(isBeside({columns: 100})).toBe(false);
});

it('fit any window', () => {
	fc.assert(fc.property(fc.integer({min: 40, max: 220}), fc.integer({min: 9, max: 70}), fc.integer({min: 1, max: 6}), (columns, rows, count) => {
		expectToFit(View, options({columns, rows, shown: lanes(count)}));
	}));
});
