import {type CurvePoint, middleOf} from '../history/curve-point.js';
import {marks} from '../shows/show.js';
import {drawChart} from './chart/chart.js';
import {asciiGlyphs, unicodeGlyphs} from './chart/glyphs.js';
import {comparedRoleOf} from './chart/loss-chart.js';
import {type SweepResult} from './sweep-report.js';

/** A combination with the running means of its losses. */
export type CurvedResult = SweepResult & {readonly curve?: readonly CurvePoint[] | undefined};

const leastRows = 9;
const mostRows = 20;

/** The rows of the chart where so many lines are left; none where it would say nothing. */
export function sweepChartRows(results: readonly CurvedResult[], left: number): number {
	const count = results.filter(({curve = []}) => curve.length > 1).length;
	return left < leastRows || count === 0 ? 0 : Math.min(mostRows, left);
}

/** The letter of a combination in the chart, the best first; undefined beyond the sixth. */
export function letterAt(place: number): string | undefined {
	return marks.at(place);
}

/**
The running means of the best combinations over their steps, each with its letter.

@param sorted - The best first.
@returns exactly so many lines.
*/
export function sweepChart(sorted: readonly CurvedResult[], {width, height, isAscii}: {readonly width: number; readonly height: number; readonly isAscii: boolean}): string[] {
	const curves = marks.flatMap((letter, place) => {
		const {curve = []} = sorted.at(place) ?? {};
		return place >= sorted.length || curve.length < 2 ? [] : [{role: comparedRoleOf(letter), points: curve.map(point => ({x: middleOf(point), value: point.runningMean}))}];
	});
	const last = Math.max(2, ...sorted.slice(0, marks.length).map(({curve = []}) => curve.at(-1)?.lastStep ?? 0));
	const {rows} = drawChart({
		series: curves.toReversed(), guides: [], width, height, steps: [1, last], glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
	});
	return rows.map(spans => spans.map(({text}) => text).join('').trimEnd());
}
