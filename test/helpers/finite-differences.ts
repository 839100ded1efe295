const relativeStep = 1e-5;

/**
The derivatives of a function of several numbers at a point, by central differences: good to about
nine digits where the function is smooth and neither large nor small.
*/
export function finiteDifferences(compute: (point: readonly number[]) => number, point: readonly number[]): number[] {
	return point.map((value, place) => {
		const step = relativeStep * Math.max(1, Math.abs(value));
		const above = compute(point.with(place, value + step));
		const below = compute(point.with(place, value - step));
		return (above - below) / (2 * step);
	});
}
