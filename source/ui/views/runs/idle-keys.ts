import {type Action} from '../../key-binding.js';
import {
	chosenRun,
	markedRuns,
	type RunsPage,
	type RunsState,
} from './state.js';

/** What has nothing to do on a page, whatever is there. */
const idleOn: Readonly<Record<RunsPage, readonly Action[]>> = {
	list: ['back'],
	run: ['sortRuns'],
	samples: ['sortRuns', 'markRun'],
	compare: ['open', 'sortRuns', 'markRun'],
};

const ofRuns: readonly Action[] = ['open', 'back', 'markRun', 'compareRuns', 'sortRuns', 'up', 'down'];

/** The keys of the view that have nothing to do in what it shows now. */
export function idleKeys(saved: RunsState): readonly Action[] {
	const {runs, page} = saved;
	if (runs === undefined || typeof runs === 'string' || runs.length === 0) {
		return ofRuns;
	}

	return [
		...idleOn[page],
		...(chosenRun(saved) !== undefined || page !== 'list' ? [] : ['markRun'] as const),
		...(markedRuns(saved).length > 1 && page !== 'compare' ? [] : ['compareRuns'] as const),
	];
}
