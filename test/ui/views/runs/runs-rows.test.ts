import {describe, expect, it} from 'vitest';
import {type SizedRun} from '../../../../source/report/sort-runs.js';
import {menuOf} from '../../../../source/ui/views/runs/menu.js';
import {rowsOf} from '../../../../source/ui/views/runs/rows.js';
import {exampleRuns} from '../../../helpers/example-runs.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';

/** Runs of which those at some places are short tries, with the place as their name. */
function runsWithTries(count: number, ...places: number[]): SizedRun[] {
	return exampleRuns(count).map((run, place) => ({...run, name: String(place), isShortTry: places.includes(place)}));
}

const shown = (runs: readonly SizedRun[], isOpen = false) => rowsOf(runs, 'begun', isOpen).map(row => row.kind === 'run' ? row.run.name : `${row.count} tries`);

describe('the rows of the list', () => {
	it('have the short tries in one, after the others', () => {
		expect(shown(runsWithTries(5, 1, 3))).toEqual(['0', '2', '4', '2 tries']);
		expect(shown(runsWithTries(5, 1, 3), true)).toEqual(['0', '2', '4', '2 tries', '1', '3']);
	});

	it('fold no single one, and never all there is', () => {
		expect(shown(runsWithTries(3, 1))).toEqual(['0', '1', '2']);
		expect(shown(runsWithTries(3, 0, 1, 2))).toEqual(['0', '2 tries']);
		expect(shown(runsWithTries(1, 0))).toEqual(['0']);
	});
});

it('folds no run away that another one has left', () => {
	const runs = runsWithTries(6, 1, 3, 5).map((run, place) => place === 0 ? {...run, info: {...run.info, parent: {run: '3', step: 20, documents: 20}}} : run);
	expect(shown(runs)).toEqual(['3', '0', '2', '4', '2 tries']);
	expect(shown(runs, true)).toEqual(['3', '0', '2', '4', '2 tries', '1', '5']);
});

describe('what can be done with a run', () => {
	const [run] = exampleRuns(1);
	const stopped: SizedRun = {...run, state: 'stopped'};
	const snapshot = exampleSnapshot(10);
	const on = (folder: string, change: Partial<typeof snapshot> = {}) => ({...snapshot, saving: {...snapshot.saving, folder, step: 5}, ...change});
	const refusals = (listed: SizedRun, open = on('/runs/other')) => {
		const entries = menuOf(listed, open, false).filter(({isPossible}) => !isPossible);
		return Object.fromEntries(entries.map(({action, note}) => [action, note]));
	};

	it('is all, for one that was stopped', () => {
		expect(refusals(stopped)).toEqual({});
		expect(menuOf(stopped, on('/runs/other'), false).map(({action}) => action)).toEqual(['replay', 'resume', 'sample', 'export', 'compare', 'rename', 'delete']);
	});

	it('is neither to resume nor to delete the one that is on', () => {
		expect(refusals(stopped, on(stopped.folder))).toEqual({resume: 'It is running here.', delete: 'It is open here: open another one first.'});
		// When it is over, it can be gone on with.
		expect(refusals(stopped, on(stopped.folder, {status: 'finished'}))).toEqual({delete: 'It is open here: open another one first.'});
	});

	it('is not to sample from the one that is on before its first save', () => {
		const open = on(stopped.folder);
		expect(refusals(stopped, {...open, saving: {...open.saving, step: undefined}})).toMatchObject({sample: 'No weights of it are saved yet.'});
	});

	it('is neither for one at which another process is at work', () => {
		const sentence = 'It is being trained: stop it there first.';
		expect(refusals({...run, state: 'running'})).toEqual({resume: sentence, delete: sentence});
	});

	it('is not to resume what is done, nor to show what has no step', () => {
		expect(refusals(run)).toEqual({resume: 'All its steps are done; microgpt-tui resume --steps adds more.'});
		const info = {...run.info, step: 0};
		const unsaved = refusals({...stopped, info});
		expect(Object.keys(unsaved)).toEqual(['replay', 'sample', 'export']);
	});

	it('is not to leave what another program tells', () => {
		const watching = refusals(stopped, on('/runs/other', {mode: 'watch'}));
		expect(Object.keys(watching)).toEqual(['replay', 'resume']);
	});
});
