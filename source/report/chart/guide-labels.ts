/** A level line that wants its name beside it. */
export type LabelledLine = {
	readonly name: string;
	/** The row of the line. */
	readonly row: number;
	/** Whether it comes before others where there is room for one only. */
	readonly isFirst: boolean;
};

/** Where a name stands: beside its line, or hung on it in the row above or below. */
export type PlacedLabel = {readonly name: string; readonly row: number; readonly hangs: 'beside' | 'above' | 'below'};

/**
Puts each name beside its line. Where two lines share a row, one of them hangs in the next row if that is
free, and never beside the line of another; else it is left out, for the row has a name already.

@param lines - From the highest to the lowest.
*/
export function placeLabels(lines: readonly LabelledLine[], rowCount: number): PlacedLabel[] {
	const inside = lines.filter(({row}) => row >= 0 && row < rowCount);
	const beside = new Map<number, LabelledLine>();
	for (const line of inside.toSorted((a, b) => Number(b.isFirst) - Number(a.isFirst))) {
		if (!beside.has(line.row)) {
			beside.set(line.row, line);
		}
	}

	const placed = new Map<number, PlacedLabel>([...beside].map(([row, {name}]) => [row, {name, row, hangs: 'beside'}]));
	for (const [index, line] of inside.entries()) {
		const owner = beside.get(line.row)!;
		// So that the names keep the order of the lines.
		const isBelow = index > inside.indexOf(owner);
		const row = line.row + (isBelow ? 1 : -1);
		if (line !== owner && row >= 0 && row < rowCount && !placed.has(row)) {
			placed.set(row, {name: line.name, row, hangs: isBelow ? 'below' : 'above'});
		}
	}

	return [...placed.values()];
}
