/** The sums of the first one, two, three … weights. */
export function runningSums(weights: ArrayLike<number>): number[] {
	let sum = 0;
	return Array.from(weights, weight => {
		sum += weight;
		return sum;
	});
}
