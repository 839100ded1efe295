import {type RunInfo} from '../storage/record/run-info.js';
import {type SavedRun} from '../storage/runs/runs-folder.js';
import {shownName} from '../storage/runs/shown-name.js';
import {formatCount} from '../text/format.js';
import {type RunOrder, type SizedRun, sortRuns} from './sort-runs.js';

/** Forks of forks stand no farther to the right than this many branches, for their names would have no room. */
export const mostBranches = 3;

/** A run in a list. */
export type ListedInFamily = SizedRun & {
	/**
	For each branch that leads to it from the runs above that it has left, one after the other, whether more of the same run follow
	below; the last is its own.
	*/
	readonly branches: readonly boolean[];
};

/**
The runs in an order. The one that they have by themselves, the latest first, shows where they come from: a fork stands
below the run that it has left, and each family where its newest member is.
*/
export function arrangeRuns(runs: readonly SizedRun[], order: RunOrder): ListedInFamily[] {
	const sorted = sortRuns(runs, order);
	return order === 'begun' ? inFamilies(sorted) : sorted.map(run => ({...run, branches: []}));
}

/** Where a fork comes from, in words: it names the other run as the list does, or by its folder if it is gone. */
export function originText({run, step}: NonNullable<RunInfo['parent']>, known: readonly SavedRun[]): string {
	const parent = known.find(({name}) => name === run);
	return `left ${parent ? shownName(parent) : run ?? 'a run that was not saved'} at step ${formatCount(step)}`;
}

function inFamilies(runs: readonly SizedRun[]): ListedInFamily[] {
	const places = new Map(runs.map(({name}, place) => [name, place]));
	const parents = runs.map(({name, info: {parent}}) => parent?.run === undefined || parent.run === name ? undefined : places.get(parent.run));
	const forks = new Map<number, number[]>();
	for (const [place, parent] of parents.entries()) {
		if (parent !== undefined) {
			forks.set(parent, [...forks.get(parent) ?? [], place]);
		}
	}

	const families: ListedInFamily[] = [];
	const listed = new Set<number>();
	// Not by recursion: a fork can have been left ever again.
	const list = (first: number) => {
		const waiting: Array<{readonly place: number; readonly branches: readonly boolean[]}> = [{place: first, branches: []}];
		while (waiting.length > 0) {
			const {place, branches} = waiting.pop()!;
			if (listed.has(place)) {
				continue;
			}

			listed.add(place);
			families.push({...runs[place], branches});
			const above = branches.slice(0, mostBranches - 1);
			// The last of them waits deepest.
			waiting.push(...[...forks.get(place) ?? []].toReversed().map((fork, index) => ({place: fork, branches: [...above, index > 0]})));
		}
	};

	for (const place of runs.keys()) {
		if (!listed.has(place)) {
			list(eldestOf(place, parents));
		}
	}

	return families;
}

/** The run with which a family began; who has made files say that runs have left each other gets any of them. */
function eldestOf(place: number, parents: ReadonlyArray<number | undefined>): number {
	let eldest = place;
	const seen = new Set([eldest]);
	for (let parent = parents[eldest]; parent !== undefined && !seen.has(parent); parent = parents[eldest]) {
		eldest = parent;
		seen.add(eldest);
	}

	return eldest;
}
