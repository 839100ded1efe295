import {type CurvePoint} from '../../history/curve-point.js';
import {toDecimals} from '../../text/decimals.js';
import {Canvas, type ChartSpan} from './canvas.js';
import {writeMarks} from './chart-marks.js';
import {type ChartGuide, type ChartMark, type ChartSeries} from './chart-series.js';
import {drawCurves} from './curves.js';
import {type Glyphs} from './glyphs.js';
import {placeLabels} from './guide-labels.js';
import {bandReach, writeBand} from './loss-band.js';
import {writeOutliers} from './outliers.js';
import {type PlotPlace} from './plot-place.js';
import {guideText} from './run-chart.js';
import {writeStepAxis} from './step-axis.js';
import {stepScale} from './step-scale.js';
import {valueScale} from './value-scale.js';

export type ChartOptions = {
	/** Drawn one over the other, the last on top. */
	readonly series: readonly ChartSeries[];
	readonly guides: readonly ChartGuide[];
	/** A curve whose losses stand behind the others. */
	readonly losses?: readonly CurvePoint[];
	/** The y axis reaches from one of these to the other, whatever there is beyond; without them, all curves and most losses show. */
	readonly values?: readonly [low: number, high: number] | undefined;
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
	/** Whether curves are drawn with dots, eight in a cell. */
	readonly isFine?: boolean;
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
/** Below these sizes the labels of the guides, or the line of the x axis, give way to the curve. */
const leastPlotWidth = 24;
const leastPlotHeight = 4;

/** Draws series over steps. */
export function drawChart({series, guides: allGuides, losses = [], values, width, height, steps, marks = [], isLogarithmic = false, isLogX = false, isFine = false, cursors = [], counted = 'step', glyphs}: ChartOptions): ChartPicture {
	const axisRows = height >= leastPlotHeight + 2 ? 2 : Number(height > leastPlotHeight);
	const plotHeight = Math.max(0, height - axisRows);
	const finiteGuides = allGuides.filter(({value}) => Number.isFinite(value));
	const scale = stepScale(steps, isLogX);
	const reached = values ? {series: [], guides: [], reach: values} : {series, guides: finiteGuides, reach: bandReach(losses, scale)};
	const axis = valueScale({
		...reached, steps, mostTicks: Math.floor(plotHeight / rowsPerTick), isLogarithmic,
	});
	const guides = finiteGuides.filter(({value}) => value >= axis.minimum && value <= axis.maximum);
	const labelWidth = Math.max(1, ...axis.ticks.map(tick => toDecimals(tick, axis.decimals).length)) + 1;
	const [nameOf, margin] = fitLabels(guides, width - labelWidth - 1 - leastPlotWidth);
	const plotWidth = Math.max(0, width - labelWidth - 1 - margin);
	const left = labelWidth + 1;
	const lastColumn = Math.max(0, plotWidth - 1);
	const columnOf = (step: number) => left + Math.round(scale.shareOf(step) * lastColumn);
	const stepAt = (column: number) => scale.stepAt(lastColumn === 0 ? 0 : (column - left) / lastColumn);
	const upright = cursors.filter(step => scale.hasStep(step)).map(step => columnOf(step));
	const rowOf = (value: number) => Math.round(axis.depthOf(value) * (plotHeight - 1));

	const canvas = new Canvas(width, height);
	for (let row = 0; row < plotHeight; row++) {
		canvas.write(row, labelWidth, glyphs.axis.vertical, 'axis');
	}

	for (const tick of axis.ticks) {
		canvas.write(rowOf(tick), 0, `${toDecimals(tick, axis.decimals).padStart(labelWidth - 1)} ${glyphs.axis.verticalTick}`, 'axis');
	}

	const place = {
		left, width: plotWidth, height: plotHeight, scale, axis, glyphs,
	};
	writeGuides(canvas, guides, {...place, rowOf, nameOf: margin > 0 ? nameOf : undefined});
	for (const column of upright) {
		for (let row = 0; row < plotHeight; row++) {
			canvas.write(row, column, glyphs.cursor.line, 'cursorLine');
		}
	}

	writeBand(canvas, losses, place);
	drawCurves(canvas, series, {...place, isFine, isCut: values !== undefined});
	if (!values) {
		writeOutliers(canvas, losses, place);
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

		writeMarks(canvas, marks.filter(({step}) => scale.hasStep(step)), {row: plotHeight, columnOf, glyphs});
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

type GuidesPlace = PlotPlace & {
	readonly rowOf: (value: number) => number;
	/** What stands beside the plot; undefined where there is no room. */
	readonly nameOf: ((guide: ChartGuide) => string) | undefined;
};

function writeGuides(canvas: Canvas, guides: readonly ChartGuide[], {left, width, height, glyphs, rowOf, nameOf}: GuidesPlace) {
	for (const {value} of guides) {
		canvas.write(rowOf(value), left, glyphs.guide.repeat(width), 'guide');
	}

	const lines = nameOf ? guides.toSorted((a, b) => b.value - a.value).map(guide => ({name: nameOf(guide), row: rowOf(guide.value), isFirst: guide.isAlwaysShown})) : [];
	for (const {name, row, hangs} of placeLabels(lines, height)) {
		canvas.write(row, left + width, glyphs.hooks[hangs] + name, 'guide');
	}
}

/** What to call the guides within a width, with the value or without; and the cells of that and the sign before it, 0 for no room. */
function fitLabels(guides: readonly ChartGuide[], width: number): readonly [nameOf: (guide: ChartGuide) => string, margin: number] {
	const wordings = [guideText, ({label}: ChartGuide) => label];
	const margins = wordings.map(nameOf => Math.max(0, ...guides.map(guide => nameOf(guide).length + 1)));
	const fitting = margins.findIndex(margin => margin <= width);
	return fitting === -1 ? [wordings[0], 0] : [wordings[fitting], margins[fitting]];
}
