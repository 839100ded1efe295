import {type CurvePoint, middleOf} from '../../../history/curve-point.js';
import {knownPoints} from '../../../history/known-points.js';
import {type ChartPicture} from '../../../report/chart/chart.js';
import {metricText} from '../../../report/chart/little-chart.js';
import {drawStrip, type Strip} from '../../../report/chart/strip.js';
import {type Snapshot} from '../../../session/snapshot.js';
import {formatLearningRate} from '../../../text/format.js';
import {type Look} from '../../theme.js';

type Series = {readonly labels: readonly string[]; readonly points: ReadonlyArray<readonly [step: number, value: number]>; readonly format: (value: number) => string; readonly isWhole: boolean};

/** A rate says what it is with two digits less than where it stands by itself. */
const digits = 3;

/**
How many strips there are to show: what is not told has none.

@param metric - The number whose chart shows instead of that of the loss; with that, nothing goes along.
*/
export function stripCount(snapshot: Snapshot, metric: string | undefined): number {
	return snapshot.metrics.some(({name}) => name === metric) ? 0 : kindsOf(snapshot).length;
}

/**
The learning rate, the gradient norm and the size of the updates over the steps of a chart, a row for each.

@param ratios - What is known of the updates against the weights.
*/
export function stripLines(snapshot: Snapshot, {picture, ratios, rows, width, isInPast, theme, glyphs}: Look & {readonly isInPast: boolean; readonly picture: ChartPicture; readonly ratios: readonly CurvePoint[]; readonly rows: number; readonly width: number}): string[] {
	const steps = [picture.stepAt(picture.plot.left), picture.stepAt(picture.plot.left + picture.plot.width - 1)] as const;
	const known = knownPoints(snapshot, steps);
	const series: Readonly<Record<Kind, Series>> = {
		rate: {
			labels: ['rate'], points: valuesOf(known, ({lastStep, learningRate}) => [lastStep, learningRate]), format: formatLearningRate, isWhole: true,
		},
		gradient: {
			labels: ['grad.', 'grad'], points: valuesOf(known, point => [middleOf(point), point.gradientNorm]), format: shortText, isWhole: true,
		},
		update: {
			labels: ['u/w'], points: valuesOf(ratios, point => [middleOf(point), point.mean]), format: shortText, isWhole: false,
		},
	};
	return kindsOf(snapshot).slice(0, rows).map(kind => theme.paintRow(drawStrip(stripOf(series[kind], steps, isInPast), picture, width, glyphs)));
}

type Kind = 'rate' | 'gradient' | 'update';

function kindsOf({mode, lastStep}: Snapshot): Kind[] {
	// A run of this program tells both with its first step: their rows are there from the beginning.
	const isTold = (figure: number | undefined) => mode !== 'watch' || figure !== undefined;
	return [
		...(isTold(lastStep?.learningRate) ? ['rate' as const] : []),
		...(isTold(lastStep?.gradientNorm) ? ['gradient' as const] : []),
		...(mode === 'training' ? ['update' as const] : []),
	];
}

function stripOf({labels, points, format, isWhole}: Series, [from, to]: readonly [from: number, to: number], isInPast: boolean): Strip {
	const shown = points.filter(([step]) => step >= from && step <= to);
	const values = shown.map(([, value]) => value);
	const last = values.at(-1);
	const [low, high] = [Math.min(...values), Math.max(...values)];
	const range = `${shortText(low)} to ${shortText(high)}`;
	// Beside the figures of another step, the last value would be taken for one of them.
	const rangeAlone = [range, `to ${shortText(high)}`];
	return {
		labels,
		points: shown.map(([x, value]) => ({x, value})),
		values: last === undefined ? [] : (isInPast ? rangeAlone : [`${format(last)}, ${range}`, `${shortText(last)}, ${range}`, `${shortText(last)} of ${shortText(high)}`, format(last), shortText(last)]),
		isWhole,
	};
}

function valuesOf(points: readonly CurvePoint[], read: (point: CurvePoint) => readonly [step: number, value: number | undefined]): Array<readonly [number, number]> {
	return points.map(point => read(point)).filter((pair): pair is readonly [number, number] => Number.isFinite(pair[1]));
}

function shortText(value: number): string {
	return metricText(Number(value.toPrecision(digits)));
}
