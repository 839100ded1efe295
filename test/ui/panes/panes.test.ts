import {stripVTControlCharacters} from 'node:util';
import {createElement, type FunctionComponent} from 'react';
import {describe, expect, it} from 'vitest';
import {type Ask} from '../../../source/run/run.js';
import {cellsOf} from '../../../source/text/cells-of.js';
import {Screen} from '../../../source/ui/screen.js';
import {type LiveViewProps, type ViewProps} from '../../../source/ui/view-props.js';
import {firstViewState, showView, type ViewState} from '../../../source/ui/view-state.js';
import {asciiGlyphs} from '../../../source/report/chart/glyphs.js';
import {type Drawn} from '../../../source/ui/mouse/pointing.js';
import {type Act, pointedAt} from '../../../source/ui/spots.js';
import {looking} from '../../../source/ui/looking.js';
import {exampleSnapshot} from '../../helpers/example-snapshot.js';
import {colorTheme, renderFrame} from '../../helpers/frame.js';
import {watchedSnapshot} from '../../helpers/watched-snapshot.js';

/** Nobody is there to answer. */
const ask = (async () => undefined) as Ask;
const view: FunctionComponent<ViewProps> = props => createElement(Screen, {
	...props, ask, onHeld: () => undefined, browser: undefined as unknown as LiveViewProps['browser'],
});
const snapshot = exampleSnapshot(400);
const state: ViewState = {...firstViewState, hasPanes: true};
const sizes = [[140, 39], [200, 59], [200, 29], [100, 59], [100, 90], [260, 79]] as const;

describe('several views at once', () => {
	it.each(sizes)('fill a window of %i by %i', (columns, rows) => {
		// With colours, heat maps are drawn with other characters.
		for (const look of [{}, {glyphs: asciiGlyphs}, {theme: colorTheme}]) {
			const lines = renderFrame(view, {
				snapshot, columns, rows, state, ...look,
			}).split('\n');
			expect(lines).toHaveLength(rows);
			expect(lines.filter(line => cellsOf(stripVTControlCharacters(line)) > columns)).toEqual([]);
		}
	});

	it.each(sizes.slice(0, 3))('are drawn %i by %i as in their golden file', async (columns, rows) => {
		await expect(`${renderFrame(view, {
			snapshot, columns, rows, state,
		})}\n`).toMatchFileSnapshot(`../../golden/frames/panes-${columns}x${rows + 1}.txt`);
	});

	it('mark the one that keys are for, and go back to one alone and to all', () => {
		const frameOf = (chosen: ViewState) => renderFrame(view, {
			snapshot, columns: 140, rows: 39, state: chosen,
		});
		const all = frameOf(state);
		expect(all).toMatch(/──\[1 Overview\]──/v);
		expect(all).toMatch(/── 3 Samples ──/v);
		const next = looking.nextView!(state);
		expect(frameOf(next)).toMatch(/── 1 Overview ──.*──\[2 Step\]──/v);
		const whole = looking.enlarge!(next);
		expect(frameOf(whole)).not.toContain('──');
		expect(frameOf(looking.enlarge!(whole))).toBe(frameOf(next));
		// Runs and help have the screen to themselves.
		expect(frameOf(showView(state, 'help'))).not.toContain('Overview]──');
	});

	it('keep their places while keys are for another one', () => {
		const moved = looking.down!(looking.down!(showView(state, 'inside')));
		const elsewhere = looking.down!(showView(moved, 'step'));
		expect(elsewhere.otherCursors.inside).toEqual({row: 2, column: 0});
		expect(showView(elsewhere, 'inside').cursor).toEqual({row: 2, column: 0});
		expect(showView(showView(elsewhere, 'inside'), 'step').cursor).toEqual({row: 1, column: 0});
	});

	it('come into focus where the mouse scrolls or clicks, and tell what it is on in their titles', () => {
		let drawn: Drawn | undefined;
		const frameOf = (chosen: ViewState) => {
			const frame = renderFrame(view, {
				snapshot, columns: 200, rows: 59, state: chosen, onDrawn(spots) {
					drawn ??= spots;
				},
			});
			return {frame, spots: drawn!.spots};
		};

		const {frame, spots} = frameOf(state);
		const lines = frame.split('\n');
		const placeOf = (text: string) => {
			const row = lines.findIndex(line => line.includes(text));
			return {row, column: lines[row].indexOf(text)};
		};

		const after = (act: Act | undefined) => act?.change?.(state).view;
		const samples = placeOf(' 3 Samples ──');
		const inside = placeOf(' 4 Inside ──');
		expect(after(pointedAt(spots, inside, 'click')?.has)).toBe('inside');
		expect(after(pointedAt(spots, {...samples, row: samples.row + 3}, 'click')?.has)).toBe('samples');
		const wheel = pointedAt(spots, {...inside, row: inside.row + 2}, 'wheel')?.has.down;
		expect([after(wheel), wheel?.keys]).toEqual(['inside', ['down']]);
		// The chart of the one in focus: elsewhere in the overview there is nothing to scroll.
		const chart = placeOf('unigram');
		expect(pointedAt(spots, {...chart, column: 30}, 'click')?.has.keys).toBeUndefined();
		expect(pointedAt(spots, {...chart, column: 30}, 'tells')?.has[0]).toMatch(/^step \d/v);
		expect(pointedAt(spots, placeOf('parameters'), 'wheel')).toBeUndefined();
		const told = frameOf({...state, pointer: {...chart, column: 30}}).frame.split('\n');
		expect(told[1]).toMatch(/^ step \d+ /v);
	});

	it('cannot be had where there is no room for them', () => {
		expect(looking.enlarge!({...state, hasPanes: false}).isWhole).toBe(false);
	});

	it('leave out what another program does not tell', () => {
		const frame = renderFrame(view, {
			snapshot: watchedSnapshot(['step 1 loss 2.5 acc 0.5']), columns: 200, rows: 59, state,
		});
		expect(frame).toContain(' 2 Metrics ──');
		expect(frame).not.toContain(' 4 Inside ──');
		expect(frame.split('\n').every(line => cellsOf(line) <= 200)).toBe(true);
	});
});
