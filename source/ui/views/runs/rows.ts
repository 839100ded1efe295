import {type RunOrder, sortRuns, type SizedRun} from '../../../report/sort-runs.js';
import {shortTriesIn} from '../../../storage/runs/short-tries.js';

/** A row of the list: a run, or the short tries that are folded into one. */
export type RunsRow =
	| {readonly kind: 'run'; readonly run: SizedRun; readonly isTry: boolean}
	| {readonly kind: 'tries'; readonly count: number; readonly isOpen: boolean};

/** Of less, folding saves no room. */
const fewestFolded = 2;

/** The rows of the list: the runs in their order, then the short tries, one by one only if somebody wants to see them. */
export function rowsOf(runs: readonly SizedRun[], order: RunOrder, isOpen: boolean): RunsRow[] {
	const found = shortTriesIn(runs);
	const tries = new Set(found.length < fewestFolded ? [] : found);
	const rowOf = (run: SizedRun): RunsRow => ({kind: 'run', run, isTry: tries.has(run)});
	const sorted = sortRuns(runs, order);
	return [
		...sorted.filter(run => !tries.has(run)).map(run => rowOf(run)),
		...(tries.size === 0 ? [] : [{kind: 'tries' as const, count: tries.size, isOpen}]),
		...(isOpen ? sorted.filter(run => tries.has(run)).map(run => rowOf(run)) : []),
	];
}
