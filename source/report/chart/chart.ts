import asciichart from 'asciichart';
import {type CurvePoint} from '../../history/curve-point.js';
import {toDecimals} from '../../text/decimals.js';
import {formatCount} from '../../text/format.js';
import {Canvas, type ChartRole, type ChartSpan} from './canvas.js';
import {writeMarks} from './chart-marks.js';
import {type ChartGuide, type ChartMark, type ChartSeries} from './chart-series.js';
import {type Glyphs, type LineSymbols} from './glyphs.js';
import {placeLabels} from './guide-labels.js';
import {bandReach, drawBand} from './loss-band.js';
import {outlierMarks, type OutlierMark} from './outliers.js';
import {resample} from './resample.js';
import {guideText} from './run-chart.js';
import {type StepScale, stepScale} from './step-scale.js';
import {valueScale} from './value-scale.js';

export type ChartOptions = {
	/** Drawn one over the other, the last on top. */
	readonly series: readonly ChartSeries[];
	readonly guides: readonly ChartGuide[];
	/** A curve whose losses stand behind the others. */
	readonly losses?: readonly CurvePoint[];
	/** The whole picture in cells, labels and axes included. */
	readonly width: number;
	readonly height: number;
	/** The first and the last step of the x axis. */
	readonly steps: readonly [from: number, to: number];
	/** The steps that are marked on the x axis; those of one place stand one on the other. */
	readonly marks?: readonly ChartMark[];
	readonly isLogarithmic?: boolean;
	/** Whether the x axis is logarithmic. */
	readonly isLogX?: boolean;
	/** Steps with an upright line through the plot, behind the curves. */
	readonly cursors?: readonly number[];
	/** What the x axis counts; without it, steps. */
	readonly counted?: string;
	readonly glyphs: Glyphs;
};

/** A picture of a chart, and where things are in it; all places are in cells from its top left corner. */
export type ChartPicture = {
	/** Exactly as many as were asked for, each exactly as wide. */
	readonly rows: ChartSpan[][];
	/** Where the curves are: between the axes and the labels. It can be empty. */
	readonly plot: Readonly<Record<'left' | 'top' | 'width' | 'height', number>>;
	/** Where a step is; at or beyond the nearest end of the plot if it is not shown. */
	readonly columnOf: (step: number) => number;
	/** The whole step that is nearest to a column; the first or the last that is shown for one outside of the plot. */
	readonly stepAt: (column: number) => number;
};

const rowsPerTick = 3;
const columnsPerTick = 14;
/** Blank cells between two labels of the x axis. */
const labelGap = 2;
/** Below these sizes the labels of the guides, or the line of the x axis, give way to the curve. */
const leastPlotWidth = 24;
const leastPlotHeight = 4;

/**
Draws series over steps.

asciichart draws the curves; it is given whole rows instead of losses, since it rounds its own
height and cannot place a curve that starts later.
*/
export function drawChart({series, guides: allGuides, losses = [], width, height, steps, marks = [], isLogarithmic = false, isLogX = false, cursors = [], counted = 'step', glyphs}: ChartOptions): ChartPicture {
	const axisRows = height >= leastPlotHeight + 2 ? 2 : Number(height > leastPlotHeight);
	const plotHeight = Math.max(0, height - axisRows);
	const finiteGuides = allGuides.filter(({value}) => Number.isFinite(value));
	const scale = stepScale(steps, isLogX);
	const axis = valueScale({
		series, guides: finiteGuides, reach: bandReach(losses, scale), steps, mostTicks: Math.floor(plotHeight / rowsPerTick), isLogarithmic,
	});
	const guides = finiteGuides.filter(({value, isAlwaysShown}) => isAlwaysShown || (value >= axis.minimum && value <= axis.maximum));
	const labelWidth = Math.max(1, ...axis.ticks.map(tick => toDecimals(tick, axis.decimals).length)) + 1;
	const [nameOf, margin] = fitLabels(guides, width - labelWidth - 1 - leastPlotWidth);
	const plotWidth = Math.max(0, width - labelWidth - 1 - margin);
	const left = labelWidth + 1;
	const lastColumn = Math.max(0, plotWidth - 1);
	const columnOf = (step: number) => left + Math.round(scale.shareOf(step) * lastColumn);
	const stepAt = (column: number) => scale.stepAt(lastColumn === 0 ? 0 : (column - left) / lastColumn);
	const upright = cursors.filter(step => scale.reaches(step)).map(step => columnOf(step));
	const rowOf = (value: number) => Math.round(axis.depthOf(value) * (plotHeight - 1));

	const canvas = new Canvas(width, height);
	for (let row = 0; row < plotHeight; row++) {
		canvas.write(row, labelWidth, glyphs.axis.vertical, 'axis');
	}

	for (const tick of axis.ticks) {
		canvas.write(rowOf(tick), 0, `${toDecimals(tick, axis.decimals).padStart(labelWidth - 1)} ${glyphs.axis.verticalTick}`, 'axis');
	}

	for (const {value} of guides) {
		canvas.write(rowOf(value), left, glyphs.guide.repeat(plotWidth), 'guide');
	}

	for (const column of upright) {
		for (let row = 0; row < plotHeight; row++) {
			canvas.write(row, column, glyphs.cursor.line, 'cursorLine');
		}
	}

	if (margin > 0) {
		const lines = guides.toSorted((a, b) => b.value - a.value).map(guide => ({name: nameOf(guide), row: rowOf(guide.value), isFirst: guide.isAlwaysShown}));
		for (const {name, row, hangs} of placeLabels(lines, plotHeight)) {
			canvas.write(row, width - margin, glyphs.hooks[hangs] + name, 'guide');
		}
	}

	for (const {row, column, pattern} of drawBand(losses, {
		width: plotWidth, height: plotHeight, scale, depthOf: axis.depthOf,
	}).cells()) {
		canvas.write(row, left + column, glyphs.dots(pattern), 'raw');
	}

	for (const {role, points} of series) {
		const {first, values} = resample(points, scale, plotWidth + 1);
		const rows = values.map(value => plotHeight - 1 - (clamp(axis.depthOf(value), 0, 1) * (plotHeight - 1)));
		// A single point takes a cell too, also at the right end.
		const offset = values.length === 1 ? Math.min(first, lastColumn) : first;
		drawCurve(canvas, rows, {
			column: left + offset, right: left + plotWidth, plotHeight, symbols: glyphs.lines[role], role,
		});
	}

	for (const mark of outlierMarks(losses, {
		width: plotWidth, scale, axis, glyphs,
	})) {
		writeOutlier(canvas, mark, {left, plotWidth, plotHeight});
	}

	if (axisRows > 0) {
		writeStepAxis(canvas, {
			row: plotHeight, hasLine: axisRows === 2, left, plotWidth, scale, columnOf, title: counted, glyphs,
		});
	}

	if (axisRows === 2) {
		for (const column of upright) {
			canvas.write(plotHeight, column, glyphs.cursor.sign, 'cursor');
		}

		writeMarks(canvas, marks.filter(({step}) => scale.reaches(step)), {row: plotHeight, columnOf, glyphs});
	}

	return {
		rows: canvas.toRows(),
		plot: {
			left, top: 0, width: plotWidth, height: plotHeight,
		},
		columnOf,
		stepAt,
	};
}

