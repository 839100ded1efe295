/** What a run can be known by; the title is what somebody calls it. */
export type RunNames = {readonly name: string; readonly title: string | undefined};

/** What a run is known by: what somebody calls it, or else its folder. Either is from outside, and not yet fit to be shown. */
export function shownName({title, name}: RunNames): string {
	return title ?? name;
}
