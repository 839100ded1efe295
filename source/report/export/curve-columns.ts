import {type CurveBucket, type CurvePoint, joinBuckets} from '../../history/curve-point.js';

/**
Merges the neighbouring points of a curve until there are at most so many, each but the last of the same
number of steps as far as the points allow.
*/
export function mergeColumns(curve: readonly CurvePoint[], most: number): CurvePoint[] {
	if (curve.length <= most) {
		return [...curve];
	}

	const first = curve[0].firstStep;
	const stepsPerColumn = Math.ceil((curve.at(-1)!.lastStep - first + 1) / most);
	const columns: CurvePoint[] = [];
	let column = -1;
	for (const point of curve) {
		const own = Math.floor((point.firstStep - first) / stepsPerColumn);
		columns.push(own === column ? joined(columns.pop()!, point) : point);
		column = own;
	}

	return columns;
}

/** How many steps a point stands for. */
export function sizeOf({firstStep, lastStep}: CurvePoint): number {
	return lastStep - firstStep + 1;
}

/** As if each of their steps had been told. */
function joined(left: CurvePoint, right: CurvePoint): CurvePoint {
	const [first, second]: CurveBucket[] = [left, right].map(point => ({point, lossCount: sizeOf(point)}));
	return joinBuckets(first, second).point;
}