/** Its value beside it where no curve is in the way. */
function writeOutlier(canvas: Canvas, {edge, column, sign, text: value}: OutlierMark, {left, plotWidth, plotHeight}: {readonly left: number; readonly plotWidth: number; readonly plotHeight: number}) {
	const row = edge === 'top' ? 0 : plotHeight - 1;
	const place = left + column;
	const wordings = [{start: place, text: `${sign} ${value}`}, {start: place - value.length - 1, text: `${value} ${sign}`}, {start: place, text: sign}];
	const wording = wordings.find(({start, text}) => start >= left && start + text.length <= left + plotWidth && canvas.isFree(row, start, text.length));
	if (wording) {
		canvas.write(row, wording.start, wording.text, 'raw');
	}
}

/** What to call the guides within a width, with the value or without; and the cells of that and the sign before it, 0 for no room. */
function fitLabels(guides: readonly ChartGuide[], width: number): readonly [nameOf: (guide: ChartGuide) => string, margin: number] {
	const wordings = [guideText, ({label}: ChartGuide) => label];
	const margins = wordings.map(nameOf => Math.max(0, ...guides.map(guide => nameOf(guide).length + 1)));
	const fitting = margins.findIndex(margin => margin <= width);
	return fitting === -1 ? [wordings[0], 0] : [wordings[fitting], margins[fitting]];
}

type CurvePlace = {column: number; right: number; plotHeight: number; symbols: LineSymbols; role: ChartRole};

function drawCurve(canvas: Canvas, rows: readonly number[], {column, right, plotHeight, symbols, role}: CurvePlace) {
	if (rows.length === 0 || plotHeight === 0) {
		return;
	}

	// The curve takes one cell less than it has points; a single point would not show.
	const points = rows.length === 1 ? [rows[0], rows[0]] : [...rows];
	const picture = asciichart.plot(points, {
		min: 0, max: plotHeight - 1, height: plotHeight - 1, offset: 1, format: () => ' ', symbols,
	});
	for (const [row, line] of picture.split('\n').entries()) {
		// The first cell is asciichart's own axis.
		for (const [offset, character] of [...line].slice(1).entries()) {
			if (column + offset < right && character !== ' ') {
				canvas.write(row, column + offset, character, role);
			}
		}
	}
}

type StepAxisPlace = Pick<ChartOptions, 'glyphs'> & Pick<ChartPicture, 'columnOf'> & {title: string; row: number; hasLine: boolean; left: number; plotWidth: number; scale: StepScale};

function writeStepAxis(canvas: Canvas, {row, hasLine, left, plotWidth, scale, columnOf, title, glyphs}: StepAxisPlace) {
	if (hasLine) {
		canvas.write(row, left - 1, glyphs.axis.corner + glyphs.axis.horizontal.repeat(plotWidth), 'axis');
	}

	const right = left + plotWidth - 1;
	const taken: Array<readonly [start: number, end: number]> = [];
	for (const tick of scale.ticks(Math.floor(plotWidth / columnsPerTick))) {
		const column = columnOf(tick);
		const label = formatCount(tick);
		const start = Math.min(column - Math.floor(label.length / 2), right + 1 - label.length);
		const end = start + label.length;
		if (start < 0 || taken.some(other => start < other[1] + labelGap && other[0] < end + labelGap)) {
			continue;
		}

		if (hasLine) {
			canvas.write(row, column, glyphs.axis.horizontalTick, 'axis');
		}

		canvas.write(row + Number(hasLine), start, label, 'axis');
		taken.push([start, end]);
	}

	if (canvas.width - right > title.length + 1) {
		canvas.write(row + Number(hasLine), right + 2, title, 'axis');
	}
}

function clamp(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(high, value));
}
