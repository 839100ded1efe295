import {renderToString} from 'ink';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {type SavingState, type SessionStatus, type Snapshot} from '../../source/session/snapshot.js';
import {KeyBar} from '../../source/ui/components/key-bar.js';
import {isInForce, keyBindings} from '../../source/ui/keys.js';
import {firstViewState, viewNames, type ViewState} from '../../source/ui/view-state.js';
import {unicodeGlyphs} from '../../source/report/glyphs.js';
import {formatCount} from '../../source/report/format.js';
import {exampleStep} from '../helpers/example-events.js';
import {emptySnapshot} from '../helpers/example-snapshot.js';
import {plainTheme} from '../helpers/frame.js';

type Moment = {status?: SessionStatus; hasKeys?: boolean; nextPreset?: string; saving?: SavingState; changes?: Partial<Snapshot>; state?: Partial<ViewState>};

function draw(columns: number, {status = 'running', hasKeys = true, nextPreset, saving = emptySnapshot.saving, changes, state}: Moment = {}): string {
	return renderToString(createElement(KeyBar, {
		columns, rows: 23, theme: plainTheme, glyphs: unicodeGlyphs, hasKeys, snapshot: {
			...emptySnapshot, status, nextPreset, saving, ...changes,
		}, state: {...firstViewState, ...state},
	}), {columns});
}

