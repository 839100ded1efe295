import {type RunOrder, type SizedRun} from '../../../report/sort-runs.js';
import {type Opening} from '../../../shows/show.js';
import {rowsOf, type RunsRow} from './rows.js';

/** What a saved model has made up so far. */
export type MadeUp = {readonly step: number; readonly texts: readonly string[]};

/** What is shown of the saved runs: their list, one of them with what can be done, what it makes up, or how some differ. */
export type RunsPage = 'list' | 'run' | 'samples' | 'compare';

export type RunsState = {
	/** Undefined until they are known; a text if they cannot be listed. */
	readonly runs: readonly SizedRun[] | string | undefined;
	readonly order: RunOrder;
	/** The short tries are shown one by one. */
	readonly isOpen: boolean;
	readonly page: RunsPage;
	/** The place of the chosen row among all. */
	readonly row: number;
	/** The place of the chosen action among those of a run. */
	readonly action: number;
	/** How far a page has been moved that is longer than the window; a view takes of it what it can. */
	readonly scroll: number;
	/** Folders of the runs that are compared, in the order in which they were marked. */
	readonly marked: readonly string[];
	readonly madeUp: MadeUp | undefined;
	/** What came of the last action, in a sentence. */
	readonly message: string | undefined;
};

export const firstRunsState: RunsState = {
	runs: undefined,
	order: 'begun',
	isOpen: false,
	page: 'list',
	row: 0,
	action: 0,
	scroll: 0,
	marked: [],
	madeUp: undefined,
	message: undefined,
};

/** What is to be done that is no matter of the list alone. */
export type RunsWish = (Opening & {readonly run: SizedRun}) | {readonly kind: 'rename' | 'delete'; readonly run: SizedRun};

const none: readonly SizedRun[] = [];

/** The runs that are listed; none until they are known. */
export function runsIn({runs}: Pick<RunsState, 'runs'>): readonly SizedRun[] {
	return runs === undefined || typeof runs === 'string' ? none : runs;
}

/** Rows of lists: thousands of runs are not sorted with every frame and key. */
const knownRows = new WeakMap<readonly SizedRun[], Map<string, readonly RunsRow[]>>();

/** The rows of the list. */
export function rowsIn({runs, order, isOpen}: Pick<RunsState, 'runs' | 'order' | 'isOpen'>): readonly RunsRow[] {
	const all = runsIn({runs});
	const known = knownRows.get(all) ?? new Map<string, readonly RunsRow[]>();
	knownRows.set(all, known);
	const key = `${order} ${isOpen}`;
	const rows = known.get(key) ?? rowsOf(all, order, isOpen);
	known.set(key, rows);
	return rows;
}

/** The run that is chosen; undefined where the row is none. */
export function chosenRun(state: RunsState): SizedRun | undefined {
	const row = rowsIn(state).at(state.row);
	return row?.kind === 'run' ? row.run : undefined;
}

/** The runs that are compared, in the order of their letters. */
export function markedRuns({runs, marked}: RunsState): SizedRun[] {
	const all = runsIn({runs});
	return marked.map(folder => all.find(run => run.folder === folder)).filter(run => run !== undefined);
}

/** The state with other runs, another order or the like; the same run stays chosen, if it is still there. */
export function keepingChoice(state: RunsState, change: Partial<RunsState>): RunsState {
	const next = {...state, ...change};
	const before = rowsIn(state).at(state.row);
	const rows = rowsIn(next);
	const place = rows.findIndex(row => row.kind === 'run' ? before?.kind === 'run' && row.run.folder === before.run.folder : before?.kind === 'tries');
	return {...next, row: place === -1 ? Math.max(0, Math.min(state.row, rows.length - 1)) : place};
}
