import asciichart from 'asciichart';
import {type Canvas} from './canvas.js';
import {type ChartSeries} from './chart-series.js';
import {DotCanvas, dotsAcross} from './dot-canvas.js';
import {drawFineCurve, isDrawnFine} from './fine-curves.js';
import {type PlotPlace, type Stretch} from './plot-place.js';
import {resample} from './resample.js';

export type CurvesPlace = PlotPlace & {
	/** Whether curves are drawn with dots where they can be. */
	readonly isFine: boolean;
	/** Whether what is beyond the y axis is left out; else it stands at its end. */
	readonly isCut: boolean;
};

/** So much is no more than rounding. */
const leastBeyond = 1e-9;

/** Draws curves one over the other, the last on top. */
export function drawCurves(canvas: Canvas, series: readonly ChartSeries[], place: CurvesPlace): void {
	if (place.width === 0 || place.height === 0) {
		return;
	}

	const fine = new DotCanvas(place.width, place.height);
	for (const one of series) {
		if (place.isFine && isDrawnFine(one.role, place.glyphs)) {
			drawFineCurve(canvas, {role: one.role, stretches: stretchesOf(one, place.width * dotsAcross, place)}, fine, place);
		} else {
			drawCurve(canvas, one, place);
		}
	}
}

/** The parts of a curve that show in a number of columns. */
function stretchesOf({points}: ChartSeries, columns: number, {scale, axis, isCut}: CurvesPlace): Stretch[] {
	const {first, values} = resample(points, scale, columns);
	const depths = values.map(value => axis.depthOf(value));
	const isIn = (depth: number | undefined) => depth !== undefined && (!isCut || (depth >= -leastBeyond && depth <= 1 + leastBeyond));
	const stretches: Array<{first: number; depths: number[]}> = [];
	let open: {first: number; depths: number[]} | undefined;
	for (const [index, depth] of depths.entries()) {
		// What comes in from beyond the edge does so at the edge.
		if (!isIn(depth) && !isIn(depths[index - 1]) && !isIn(depths[index + 1])) {
			open = undefined;
			continue;
		}

		if (!open) {
			open = {first: first + index, depths: []};
			stretches.push(open);
		}

		open.depths.push(Math.max(0, Math.min(1, depth)));
	}

	return stretches;
}

/**
Draws a curve with characters. asciichart does; it is given whole rows instead of losses, since it rounds its own
height and cannot place a curve that starts later.
*/
function drawCurve(canvas: Canvas, series: ChartSeries, place: CurvesPlace) {
	const {left, width, height, glyphs} = place;
	const symbols = glyphs.lines[series.role];
	for (const {first, depths} of stretchesOf(series, width + 1, place)) {
		const rows = depths.map(depth => (1 - depth) * (height - 1));
		// The curve takes one cell less than it has points; a single point takes one too, also at the right end.
		const [column, points] = rows.length === 1 ? [Math.min(first, width - 1), [rows[0], rows[0]]] : [first, rows];
		const picture = asciichart.plot(points, {
			min: 0, max: height - 1, height: height - 1, offset: 1, format: () => ' ', symbols,
		});
		for (const [row, line] of picture.split('\n').entries()) {
			// The first cell is asciichart's own axis.
			for (const [offset, character] of [...line].slice(1).entries()) {
				if (column + offset < width && character !== ' ') {
					canvas.write(row, left + column + offset, character, series.role);
				}
			}
		}
	}
}
