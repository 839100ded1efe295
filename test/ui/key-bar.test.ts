import {renderToString} from 'ink';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {type SavingState, type SessionStatus, type Snapshot} from '../../source/session/snapshot.js';
import {KeyBar} from '../../source/ui/components/key-bar.js';
import {type ShownRuns} from '../../source/shows/show.js';
import {type Action} from '../../source/ui/key-binding.js';
import {keyBindings} from '../../source/ui/key-table.js';
import {isOffered} from '../../source/ui/keys.js';
import {firstViewState, viewNames, type ViewState} from '../../source/ui/view-state.js';
import {asciiGlyphs, unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {formatCount} from '../../source/text/format.js';
import {exampleStep} from '../helpers/example-events.js';
import {exampleLanes} from '../helpers/example-lanes.js';
import {emptySnapshot} from '../helpers/example-snapshot.js';
import {aloneOnScreen, plainTheme} from '../helpers/frame.js';

const signs: Readonly<Record<string, string>> = {
	up: '↑', down: '↓', left: '←', right: '→',
};

type Moment = {shown?: ShownRuns; isAscii?: boolean; idle?: readonly Action[]; status?: SessionStatus; hasKeys?: boolean; nextPreset?: string; saving?: SavingState; changes?: Partial<Snapshot>; state?: Partial<ViewState>; past?: number | undefined};

function draw(columns: number, {shown = aloneOnScreen, isAscii = false, idle, status = 'running', hasKeys = true, nextPreset, saving = emptySnapshot.saving, changes, state, past}: Moment = {}): string {
	return renderToString(createElement(KeyBar, {
		columns, rows: 23, theme: plainTheme, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs, hasKeys, shown, idle, past, snapshot: {
			...emptySnapshot, status, nextPreset, saving, ...changes,
		}, state: {...firstViewState, ...state},
	}), {columns});
}

const keysOfBar = keyBindings.filter(({barRank}) => barRank !== undefined);

describe('the key bar', () => {
	it('fits any window whole: no word is cut off', () => {
		const words = new Set(['resume', '↑↓', '←→', '→', ...keyBindings.flatMap(({name, short, brief, shorts}) => [name, ...[short, brief ?? '', ...Object.values(shorts ?? {})].flatMap(text => text.split(' '))])]);
		for (let columns = 40; columns <= 120; columns++) {
			for (const status of ['running', 'paused', 'finished'] as const) {
				for (const view of viewNames) {
					const bar = draw(columns, {status, state: {view}});
					expect(bar.length).toBeLessThanOrEqual(columns);
					expect(bar.trim().split(/ +/v).filter(word => !words.has(word))).toEqual([]);
				}
			}
		}
	});

	it('always has room for pause and quit', () => {
		expect(draw(40)).toContain('space pause');
		expect(draw(40)).toContain('q quit');
		expect(draw(40)).toContain('? help');
	});

	it('has the way back from the past in any window, and only there', () => {
		for (const view of ['overview', 'step', 'samples', 'inside'] as const) {
			for (let columns = 40; columns <= 120; columns++) {
				expect(draw(columns, {state: {view}, past: 3})).toContain(' end now ');
				expect(draw(columns, {state: {view}})).not.toContain(' end ');
			}
		}
	});

	it('names the keys of each view at 80 columns, its arrows among them', () => {
		const bars = viewNames.map(view => draw(80, {state: {view}}).trim());
		expect(bars).toEqual([
			'space pause  + - pace  < > rate  ↑↓ zoom  ←→ cursor  y log  ? help  q quit',
			'space pause  s step  < > rate  ↑↓ letter  ←→ column  v verify  ? help  q quit',
			'space pause  ↑↓ sample  [ ] temp  t type  m make up  o write  ? help  q quit',
			'space pause  s step  + - pace  ↑↓ scroll  ←→ page  t type  ? help  q quit',
			'space pause  enter open  a mark  d compare  o sort  ↑↓ run  ? help  q quit',
			'space pause  s step  + - pace  < > rate  ↑↓ scroll  ? back  i words  q quit',
			'space pause  s step  + - pace  < > rate  ↑↓ scroll  tab view  i back  q quit',
			'space pause  s step  + - pace  < > rate  tab view  r restart  ? help  q quit',
			'space pause  + - pace  escape back  ↑↓ scroll  [ ] temp  o anew  ? help  q quit',
			'space play  escape back  ↑↓ choose  ←→ stage  e code  a moves  ? help  q quit',
			'escape back  j word  enter ten steps  → one step  backspace as it was  q quit',
			'space pause  s step  + - pace  escape back  ↑↓ number  ←→ nudge  ? help  q quit',
			'space pause  enter begin  escape give up  ↑↓ choose  ←→ change  ? help  q quit',
		]);
		expect(draw(80, {status: 'paused', state: {view: 'step'}}).trim()).toBe('space resume  s step  < > rate  ↑↓ letter  ←→ column  v verify  ? help  q quit');
		expect(draw(80, {changes: {mode: 'replay'}}).trim()).toBe('space pause  + - pace  ↑↓ zoom  ←→ cursor  y log  ? help  q quit');
	});

	it('names at 40 columns the keys that a view needs most', () => {
		expect(viewNames.map(view => draw(40, {state: {view}}).trim())).toEqual([
			'space pause  ↑↓ zoom  ? help  q quit',
			'space pause  v verify  ? help  q quit',
			'space pause  t type  ? help  q quit',
			'space pause  ←→ page  ? help  q quit',
			'space pause  enter open  ? help  q quit',
			'space pause  ↑↓ scroll  ? back  q quit',
			'space pause  ↑↓ scroll  i back  q quit',
			'space pause  + - pace  ? help  q quit',
			'space pause  ↑↓ scroll  ? help  q quit',
			'space play  ←→ stage  ? help  q quit',
			'escape back  enter ten steps  q quit',
			'space pause  ←→ nudge  ? help  q quit',
			'enter begin  ←→ change  ? help  q quit',
		]);
	});

	it('names all keys of a view where there is room, and none that would do nothing', () => {
		for (const view of viewNames) {
			for (const mode of ['training', 'replay', 'watch'] as const) {
				for (const status of ['running', 'paused', 'finished'] as const) {
					const bar = ` ${draw(200, {status, state: {view}, changes: {mode}})} `;
					const moment = {...emptySnapshot, status, mode};
					for (const name of new Set(keysOfBar.map(binding => binding.name))) {
						const isMeant = keyBindings.some(binding => binding.name === name && (binding.barRanks?.[view] ?? binding.barRank) !== undefined && isOffered(binding, view, moment));
						expect(bar.includes(signs[name] ?? ` ${name} `), `${name} in ${view}, ${mode}, ${status}`).toBe(isMeant);
					}
				}
			}
		}
	});

	it('leaves out what has nothing to do in what a view shows', () => {
		expect(draw(120, {state: {view: 'help'}, idle: ['up', 'down']})).not.toMatch(/[↑↓]/v);
	});

	it('needs no Unicode with ASCII glyphs', () => {
		for (const view of viewNames) {
			expect(draw(120, {state: {view}, isAscii: true})).toMatch(/^[\u{20}-\u{7E}]*$/v);
		}

		expect(draw(80, {state: {view: 'inside'}, isAscii: true})).toContain('up down scroll  left right page');
	});

	it('never shows fewer keys in a wider window', () => {
		for (let columns = 40; columns < 120; columns++) {
			expect(draw(columns + 1).length).toBeGreaterThanOrEqual(draw(columns).length);
		}
	});

	it('says what space does now', () => {
		expect(draw(80, {status: 'paused'})).toContain('space resume');
		expect(draw(80, {status: 'paused'})).not.toContain('pause');
	});

	it('says when there are no keys', () => {
		expect(draw(80, {hasKeys: false})).toBe(' no keys: standard input is not a terminal');
		expect(draw(40, {hasKeys: false})).toHaveLength(40);
	});

	it('offers only what still works when the run is over', () => {
		expect(draw(80, {status: 'finished'}).trim()).toBe('↑↓ zoom  ←→ cursor  m mark  y log  g lines  f fork  tab view  ? help  q quit');
		expect(draw(80, {status: 'finished', nextPreset: 'microgpt'})).toContain(' n next ');
	});

	it('asks whether it is meant, with its answers', () => {
		for (const columns of [40, 80]) {
			expect(draw(columns, {state: {question: 'quit'}})).toMatch(/^ Stop the run\?.* y stop {2}n continue$/v);
			expect(draw(columns, {state: {question: 'restart'}})).toMatch(/^ Start again.*\? y yes {2}n no$/v);
		}
	});

	it('asks before a run is left of which something is not saved, and says what', () => {
		const saving = {
			folder: '/runs/a', step: 8000, resumedStep: undefined, requestedStep: undefined,
		};
		const ask = (columns: number, changes: Parameters<typeof draw>[1] = {}) => draw(columns, {state: {question: 'leave'}, ...changes}).trim();
		expect(ask(80)).toBe('This run is not saved and will be lost. Leave it? y leave  n stay');
		expect(ask(40)).toBe('Leave it unsaved? y leave  n stay');
		expect(ask(80, {saving})).toBe('Saved up to step 8,000 only; the rest will be lost. Leave it? y leave  n stay');
		expect(ask(40, {saving})).toBe('Lose its last steps? y leave  n stay');
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
		expect(asked(120, 1000)).toBe(' Stop the run? It is saved and can be resumed. y stop  d discard the run  n continue');
		expect(asked(80, 1000)).toBe(' Stop the run? It can be resumed. y stop  d discard the run  n continue');
		expect(asked(60, 1000)).toBe(' Stop the run? y stop  d discard the run  n continue');
		expect(asked(40, 1000)).toBe(' Stop? y yes  d discard the run  n no');
		expect(asked(120, 1000, 700)).toBe(' Stop the run? It is saved and can be resumed. y stop  d discard the 300 steps since step 700  n continue');
		expect(asked(80, 1000, 700)).toBe(' Stop the run? y stop  d discard the 300 steps since step 700  n continue');
		expect(asked(60, 1000, 700)).toBe(' Stop? y yes  d discard the 300 steps since step 700  n no');
		expect(asked(40, 1000, 700)).toBe(' Stop? y yes  d discard 300 steps  n no');
		expect(asked(80, 701, 700)).toBe(' Stop the run? y stop  d discard the 1 step since step 700  n continue');
		expect(asked(40, 8348, 700)).toBe('  y stop  d discard 7,648 steps  n no');
		// There is nothing to discard yet.
		expect(asked(80, 700, 700)).toBe(' Stop the run? It is saved and can be resumed. y stop  n continue');
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
				expect(bar).toMatch(new RegExp(` y (?:stop|yes)  d (?:discard|drop) .*${formatCount(step - resumedStep)}(?: steps.*)?  n (?:continue|no)$`, 'v'));
				expect(bar.length).toBeLessThanOrEqual(columns);
			}
		}
	});

	it('speaks of all runs that go on, and says which of them would be discarded', () => {
		type Run = {folder?: string; status?: SessionStatus; resumedStep?: number};
		const ask = (columns: number, question: ViewState['question'], runs: readonly Run[]) => {
			const snapshots = runs.map(({folder, status = 'running', resumedStep}): Snapshot => ({
				...emptySnapshot, status, lastStep: exampleStep(1000), saving: {
					folder, step: folder === undefined || status === 'finished' ? undefined : 900, resumedStep, requestedStep: undefined,
				},
			}));
			const changes = snapshots.at(-1)!;
			const shown = exampleLanes(snapshots.map(snapshot => ({name: 'run', snapshot})));
			const line = draw(columns, {
				changes, saving: changes.saving, status: changes.status, state: {question}, shown,
			});
			expect(line.length).toBeLessThanOrEqual(columns);
			return line.trim();
		};

		const [saved, unsaved, over] = [{folder: '/runs/x'}, {}, {folder: '/runs/x', status: 'finished'}] as const;
		expect(ask(100, 'quit', [saved, saved])).toBe('Stop 2 runs? They are saved and can be resumed. y stop  d discard run b  n continue');
		expect(ask(80, 'quit', [saved, saved])).toBe('Stop 2 runs? y stop  d discard run b  n continue');
		expect(ask(40, 'quit', [saved, saved])).toBe('Stop? y yes  d discard run b  n no');
		expect(ask(120, 'quit', [saved, {...saved, resumedStep: 700}])).toContain('d discard the 300 steps since step 700 of b');
		expect(ask(40, 'quit', [saved, {...saved, resumedStep: 700}])).toMatch(/d (?:discard|drop) 300.* of b {2}n no$/v);
		expect(ask(80, 'quit', [unsaved, saved, unsaved])).toBe('Stop 3 runs? a and c are not saved. y stop  n continue');
		expect(ask(80, 'quit', [saved, over])).toBe('Stop run a? It is saved and can be resumed. y stop  n continue');
		expect(ask(80, 'quit', [over, unsaved, over])).toBe('Stop run b? b is not saved. y stop  n continue');
		expect(ask(80, 'leave', [saved, unsaved, saved])).toBe('b is not saved and will be lost. Leave it? y leave  n stay');
		expect(ask(80, 'leave', [unsaved, unsaved, saved])).toBe('a and b are not saved and will be lost. Leave them? y leave  n stay');
		for (let columns = 40; columns <= 120; columns++) {
			ask(columns, 'leave', [unsaved, unsaved, unsaved, unsaved, unsaved, unsaved]);
			ask(columns, 'quit', [unsaved, unsaved, unsaved, unsaved, unsaved, {...saved, resumedStep: 1}]);
		}
	});

	it('offers what is for all runs while one of them goes on, and says how it goes on', () => {
		const finished = {...emptySnapshot, status: 'finished'} as const;
		const lanes = (status: SessionStatus) => exampleLanes([{name: 'a', snapshot: {...emptySnapshot, status}}, {name: 'b', snapshot: finished}]);
		expect(draw(80, {status: 'finished', shown: lanes('running')})).toContain(' space pause  + - pace ');
		expect(draw(80, {status: 'finished', shown: lanes('paused')})).toContain(' space resume ');
		expect(draw(120, {status: 'finished', shown: lanes('running')})).not.toContain(' rate ');
		expect(draw(80, {status: 'finished', shown: lanes('finished')})).not.toContain(' space ');
	});

	it('says what a run is waited for that is not in focus', () => {
		const lastStep = exampleStep(11);
		const shown = exampleLanes([{name: 'a', snapshot: {...emptySnapshot, lastStep, stopping: 'step'}}, {name: 'b', snapshot: emptySnapshot}]);
		expect(draw(80, {shown})).toBe(' Finishing step 12.');
	});

	it('says how typing ends', () => {
		expect(draw(40, {state: {view: 'samples', isTyping: true}}).trim()).toBe('enter make one up  esc clear');
		expect(draw(40, {state: {view: 'inside', isTyping: true}}).trim()).toBe('enter done  esc clear');
	});
});
