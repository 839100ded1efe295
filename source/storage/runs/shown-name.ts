import type {SavedRun} from './runs-folder.js';

/** What a run is known by: what somebody calls it, or else its folder. Either is from outside, and not yet fit to be shown. */
export function shownName({title, name}: Pick<SavedRun, 'title' | 'name'>): string {
	return title ?? name;
}
