import {type Look} from '../../theme.js';
import {heatStyleOf, type Zoom} from './heat.js';

/** The largest first, all of them as near to a square as whole cells allow, or wide enough for a number of five cells. */
const zooms: readonly Zoom[] = [[16, 8], [12, 6], [10, 5], [8, 4], [6, 3], [6, 2], [5, 2], [4, 2], [6, 1], [5, 1], [2, 1], [1, 1]].map(([width, height]) => ({width, height}));
const smallest: Zoom = {width: 1, height: 0.5};

/** The zooms that there are, the largest first. */
export function zoomsOf(look: Look): readonly Zoom[] {
	return heatStyleOf(look) === 'halves' ? [...zooms, smallest] : zooms;
}

/** The lines that so many rows of numbers take. */
export function linesOf(rows: number, {height}: Zoom): number {
	return Math.ceil(rows * height);
}
