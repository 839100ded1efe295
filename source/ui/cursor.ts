/** Counted in keys from the top left. */
export type Cursor = {
	readonly row: number;
	readonly column: number;
	/** In slow motion: what is shown in the place of a stage, and the row that it goes back to. */
	readonly detail?: {readonly name: DetailName; readonly row: number};
};

/** The nodes that lead to a parameter, and the moves of all parameters. */
export type DetailName = 'nodes' | 'moves';

/** The stages of slow motion that are about parameters, as columns of the cursor: backward, and the move of the parameters. */
const [backward, update] = [2, 3];
const stageOf: Readonly<Record<DetailName, number>> = {nodes: backward, moves: update};

/** From a stage to a detail of it, and back; the nodes lead to the parameter that the fourth stage shows. */
export function toggleDetail({row, column, detail}: Cursor, name: DetailName): Cursor {
	const kept = detail?.row ?? (column === backward || column === update ? row : 0);
	return detail?.name === name ? {row: kept, column} : {row: 0, column: stageOf[name], detail: {name, row: kept}};
}

/** The cursor somewhere else; it does not go below 0. To the side, it leaves the detail of a stage. */
export function moveCursor({row, column, detail}: Cursor, rows: number, columns: number): Cursor {
	const isLeft = columns !== 0 && detail !== undefined;
	return {
		row: Math.max(0, (isLeft ? detail.row : row) + rows), column: Math.max(0, column + columns), ...(detail && !isLeft && {detail}),
	};
}
