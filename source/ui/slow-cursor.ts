import {type Cursor} from './view-state.js';

/** The stages of slow motion that are about parameters, as columns of the cursor: backward, and the move of the parameters. */
const [backward, update] = [2, 3];

/** From the gradients to the nodes that lead to a parameter, which is the one that the fourth stage shows, and back. */
export function toggleNodes({row, column, traced}: Cursor): Cursor {
	return traced === undefined
		? {row: 0, column: backward, traced: column === backward || column === update ? row : 0}
		: {row: traced, column};
}
