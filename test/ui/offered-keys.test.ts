import process from 'node:process';
import {afterEach, expect, it} from 'vitest';
import {asciiGlyphs} from '../../source/report/chart/glyphs.js';
import {type SessionMode} from '../../source/history/recorded-run.js';
import {type SessionStatus, type Snapshot} from '../../source/session/snapshot.js';
import {type TrainingSession} from '../../source/session/training-session.js';
import {chapter7} from '../../source/settings/presets.js';
import {createRunConfig} from '../../source/settings/run-config.js';
import {KeyBar} from '../../source/ui/components/key-bar.js';
import {Controls, type ControlsOptions} from '../../source/ui/controls.js';
import {type Action, type KeyBinding} from '../../source/ui/key-binding.js';
import {keyBindings} from '../../source/ui/key-table.js';
import {firstViewState, type ViewName, viewNames} from '../../source/ui/view-state.js';
import {Help} from '../../source/ui/views/help.js';
import {exampleLanes} from '../helpers/example-lanes.js';
import {emptySnapshot, exampleSnapshot} from '../helpers/example-snapshot.js';
import {aloneOnScreen, renderFrame} from '../helpers/frame.js';

const {platform: thisPlatform} = process;

function platformIs(platform: NodeJS.Platform) {
	Object.defineProperty(process, 'platform', {value: platform});
}

afterEach(() => {
	platformIs(thisPlatform);
});

/** What the program is about: what is shown, how far it is, and what has been decided about it. */
type Situation = {readonly mode: SessionMode; readonly status: SessionStatus; readonly isSaved: boolean; readonly hasNext: boolean};

const situations: Situation[] = (['training', 'replay', 'watch'] as const).flatMap(mode => (['running', 'paused', 'finished'] as const).flatMap(status =>
	[true, false].flatMap(isSaved => [true, false].map(hasNext => ({
		mode, status, isSaved: isSaved && mode === 'training', hasNext: hasNext && mode === 'training',
	})))));

function snapshotOf({mode, status, isSaved, hasNext}: Situation): Snapshot {
	return exampleSnapshot(30, {
		mode, status, nextPreset: hasNext ? 'microgpt' : undefined, saving: {...emptySnapshot.saving, folder: isSaved ? '/runs/a' : undefined},
	});
}

/** What another program trains can be neither forked nor taught, nor nudged. */
const viewsIn = ({mode}: Snapshot) => viewNames.filter(view => !['fork', 'teach', 'nudge'].includes(view) || mode !== 'watch');

/** The keys to those that have no number; where a word is taught, some steps on one. */
const waysTo: Partial<Readonly<Record<ViewName, readonly string[]>>> = {
	help: ['?'], fork: ['f'], teach: ['j', 'a', 'enter', 'enter'], nudge: ['2', 'd'], slow: ['u'], writing: ['3', 'o'],
};

/** Controls of a program that only notes what is asked of it. */
function openControls(snapshot: Snapshot, view: ViewName, {isAlone = true} = {}) {
	const asked: string[] = [];
	const note = (what: string) => () => {
		asked.push(what);
	};

	const later = (what: string) => async () => {
		asked.push(what);
	};

	const session = new Proxy({record: {planAt: () => undefined}}, {
		get(target, name: string) {
			if (name === 'record') {
				return target.record;
			}

			return name === 'getSnapshot' ? () => snapshot : later(name === 'save' && snapshot.saving.folder === undefined ? '' : name);
		},
	}) as unknown as TrainingSession;
	const show: ControlsOptions['show'] = {
		session, shown: aloneOnScreen, restart: later('restart'), learn: later('learn'), ...(isAlone && {next: later('next')}), forking: {config: createRunConfig(chapter7), hasRoom: true, fork: later('fork')}, ...(snapshot.mode === 'replay' && isAlone && {seek: note('seek')}),
	};
	const browser: ControlsOptions['browser'] = {
		perform(action) {
			asked.push(['open', 'back', 'markRun', 'compareRuns', 'sortRuns', 'up', 'down'].includes(action) ? action : '');
			return undefined;
		},
		rename: async () => '',
		remove: later('remove'),
		tell: note('tell'),
	};
	const controls = new Controls({
		show, browser, fineLines: {isFine: false, keep: note('keep')}, quit: note('quit'), interrupt: note('interrupt'), repaint: note('repaint'), suspend: note('suspend'), onError: note('error'),
	});
	for (const key of waysTo[view] ?? [String(viewNames.indexOf(view) + 1)]) {
		controls.press(key);
	}

	return {controls, asked};
}

/** Whether a key of a view does more than to say why it does nothing, as far as one can see from outside. */
function hasEffect({inputs, action}: KeyBinding, view: ViewName, snapshot: Snapshot): boolean {
	const effects = inputs.map(input => {
		const {controls, asked} = openControls(snapshot, view);
		// Away from the ends, where there is nowhere to go.
		const away: Partial<Record<Action, readonly string[]>> = {
			up: ['down'], left: ['right'], showWhole: ['down'], cursorOn: ['left'], cursorFarOn: ['left'], cursorLast: ['left'], backOut: ['left'], ...(view === 'writing' && {down: ['up']}),
		};
		for (const key of away[action] ?? []) {
			controls.press(key);
		}

		const before = controls.getState();
		asked.length = 0;
		controls.press(input);
		return asked.some(what => what !== '') || JSON.stringify({...controls.getState(), notice: undefined}) !== JSON.stringify({...before, notice: undefined});
	});
	expect(new Set(effects).size, `${action}: all of its inputs do the same`).toBe(1);
	return effects[0];
}

