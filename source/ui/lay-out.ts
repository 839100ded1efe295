/** What a part of a view may take: rows at the most, and fewest that are of use; beside them, rows that frame it. */
export type PartLimits = {readonly most: number; readonly least?: number; readonly frame?: number; /** What it has before all wishes. */ readonly given?: number};

/** That a part grows to so many rows, as long as so many others are left. */
export type Wish<Part extends string> = {readonly part: Part; readonly rows: number; readonly keep?: number};

/**
Shares out the rows of a view: each wish is granted, wholly or in part, if there is room for it when its turn comes.

@param wishes - From the most to the least wanted.
@returns the rows of each part without its frame, and those that are left.
*/
export function layOut<Part extends string>(rows: number, wishes: ReadonlyArray<Wish<Part>>, limits: Readonly<Record<Part, PartLimits>>): {readonly heights: Record<Part, number>; readonly left: number} {
	const given = Object.entries<PartLimits>(limits).map(([part, limit]) => [part, limit.given ?? 0] as const);
	const heights = Object.fromEntries(given) as Record<Part, number>;
	let left = given.reduce((rest, [, height]) => rest - height, rows);
	for (const {part, rows: wanted, keep = 0} of wishes) {
		const {most, least = 1, frame = 0} = limits[part];
		const isNew = heights[part] === 0;
		const frameRows = isNew ? frame : 0;
		const growth = Math.min(Math.min(wanted, most) - heights[part], left - frameRows - keep);
		if (growth < (isNew ? least : 1)) {
			continue;
		}

		heights[part] += growth;
		left -= growth + frameRows;
	}

	return {heights, left};
}
