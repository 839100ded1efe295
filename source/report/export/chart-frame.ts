import {wholeTicks} from '../chart/axis.js';
import {middleOf} from '../../history/curve-point.js';
import {type ChartGuide} from '../chart/chart-series.js';
import {guideText, type RunChart, seriesOf} from '../chart/run-chart.js';
import {formatCount} from '../../text/format.js';
import {valueScale} from '../chart/value-scale.js';
import {toDecimals} from '../../text/decimals.js';
import {widthOfText} from './chart-style.js';

/** A mark on an axis: where it is in pixels, and what it says. */
export type Tick = {readonly at: number; readonly label: string};

/** Where things are in the picture, in pixels. */
export type ChartFrame = {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
	readonly lossTicks: readonly Tick[];
	readonly stepTicks: readonly Tick[];
	/** The baselines that the axis reaches. */
	readonly guides: readonly ChartGuide[];
	/** Where a step is. */
	readonly x: (step: number) => number;
	/** Where a loss is; at the edge if the axis does not reach it. */
	readonly y: (loss: number) => number;
};

export type FrameOptions = {
	readonly width: number;
	readonly height: number;
	/** Where the plot begins, below the legend. */
	readonly top: number;
	/** What is left free at the sides. */
	readonly padding: number;
};

/** Below the x axis, for its labels and its name. */
const axisHeight = 46;
const pixelsPerLossTick = 44;
const pixelsPerStepTick = 90;
/** The share of the losses at either end that may lie outside if they are far away. */
const outlierShare = 0.01;
/** How many times the range of the others is far away. */
const farAway = 2;
/** Between the end of a baseline and its label. */
export const leaderWidth = 14;

/** The axes of a chart in a picture of some size, below what stands at its top. */
export function frameOf(chart: RunChart, {width, height, top, padding}: FrameOptions): ChartFrame {
	const bottom = Math.max(top + 1, height - axisHeight);
	const [from, to] = chart.steps;
	const axis = valueScale({
		...chart, series: seriesOf(chart), reach: rangeOfLosses(chart), mostTicks: Math.floor((bottom - top) / pixelsPerLossTick), isLogarithmic: false,
	});
	const guides = chart.guides.filter(({value}) => value >= axis.minimum && value <= axis.maximum);
	const lossLabels = axis.ticks.map(tick => toDecimals(tick, axis.decimals));
	const left = padding + Math.max(...lossLabels.map(label => widthOfText(label))) + 8;
	const labelMargin = guides.length === 0 ? 0 : leaderWidth + Math.max(...guides.map(guide => widthOfText(guideText(guide))));
	// The last step stands below the end of the axis, half of it to the right.
	const margin = Math.max(labelMargin, widthOfText(formatCount(to)) / 2);
	const right = Math.max(left + 1, width - padding - margin);
	const x = (step: number) => left + ((step - from) / (to - from) * (right - left));
	const y = (loss: number) => top + (Math.max(0, Math.min(1, axis.depthOf(loss))) * (bottom - top));
	return {
		left,
		right,
		top,
		bottom,
		x,
		y,
		guides,
		lossTicks: axis.ticks.map((tick, index) => ({at: y(tick), label: lossLabels[index]})),
		stepTicks: wholeTicks(from, to, Math.floor((right - left) / pixelsPerStepTick)).map(tick => ({at: x(tick), label: formatCount(tick)})),
	};
}

/** The ends of the losses that are drawn, but for single ones that are so far away that they would press the others flat. */
function rangeOfLosses({losses, steps}: RunChart): number[] {
	const [from, to] = steps;
	const shown = losses.filter(point => middleOf(point) >= from && middleOf(point) <= to && Number.isFinite(point.minimum) && Number.isFinite(point.maximum));
	if (shown.length === 0) {
		return [];
	}

	const sorted = Float64Array.from(shown.flatMap(({minimum, maximum}) => [minimum, maximum])).toSorted();
	const last = sorted.length - 1;
	const lower = sorted[Math.ceil(last * outlierShare)];
	const upper = sorted[Math.floor(last * (1 - outlierShare))];
	const reach = upper > lower ? (upper - lower) * farAway : Infinity;
	return [Math.max(sorted[0], lower - reach), Math.min(sorted[last], upper + reach)];
}