/** The binding of an action that has no meaning of its own in a view may share its key with one that has. */
function isOthers({views, exceptIn, watchViews, modes, inputs, action}: KeyBinding, view: ViewName, {mode}: Snapshot): boolean {
	const own = mode === 'watch' ? watchViews ?? views : views;
	const isShared = keyBindings.some(other => other.action !== action && other.inputs.some(input => inputs.includes(input)));
	return view === exceptIn || (own !== undefined && !own.includes(view)) || (isShared && modes !== undefined && !modes.includes(mode));
}

it.each(situations)('the key bar offers what works and nothing else: %o', situation => {
	const snapshot = snapshotOf(situation);
	for (const view of viewsIn(snapshot)) {
		const bar = renderFrame(KeyBar, {
			columns: 400, rows: 1, snapshot, state: {...firstViewState, view}, glyphs: asciiGlyphs,
		});
		const entries = bar.trim().split(/ {2,}/v).map(entry => entry.split(' '));
		const ofView = keyBindings.filter(binding => binding.barRank !== undefined && !isOthers(binding, view, snapshot));
		const shown = ofView.filter(({name}) => entries.some(entry => entry.includes(name)));
		const working = ofView.filter(binding => hasEffect(binding, view, snapshot));
		expect(shown.map(({action}) => action), view).toEqual(working.map(({action}) => action));
	}
});

it.each(['overview', 'step', 'samples', 'inside'] as const)('a replay is moved through in %s, and where it is one of several, that is said to be impossible', view => {
	const snapshot = snapshotOf({
		mode: 'replay', status: 'paused', isSaved: false, hasNext: false,
	});
	for (const isAlone of [true, false]) {
		const {controls, asked} = openControls(snapshot, view, {isAlone});
		controls.press(',');
		asked.length = 0;
		controls.press('pageup');
		controls.press('pagedown');
		expect(asked).toEqual(isAlone ? ['seek', 'seek'] : []);
		const {chart: {cursor}, notice} = controls.getState();
		expect([cursor, notice?.at(-1)]).toEqual(isAlone ? [undefined, undefined] : [29, 'Several runs: no moving through.']);
	}
});

it('the next model is not offered where several runs are on, and asking for it is answered', () => {
	const snapshot = snapshotOf({
		mode: 'training', status: 'finished', isSaved: true, hasNext: true,
	});
	const next = keyBindings.find(({action}) => action === 'next')!;
	const barOf = (shown: ControlsOptions['show']['shown']) => renderFrame(KeyBar, {
		columns: 400, rows: 1, snapshot, shown, state: firstViewState, glyphs: asciiGlyphs,
	});
	const several = exampleLanes([{name: 'a', snapshot}, {name: 'b', snapshot}]);
	expect(barOf(aloneOnScreen)).toContain(next.short);
	expect(barOf(several)).not.toContain(next.short);
	const {controls, asked} = openControls(snapshot, 'overview', {isAlone: false});
	asked.length = 0;
	controls.press('n');
	expect([asked, controls.getState().notice?.at(-1)]).toEqual([[], 'Several runs: no next model.']);
});

it.each(situations)('the help lists all keys, and puts those in parentheses that do nothing: %o', situation => {
	const snapshot = snapshotOf(situation);
	const help = renderFrame(Help, {
		columns: 400, rows: 100, snapshot, state: {...firstViewState, view: 'help'},
	});
	for (const binding of keyBindings) {
		const {name, description, action} = binding;
		const isUsable = viewsIn(snapshot).some(view => !isOthers(binding, view, snapshot) && hasEffect(binding, view, snapshot));
		expect(help, action).toContain(`  ${(isUsable ? name : `(${name})`).padEnd(11)} ${description}`);
	}
});

it('the help puts the key in parentheses that suspends the program where the system cannot, and pressing it says so', () => {
	const snapshot = exampleSnapshot(30);
	const suspending = keyBindings.find(({action}) => action === 'suspend')!;
	for (const [platform, isThere] of [['linux', true], ['win32', false]] as const) {
		platformIs(platform);
		expect(hasEffect(suspending, 'overview', snapshot), platform).toBe(isThere);
		const help = renderFrame(Help, {
			columns: 400, rows: 100, snapshot, state: {...firstViewState, view: 'help'},
		});
		expect(help).toContain(`  ${isThere ? 'ctrl+z     ' : '(ctrl+z)   '} to the shell`);
		const {controls} = openControls(snapshot, 'overview');
		controls.press('ctrl+z');
		expect(controls.getState().notice).toEqual(isThere ? undefined : ['Windows cannot suspend a program.']);
	}
});
