import {
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type Show} from '../../../../source/shows/show.js';
import {type Snapshot} from '../../../../source/session/snapshot.js';
import {TrainingSession} from '../../../../source/session/training-session.js';
import {leftNotices, willBeLost} from '../../../../source/ui/views/runs/leaving.js';
import {RunWishes} from '../../../../source/ui/views/runs/run-wishes.js';
import {firstViewState, type ViewState} from '../../../../source/ui/view-state.js';
import {exampleRuns} from '../../../helpers/example-runs.js';
import {emptySnapshot, exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {aloneOnScreen} from '../../../helpers/frame.js';
import {smallTraining} from '../../../helpers/small-training.js';

const [run] = exampleRuns(1);
const saved = (step: number | undefined): Snapshot['saving'] => ({...emptySnapshot.saving, folder: '/runs/own', step});
const finish = (reason: 'completed' | 'stopped'): Snapshot['finish'] => ({...exampleSnapshot(30).finish!, reason});

/** Snapshots of a run at its step 30. */
const running = exampleSnapshot(30, {status: 'running', saving: saved(20), title: 'own'});
const stopped = exampleSnapshot(30, {
	status: 'finished', saving: saved(30), title: 'own', finish: finish('stopped'),
});

describe('a run that another takes the place of', () => {
	it('would be lost where something of it is not saved, and is not to be saved first', () => {
		const cases: Array<readonly [Snapshot, boolean]> = [
			[running, false],
			[{...running, status: 'paused'}, false],
			[{...running, saving: emptySnapshot.saving}, true],
			[{...running, saving: emptySnapshot.saving, lastStep: undefined}, false],
			[stopped, false],
			// Its last save failed.
			[{...stopped, saving: saved(20)}, true],
			[{...stopped, saving: saved(undefined)}, true],
			[{...stopped, status: 'failed', saving: saved(20)}, true],
			[{...stopped, saving: emptySnapshot.saving}, true],
			[{...stopped, mode: 'replay', saving: emptySnapshot.saving}, false],
		];
		expect(cases.map(([snapshot]) => willBeLost(snapshot))).toEqual(cases.map(([, isLost]) => isLost));
	});

	it('is called saved only if all of it is, and to be resumed only if it has steps left', () => {
		expect(leftNotices(stopped)).toEqual(['Your run (own) is saved; resume it from 5 Runs to return to it.', 'Your run is saved: see 5 Runs.']);
		expect(leftNotices({...stopped, finish: finish('completed')})?.[0]).toBe('Your run (own) is saved; replay it from 5 Runs to return to it.');
		// Its last save failed; it was left before its first step, which leaves nothing; it was never saved; it was none.
		for (const change of [{saving: saved(20)}, {lastStep: undefined, saving: saved(undefined)}, {saving: emptySnapshot.saving}, {mode: 'replay'}] as const) {
			expect(leftNotices({...stopped, ...change})).toBeUndefined();
		}
	});
});

/** The wish to replay a run, and what came of it. */
function openWishes(snapshot: Snapshot, show: Pick<Show, 'open'>) {
	const {events, controls} = smallTraining({steps: 5});
	const session = new TrainingSession({events, controls, speed: 100});
	vi.spyOn(session, 'getSnapshot').mockReturnValue(snapshot);
	let state: ViewState = {...firstViewState, view: 'runs'};
	const perform = vi.fn((action: string) => action === 'open' ? {kind: 'replay', run} as const : undefined);
	const changes: Array<Promise<void>> = [];
	const wishes = new RunWishes({
		show: {session, shown: aloneOnScreen, ...show},
		browser: {
			perform, rename: async () => '', remove: async () => undefined, tell: () => undefined,
		},
		getState: () => state,
		setState(next) {
			state = next;
		},
		follow(change) {
			changes.push(change);
		},
	});
	return {
		wishes, perform, changes, getState: () => state,
	};
}

describe('the wish for another run', () => {
	it('shows it as soon as it is there, however often it was asked for meanwhile', async () => {
		let open!: (isOn: boolean) => void;
		let count = 0;
		const opened = new Promise<boolean>(resolve => {
			open = resolve;
		});
		const {wishes, perform, changes, getState} = openWishes(stopped, {open: async () => count++ === 0 ? opened : false});
		wishes.perform('open');
		wishes.perform('open');
		await changes[1];
		expect(getState()).toMatchObject({view: 'runs', notice: undefined});
		expect(perform).not.toHaveBeenCalledWith('back');
		open(true);
		await changes[0];
		expect(getState()).toMatchObject({view: 'overview', notice: ['Your run (own) is saved; resume it from 5 Runs to return to it.', 'Your run is saved: see 5 Runs.']});
		expect(perform.mock.calls.flat()).toEqual(['open', 'open', 'back']);
	});

	it('asks where something would be lost, and does nothing without an answer', () => {
		const {wishes, changes, getState} = openWishes({...stopped, saving: saved(20)}, {open: async () => true});
		wishes.perform('open');
		expect(getState().question).toBe('leave');
		expect(changes).toHaveLength(0);
		wishes.confirm();
		expect(changes).toHaveLength(1);
	});
});