describe('the key bar', () => {
	it('fits any window whole: no word is cut off', () => {
		const words = new Set(['go', 'on', ...keyBindings.flatMap(({name, short}) => [name, ...short.split(' ')])]);
		for (let columns = 40; columns <= 120; columns++) {
			for (const status of ['running', 'paused', 'finished'] as const) {
				const bar = draw(columns, {status});
				expect(bar.length).toBeLessThanOrEqual(columns);
				expect(bar.trim().split(/ +/v).filter(word => !words.has(word))).toEqual([]);
			}
		}
	});

	it('always has room for pause and quit', () => {
		expect(draw(40)).toContain('space pause');
		expect(draw(40)).toContain('q quit');
		expect(draw(40)).toContain('? help');
	});

	it('shows the keys that steer a run at 80 columns, and all of its view at 160', () => {
		expect(draw(80)).toMatch(/^ space pause {2}s step {2}\+ faster {2}- slower .*tab view .*\? help {2}q quit$/v);
		for (const view of viewNames) {
			const bar = draw(160, {state: {view}});
			const shown = keyBindings.filter(binding => isInForce(binding, view, {status: 'running', mode: 'training'}) && binding.barRank !== undefined);
			expect(shown.filter(({name}) => !bar.includes(` ${name} `))).toEqual([]);
		}
	});

	it('never shows fewer keys in a wider window', () => {
		for (let columns = 40; columns < 120; columns++) {
			expect(draw(columns + 1).length).toBeGreaterThanOrEqual(draw(columns).length);
		}
	});

	it('says what space does now', () => {
		expect(draw(80, {status: 'paused'})).toContain('space go on');
		expect(draw(80, {status: 'paused'})).not.toContain('pause');
	});

	it('says when there are no keys', () => {
		expect(draw(80, {hasKeys: false})).toBe(' no keys: standard input is not a terminal');
		expect(draw(40, {hasKeys: false})).toHaveLength(40);
	});

	it('offers only what still works when the run is over', () => {
		expect(draw(80, {status: 'finished'}).trim()).toBe('y log y  g guides  tab view  r restart  ? help  q quit');
		expect(draw(80, {status: 'finished', nextPreset: 'microgpt'})).toContain(' n next model ');
	});

	it('asks whether it is meant, with its answers', () => {
		for (const columns of [40, 80]) {
			expect(draw(columns, {state: {question: 'quit'}})).toMatch(/^ Stop the run\?.* y stop {2}n go on$/v);
			expect(draw(columns, {state: {question: 'restart'}})).toMatch(/^ Start again.*\? y yes {2}n no$/v);
		}
	});

	it('says at any width what a run that was stopped is waited for, and what comes of not waiting', () => {
		const lastStep = exampleStep(11);
		const saving = {
			folder: '/runs/a', step: 8, resumedStep: undefined, requestedStep: undefined,
		};
		const [step, saved] = (['step', 'saving'] as const).map(stopping => (columns: number, changes: Partial<Snapshot> = {}) => draw(columns, {saving, changes: {lastStep, stopping, ...changes}}));
		expect(step(80)).toBe(' Finishing step 12, then saving. q leaves at once, saved up to step 8.');
		expect(step(40)).toBe(' Finishing step 12, then saving.');
		expect(saved(80)).toBe(' Saving. q leaves at once, saved up to step 8.');
		expect(step(80, {saving: {...saving, step: undefined}})).toBe(' Finishing step 12, then saving. q leaves at once, nothing saved yet.');
		expect(draw(80, {changes: {lastStep, stopping: 'step'}})).toBe(' Finishing step 12.');
		expect(draw(80, {saving, changes: {lastStep, stopping: 'discarding'}})).toBe(' Finishing what is under way, then discarding. q leaves at once and keeps it.');
		expect(draw(40, {saving, changes: {lastStep, stopping: 'discarding'}})).toBe(' Discarding.');
		for (let columns = 40; columns <= 120; columns++) {
			expect(step(columns, {lastStep: exampleStep(999_999_999)}).length).toBeLessThanOrEqual(columns);
			expect(step(columns).trim()).not.toBe('');
		}
	});

	it('says what will be gone when the run is discarded', () => {
		const asked = (columns: number, step: number, resumedStep?: number) => draw(columns, {
			changes: {lastStep: exampleStep(step)},
			saving: {
				folder: '/runs/a', step, resumedStep, requestedStep: undefined,
			},
			state: {question: 'quit'},
		});
		expect(asked(120, 1000)).toBe(' Stop the run? It is saved and can be gone on with. y stop  d discard the run  n go on');
		expect(asked(80, 1000)).toBe(' Stop the run? It can be gone on with. y stop  d discard the run  n go on');
		expect(asked(60, 1000)).toBe(' Stop the run? y stop  d discard the run  n go on');
		expect(asked(40, 1000)).toBe(' Stop? y yes  d discard the run  n no');
		expect(asked(120, 1000, 700)).toBe(' Stop the run? It is saved and can be gone on with. y stop  d discard the 300 steps since step 700  n go on');
		expect(asked(80, 1000, 700)).toBe(' Stop the run? y stop  d discard the 300 steps since step 700  n go on');
		expect(asked(60, 1000, 700)).toBe(' Stop? y yes  d discard the 300 steps since step 700  n no');
		expect(asked(40, 1000, 700)).toBe(' Stop? y yes  d discard 300 steps  n no');
		expect(asked(80, 701, 700)).toBe(' Stop the run? y stop  d discard the 1 step since step 700  n go on');
		expect(asked(40, 8348, 700)).toBe('  y stop  d discard 7,648 steps  n no');
		// There is nothing to discard yet.
		expect(asked(80, 700, 700)).toBe(' Stop the run? It is saved and can be gone on with. y stop  n go on');
	});

	it('has room for what will be gone, whatever the numbers', () => {
		for (const columns of [40, 60, 80, 120]) {
			for (const [step, resumedStep] of [[3, 0], [700, 0], [123_456, 99], [1_234_567, 999_999], [999_999_999, 1], [1_000_000_000, 999_999_998]] as const) {
				const bar = draw(columns, {
					changes: {lastStep: exampleStep(step)},
					saving: {
						folder: '/runs/a', step, resumedStep, requestedStep: undefined,
					},
					state: {question: 'quit'},
				});
				expect(bar).toMatch(new RegExp(` y (?:stop|yes)  d (?:discard|drop) .*${formatCount(step - resumedStep)}(?: steps.*)?  n (?:go on|no)$`, 'v'));
				expect(bar.length).toBeLessThanOrEqual(columns);
			}
		}
	});

	it('says how typing ends', () => {
		expect(draw(40, {state: {view: 'samples', isTyping: true}}).trim()).toBe('enter done  esc clear');
	});
});
