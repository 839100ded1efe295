import {type CurvePoint, middleOf} from '../../history/curve-point.js';
import {toDecimals} from '../../text/decimals.js';
import {type Canvas} from './canvas.js';
import {type PlotPlace} from './plot-place.js';
import {type ValueScale} from './value-scale.js';

/** A loss that is beyond an end of the y axis: the sign at its column, with its value on one side. */
type OutlierMark = {readonly edge: 'top' | 'bottom'; readonly column: number; readonly sign: string; readonly text: string};

/** Only one of so many columns is marked, the farthest away: so that a few marks stand at the edge, and no fence. */
const leastDistance = 20;
const valueDecimals = 1;
/** What is beyond the end by less of the height is not worth a mark. */
const leastReach = 0.1;

/** Marks the losses of a curve that are far beyond the y axis: each with its value beside it, where no curve is in the way. */
export function writeOutliers(canvas: Canvas, curve: readonly CurvePoint[], place: PlotPlace): void {
	const {left, width, height} = place;
	for (const {edge, column, sign, text} of outlierMarks(curve, place)) {
		const row = edge === 'top' ? 0 : height - 1;
		const wordings = [{start: column, wording: `${sign} ${text}`}, {start: column - text.length - 1, wording: `${text} ${sign}`}, {start: column, wording: sign}];
		const fitting = wordings.find(({start, wording}) => start >= 0 && start + wording.length <= width && canvas.isFree(row, left + start, wording.length));
		if (fitting) {
			canvas.write(row, left + fitting.start, fitting.wording, 'raw');
		}
	}
}

/** The marks for the losses of a curve that the y axis does not reach. */
function outlierMarks(curve: readonly CurvePoint[], {width, scale, axis, glyphs}: PlotPlace): OutlierMark[] {
	const outside: Outlier[] = [];
	for (const point of curve) {
		const {minimum, maximum} = point;
		const step = middleOf(point);
		const [above, below] = [-axis.depthOf(maximum), axis.depthOf(minimum) - 1];
		if (!scale.hasStep(step) || Math.max(above, below) <= leastReach) {
			continue;
		}

		const column = Math.round(scale.shareOf(step) * (width - 1));
		const ends = [{edge: 'top', reach: above, value: maximum}, {edge: 'bottom', reach: below, value: minimum}] as const;
		outside.push(...ends.filter(({reach, value}) => reach > leastReach && Number.isFinite(value)).map(end => ({...end, column})));
	}

	const placed: Outlier[] = [];
	for (const outlier of outside.toSorted((a, b) => b.reach - a.reach)) {
		if (placed.every(({edge, column}) => edge !== outlier.edge || Math.abs(column - outlier.column) >= leastDistance)) {
			placed.push(outlier);
		}
	}

	return placed.map(({edge, column, value}) => ({
		edge, column, sign: glyphs.outliers[edge], text: valueText(value, axis),
	}));
}

type Outlier = Pick<OutlierMark, 'edge' | 'column'> & {readonly value: number; readonly reach: number};

/** As exact as the axis, and no number that fills the row. */
function valueText(value: number, {decimals}: ValueScale): string {
	return Math.abs(value) < 1e6 ? toDecimals(value, Math.max(valueDecimals, decimals)) : value.toExponential(1);
}
