import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs} from '../../../source/report/chart/glyphs.js';
import {withSettings} from '../../../source/settings/fork-options.js';
import {microgpt} from '../../../source/settings/presets.js';
import {createRunConfig} from '../../../source/settings/run-config.js';
import {rowsOf} from '../../../source/ui/forking.js';
import {pointedAt, type Spot} from '../../../source/ui/spots.js';
import {Fork} from '../../../source/ui/views/fork.js';
import {firstViewState} from '../../../source/ui/view-state.js';
import {exampleSnapshot} from '../../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../helpers/frame.js';

const base = createRunConfig(microgpt);
const config = withSettings(base, {hasBiasCorrection: false, learningRate: 0.005});
const draft = {
	step: 1343, base, config, row: 0,
};
const options = (row: number, more: Partial<FrameOptions> = {}): FrameOptions => ({
	snapshot: exampleSnapshot(393), columns: 80, rows: 23, state: {...firstViewState, view: 'fork', fork: {...draft, row}}, ...more,
});
const choices = rowsOf(draft);

describe('the choice of another way', () => {
	it.each([
		['80x24', {}],
		['80x24-ascii', {glyphs: asciiGlyphs}],
		['120x40', {columns: 120, rows: 39}],
		['40x12', {columns: 40, rows: 11}],
	])('is drawn as in the golden file fork-%s', async (name, more) => {
		await expect(`${renderFrame(Fork, options(3, more))}\n`).toMatchFileSnapshot(`../../golden/frames/fork-${name}.txt`);
	});

	it('fits any window, and shows the chosen option, what it does and what the run will be called', () => {
		fc.assert(fc.property(fc.integer({min: 40, max: 200}), fc.integer({min: 11, max: 60}), fc.nat({max: choices.length - 1}), (columns, rows, row) => {
			const view = options(row, {columns, rows});
			expectToFit(Fork, view);
			const frame = renderFrame(Fork, view);
			const {label, meaning} = choices[row];
			expect(frame).toContain(`> ${label}`);
			expect(frame.replaceAll(/\s+/gv, ' ')).toContain(meaning);
			expect(frame).toContain('It will be called');
		}));
	});

	it('goes with the mouse to the row that one clicks on, and on with its wheel', () => {
		const spots: Spot[] = [];
		const frame = renderFrame(Fork, options(3, {
			onDrawn(drawn) {
				spots.push(...drawn?.spots ?? []);
			},
		}));
		const rowOf = (text: string) => frame.split('\n').findIndex(line => line.includes(text));
		const at = (text: string) => ({row: rowOf(text), column: 10});
		expect(pointedAt(spots, at('beta 2'), 'click')?.has.keys).toEqual(['down', 'down']);
		expect(pointedAt(spots, at('  schedule'), 'click')?.has.keys).toEqual(['up', 'up']);
		expect(pointedAt(spots, at('> bias correction'), 'wheel')?.has).toEqual({up: {keys: ['up']}, down: {keys: ['down']}});
	});
});
