import {type CurvePoint} from '../../history/loss-history.js';

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
		columns.push(own === column ? merged(columns.pop()!, point) : point);
		column = own;
	}

	return columns;
}

/** Where a point is drawn: in the middle of its steps. */
export function middleOf({firstStep, lastStep}: CurvePoint): number {
	return (firstStep + lastStep) / 2;
}

/** How many steps a point stands for. */
export function sizeOf({firstStep, lastStep}: CurvePoint): number {
	return lastStep - firstStep + 1;
}

function merged(left: CurvePoint, right: CurvePoint): CurvePoint {
	const share = sizeOf(right) / (sizeOf(left) + sizeOf(right));
	return {
		firstStep: left.firstStep,
		lastStep: right.lastStep,
		mean: left.mean + ((right.mean - left.mean) * share),
		minimum: Math.min(left.minimum, right.minimum),
		maximum: Math.max(left.maximum, right.maximum),
		runningMean: right.runningMean,
	};
}
