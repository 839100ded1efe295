import {nextOrder} from '../../../report/sort-runs.js';
import {type Action} from '../../key-binding.js';
import {runActions} from './menu.js';
import {
	chosenRun,
	keepingChoice,
	markedRuns,
	rowsIn,
	type RunsState,
} from './state.js';

/** So many curves can be told apart. */
const mostMarked = 6;

/** What keys change of what one sees of the saved runs. */
export const goingThrough: Partial<Record<Action, (state: RunsState) => RunsState>> = {
	up: state => move(state, -1),
	down: state => move(state, 1),
	sortRuns: state => keepingChoice(state, {order: nextOrder(state.order)}),
	markRun: toggleMark,
	compareRuns: compareMarked,
	back: state => ({...state, page: state.page === 'samples' ? 'run' : 'list'}),
};

function move(state: RunsState, by: 1 | -1): RunsState {
	const {page, row, action, scroll} = state;
	const within = (place: number, count: number) => Math.max(0, Math.min(count - 1, place + by));
	if (page === 'list') {
		return {...state, row: within(row, rowsIn(state).length)};
	}

	return page === 'run' ? {...state, action: within(action, runActions.length)} : {...state, scroll: Math.max(0, scroll + by)};
}

/** The chosen run is marked, or not any more if it was. */
export function toggleMark(state: RunsState): RunsState {
	const run = chosenRun(state);
	const {marked} = state;
	if (!run) {
		return state;
	}

	if (marked.includes(run.folder)) {
		return {...state, marked: marked.filter(folder => folder !== run.folder)};
	}

	return marked.length === mostMarked
		? {...state, message: `${mostMarked} runs are marked already: unmark one first.`}
		: {...state, marked: [...marked, run.folder]};
}

/** The page on which the marked runs are compared. */
export function compareMarked(state: RunsState): RunsState {
	return markedRuns(state).length < 2
		? {...state, message: 'Mark two runs or more (a) to see how they differ.'}
		: {...state, page: 'compare', scroll: 0};
}
