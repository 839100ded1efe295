import {type CurvePoint} from '../../history/curve-point.js';
import {
	DotCanvas,
	dotRowOf,
	dotsAcross,
	dotsDown,
} from './dot-canvas.js';
import {type Canvas} from './canvas.js';
import {type PlotPlace} from './plot-place.js';
import {type StepScale} from './step-scale.js';

/** What stands behind the curves in one column of dots: its losses where they are few, else the range of most of them. */
export type BandColumn = {readonly column: number; readonly dots: readonly number[]} | {readonly column: number; readonly low: number; readonly high: number};

/** Of so many losses, the range of the middle ones is shown in the place of each. */
const leastForRange = 8;
/** The shares of the losses that lie below the range and above it. */
const outsideShare = 0.1;
/** The y axis reaches to the range of so many stretches: of more, each has so few losses that its range is noise. */
const mostStretches = 12;
const leastInStretch = 16;
/** Of so many losses of a column or a stretch, the range is as good as that of all. */
const mostInColumn = 24;
const mostInStretch = 200;

/**
Puts the losses of a curve into columns. Of a stretch of which they are not known, there is the mean.

@param columnCount - From the first step of the axis to the last.
*/
export function bandColumns(curve: readonly CurvePoint[], scale: StepScale, columnCount: number): BandColumn[] {
	const columns = new Map<number, number[]>();
	visitLosses(curve, {scale, most: columnCount * mostInColumn}, (x, value) => {
		const column = Math.round(scale.shareOf(x) * (columnCount - 1));
		const dots = columns.get(column);
		if (dots) {
			dots.push(value);
		} else {
			columns.set(column, [value]);
		}
	});
	return [...columns].map(([column, dots]) => {
		if (dots.length < leastForRange) {
			return {column, dots};
		}

		const [low, high] = middleRange(dots);
		return {column, low, high};
	});
}

/** The values to which the y axis is to reach so that the band can be seen: not those of single losses that are far away. */
export function bandReach(curve: readonly CurvePoint[], scale: StepScale): number[] {
	const values: number[] = [];
	visitLosses(curve, {scale, most: mostStretches * mostInStretch}, (_, value) => {
		values.push(value);
	});
	const stretches = Math.max(1, Math.min(mostStretches, Math.floor(values.length / leastInStretch)));
	const size = Math.ceil(values.length / stretches);
	return Array.from({length: values.length === 0 ? 0 : Math.ceil(values.length / size)}, (_, index) => {
		const stretch = values.slice(index * size, (index + 1) * size);
		// Of a few there are no outliers.
		return stretch.length < leastForRange ? [Math.min(...stretch), Math.max(...stretch)] : middleRange(stretch);
	}).flat();
}

/** Writes the losses of a curve into a chart, behind the curves. */
export function writeBand(canvas: Canvas, curve: readonly CurvePoint[], place: PlotPlace): void {
	for (const {row, column, pattern} of drawBand(curve, place).cells()) {
		canvas.write(row, place.left + column, place.glyphs.dots(pattern), 'raw');
	}
}

/** The losses of a curve as dots; every fourth dot of a range, so that what is over it is read first. */
function drawBand(curve: readonly CurvePoint[], {width, height, scale, axis}: PlotPlace): DotCanvas {
	const canvas = new DotCanvas(width, height);
	const rowOf = (value: number) => dotRowOf(axis.depthOf(value), height);
	for (const column of bandColumns(curve, scale, width * dotsAcross)) {
		const rows = 'dots' in column ? column.dots.map(value => rowOf(value)) : rangeRows(column.column, Math.max(0, rowOf(column.high)), Math.min((height * dotsDown) - 1, rowOf(column.low)));
		for (const row of rows) {
			canvas.set(column.column, row);
		}
	}

	return canvas;
}

/** The dots of a range in a column: in every other row, by turns left and right; and its middle, where it is narrow. */
function rangeRows(column: number, top: number, bottom: number): number[] {
	const rows = Array.from({length: Math.max(0, bottom - top + 1)}, (_, index) => top + index);
	return bottom - top < dotsDown ? [Math.round((top + bottom) / 2)] : rows.filter(row => row % 2 === 0 && (column + (row / 2)) % 2 === 0);
}

/**
Visits the single losses that are known and show; those of a stretch are evenly spread over it. Thousands of them in a
frame: nothing is made for each.

@param place - Of more than `most`, only every so-manieth is visited.
*/
function visitLosses(curve: readonly CurvePoint[], {scale, most}: {readonly scale: StepScale; readonly most: number}, visit: (x: number, value: number) => void) {
	const total = curve.reduce((sum, {losses}) => sum + (losses?.length ?? 1), 0);
	const stride = Math.max(1, Math.ceil(total / most));
	let next = 0;
	for (const {firstStep, lastStep, mean, losses} of curve) {
		const count = losses?.length ?? 1;
		for (; next < count; next += stride) {
			const x = firstStep + ((lastStep - firstStep) * (next + 0.5) / count);
			const value = losses ? losses[next] : mean;
			if (scale.hasStep(x) && Number.isFinite(value)) {
				visit(x, value);
			}
		}

		next -= count;
	}
}

/** From the value below which a tenth of the others lie to that above which a tenth lie. */
function middleRange(values: readonly number[]): [low: number, high: number] {
	const sorted = Float64Array.from(values).toSorted();
	return [quantile(sorted, outsideShare), quantile(sorted, 1 - outsideShare)];
}

/** The value below which a share of the others lie, between two of them where it falls there. */
function quantile(sorted: Float64Array, share: number): number {
	const place = share * (sorted.length - 1);
	const below = Math.floor(place);
	const rest = place - below;
	return rest === 0 ? sorted[below] : (sorted[below] * (1 - rest)) + (sorted[below + 1] * rest);
}
