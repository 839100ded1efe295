import {type CurvePoint, middleOf} from '../../history/curve-point.js';
import {type RunChart} from '../chart/run-chart.js';
import {type ChartFrame} from './chart-frame.js';
import {mergeColumns, sizeOf} from './curve-columns.js';
import {element, type Markup} from './markup.js';

type Place = readonly [x: number, y: number];

/** A column of the range of the losses is so wide in pixels: narrower ones would be a fringe. */
const columnWidth = 4;
/** Nearer to each other, the circles of the validation losses would be a chain. */
const leastPointDistance = 12;

/** The losses as they are drawn: each of them, or of so many steps the range and the mean. */
export type RawCurve = {readonly columns: readonly CurvePoint[]; readonly stepsPerColumn: number};

/** Each loss if there are no more of them than pixels. */
export function rawCurveOf({losses: curve}: RunChart, {left, right}: ChartFrame): RawCurve {
	const isSingle = curve.length <= right - left && curve.every(point => sizeOf(point) === 1);
	const columns = isSingle ? curve : mergeColumns(curve, Math.max(1, Math.floor((right - left) / columnWidth)));
	return {columns, stepsPerColumn: Math.max(1, ...columns.map(column => sizeOf(column)))};
}

/** The losses, faint: a line, and behind it the range where that line is a mean. */
export function drawRaw({columns, stepsPerColumn}: RawCurve, {x, y}: ChartFrame): Markup[] {
	const line = drawLine('curve raw', columns.map(point => [x(middleOf(point)), y(point.mean)]));
	if (stepsPerColumn === 1) {
		return [line];
	}

	const upper = columns.map((point): Place => [x(middleOf(point)), y(point.maximum)]);
	const lower = columns.map((point): Place => [x(middleOf(point)), y(point.minimum)]);
	return [element('path', {class: 'range', d: `${pathOf([...upper, ...lower.toReversed()])}Z`}), line];
}

/** The running mean, bold, with at most one point a pixel. */
export function drawSmooth(curve: readonly CurvePoint[], {x, y, left, right}: ChartFrame): Markup {
	const columns = mergeColumns(curve, Math.max(1, Math.floor(right - left)));
	return drawLine('curve smooth', columns.map(({lastStep, runningMean}) => [x(lastStep), y(runningMean)]));
}

/** The validation losses: a dashed line, with circles where there is room for them. */
export function drawValidation({evaluations}: RunChart, {x, y, left, right}: ChartFrame): Markup[] {
	if (evaluations.length === 0) {
		return [];
	}

	const places = evaluations
		.filter(({validationLoss}) => Number.isFinite(validationLoss))
		.map(({step, validationLoss}): Place => [Math.max(left, Math.min(right, x(step))), y(validationLoss)]);
	const hasRoom = places.length * leastPointDistance <= right - left;
	return [
		drawLine('curve validation', places),
		...(hasRoom ? places.map(([cx, cy]) => drawPoint(cx, cy)) : []),
	];
}

/** A circle of a validation loss. */
export function drawPoint(cx: number, cy: number): Markup {
	return element('circle', {
		class: 'point', cx: rounded(cx), cy: rounded(cy), r: 3.5,
	});
}

/** Where the learning rate was changed by hand: a triangle on the axis. */
export function drawMark(x: number, bottom: number): Markup {
	return element('path', {class: 'mark', d: `${pathOf([[x, bottom - 9], [x + 5, bottom], [x - 5, bottom]])}Z`});
}

/** A straight line. */
export function drawStraight(name: string, [fromX, fromY]: Place, [toX, toY]: Place): Markup {
	return element('path', {class: name, d: pathOf([[fromX, fromY], [toX, toY]])});
}

/** Points that are no numbers are left out. */
function drawLine(name: string, places: readonly Place[]): Markup {
	const shown = places.filter(([, y]) => Number.isFinite(y));
	// A single point is a dot: a line without length has round ends.
	return element('path', {class: name, d: pathOf(shown.length === 1 ? [shown[0], shown[0]] : shown)});
}

function pathOf(places: readonly Place[]): string {
	return places.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${rounded(x)} ${rounded(y)}`).join('');
}

/** A tenth of a pixel is finer than any screen. */
export function rounded(pixels: number): number {
	return Number(pixels.toFixed(1));
}
