import {type CurvePoint, middleOf} from '../../history/curve-point.js';
import {toDecimals} from '../../text/decimals.js';
import {type Glyphs} from './glyphs.js';
import {type StepScale} from './step-scale.js';
import {type ValueScale} from './value-scale.js';

/** A loss that is beyond an end of the y axis: the sign at its column, with its value on one side. */
export type OutlierMark = {readonly edge: 'top' | 'bottom'; readonly column: number; readonly sign: string; readonly text: string};

/** Only one of so many columns is marked, the farthest away: so that a few marks stand at the edge, and no fence. */
const leastDistance = 20;
const valueDecimals = 1;
/** What is beyond the end by less of the height is not worth a mark. */
const leastReach = 0.1;

type OutlierPlace = {
	/** In cells. */
	readonly width: number;
	readonly scale: StepScale;
	readonly axis: ValueScale;
	readonly glyphs: Glyphs;
};

/** The marks for the losses of a curve that the y axis does not reach. */
export function outlierMarks(curve: readonly CurvePoint[], {width, scale, axis, glyphs}: OutlierPlace): OutlierMark[] {
	const outside: Outlier[] = [];
	for (const point of curve) {
		const {minimum, maximum} = point;
		const step = middleOf(point);
		const [above, below] = [-axis.depthOf(maximum), axis.depthOf(minimum) - 1];
		if (scale.reaches(step) && Math.max(above, below) > leastReach) {
			const column = Math.round(scale.shareOf(step) * (width - 1));
			outside.push(...([{edge: 'top', reach: above, value: maximum}, {edge: 'bottom', reach: below, value: minimum}] as const)
				.filter(({reach, value}) => reach > leastReach && Number.isFinite(value)).map(outlier => ({...outlier, column})));
		}
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
