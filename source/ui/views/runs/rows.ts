import {arrangeRuns, type ListedInFamily} from '../../../report/run-families.js';
import {type RunOrder, type SizedRun} from '../../../report/sort-runs.js';
import {shortTriesIn} from '../../../storage/runs/short-tries.js';

/** A row of the list: a run, or the short tries that are folded into one. */
export type RunsRow =
	| {readonly kind: 'run'; readonly run: ListedInFamily; readonly isTry: boolean}
	| {readonly kind: 'tries'; readonly count: number; readonly isOpen: boolean};

/** Of less, folding saves no room. */
const fewestFolded = 2;

/** The rows of the list: the runs in their order, forks below what they have left, then the short tries, one by one only if somebody wants to see them. */
export function rowsOf(runs: readonly SizedRun[], order: RunOrder, isOpen: boolean): RunsRow[] {
	const found = shortTriesIn(runs);
	const tries: ReadonlySet<SizedRun> = new Set(found.length < fewestFolded ? [] : found);
	const rowsFor = (isTry: boolean) => arrangeRuns(runs.filter(run => tries.has(run) === isTry), order).map((run): RunsRow => ({kind: 'run', run, isTry}));
	return [
		...rowsFor(false),
		...(tries.size === 0 ? [] : [{kind: 'tries' as const, count: tries.size, isOpen}]),
		...(isOpen ? rowsFor(true) : []),
	];
}
