import {type Canvas} from './canvas.js';
import {type ChartSeries} from './chart-series.js';
import {DotCanvas, dotRowOf, dotsAcross} from './dot-canvas.js';
import {type Glyphs} from './glyphs.js';
import {type PlotPlace, type Stretch} from './plot-place.js';

type Role = ChartSeries['role'];

/** How a curve is drawn with dots: of every so many columns so many have dots, one or two above each other. */
type Stroke = {readonly on: number; readonly of: number; readonly thickness: number};

/** So that they can be told apart without colour. Runs that are compared keep their letters. */
const strokes: Partial<Readonly<Record<Role, Stroke>>> = {
	smoothed: {on: 1, of: 1, thickness: 2},
	validation: {on: 3, of: 4, thickness: 1},
	previous: {on: 2, of: 4, thickness: 1},
	older: {on: 1, of: 4, thickness: 1},
};

/** Whether a curve can be drawn with dots: there are none in ASCII. */
export function isDrawnFine(role: Role, {isAscii}: Pick<Glyphs, 'isAscii'>): boolean {
	return !isAscii && strokes[role] !== undefined;
}

/**
Draws a curve with dots, eight in a cell.

@param stretches - Its parts, in columns of dots.
@param all - Has the curves that were drawn so before: where they meet, a cell has the dots of both.
*/
export function drawFineCurve(canvas: Canvas, {role, stretches}: {readonly role: Role; readonly stretches: readonly Stretch[]}, all: DotCanvas, {left, width, height, glyphs}: PlotPlace): void {
	const stroke = strokes[role]!;
	const own = new DotCanvas(width, height);
	for (const {column, rows} of stretches.flatMap(stretch => columnsOf(stretch, stroke, height))) {
		drawColumn(own, column, rows, stroke);
		drawColumn(all, column, rows, stroke);
	}

	for (const cell of own.cells()) {
		canvas.write(cell.row, left + cell.column, glyphs.dots(all.patternAt(cell)), role);
	}
}

/** Two cells of a curve that is drawn with dots, for a legend. */
export function fineSample(role: Role, {dots}: Pick<Glyphs, 'dots'>): string {
	const canvas = new DotCanvas(2, 1);
	const stroke = strokes[role]!;
	for (let column = 0; column < 2 * dotsAcross; column++) {
		if (column % stroke.of < stroke.on) {
			drawColumn(canvas, column, [1], stroke);
		}
	}

	return [0, 1].map(column => canvas.patternAt({row: 0, column})).map(pattern => pattern === 0 ? ' ' : dots(pattern)).join('');
}

/** The columns of a part that have dots, each with the rows to which they reach: neighbours meet in the middle. */
function columnsOf({first, depths}: Stretch, {on, of}: Stroke, height: number): Array<{readonly column: number; readonly rows: readonly number[]}> {
	const rows = depths.map(depth => dotRowOf(depth, height));
	const columns = rows.map((row, index) => ({column: first + index, rows: [row, halfway(row, rows[index - 1]), halfway(row, rows[index + 1])]}));
	// A single point shows wherever it is.
	return rows.length === 1 ? columns : columns.filter(({column}) => column % of < on);
}

/** From the highest of some rows to the lowest. */
function drawColumn(dots: DotCanvas, column: number, rows: readonly number[], {thickness}: Stroke) {
	for (let row = Math.min(...rows); row < Math.max(...rows) + thickness; row++) {
		dots.set(column, row);
	}
}

function halfway(row: number, neighbour = row): number {
	return row + Math.trunc((neighbour - row) / 2);
}
