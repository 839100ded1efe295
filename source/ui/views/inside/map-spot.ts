import {type Place, type Spot} from '../../spots.js';
import {type Zoom} from './heat.js';
import {linesOf} from './zoom.js';

/** How many rows and columns of numbers a map has, and how large each of them is. */
export type MapSize = {readonly rows: number; readonly columns: number; readonly zoom: Zoom};

/** A map of numbers, for the mouse: it tells the number where the mouse is, if there is one, or both of those that share a cell. */
export function mapSpot(place: Place, {rows, columns, zoom}: MapSize, tell: (row: number, column: number) => string | undefined): Spot {
	return {
		...place,
		rows: linesOf(rows, zoom),
		columns: columns * zoom.width,
		at({row, column}) {
			const first = Math.floor(row / zoom.height);
			const there = [first, ...(zoom.height < 1 && first + 1 < rows ? [first + 1] : [])];
			const told = there.map(each => tell(each, Math.floor(column / zoom.width))).filter(text => text !== undefined);
			return told.length === 0 ? undefined : {tells: [told.join(', ')]};
		},
	};
}
