/** A stretch of an axis with the places of its labels. */
export type Axis = {
	readonly minimum: number;
	readonly maximum: number;
	readonly ticks: readonly number[];
	/** Decimals that tell the ticks apart. */
	readonly decimals: number;
};

/** The ends of an axis are rounded to about this share of its range. */
const endsShare = 1 / 6;
/** A level line gets some air, so that its axis does not need ten decimals. */
const leastRelativeRange = 0.05;
const leastRange = 1e-9;

/** An axis that holds all of a range: round numbers at its ends, and some in between as ticks. */
export function roundAxis(low: number, high: number, mostTicks: number): Axis {
	const range = Math.max(high - low, Math.abs(high) * leastRelativeRange, leastRange);
	const endStep = roundStep(range * endsShare);
	const minimum = Math.floor((low / endStep) + 1e-9) * endStep;
	const maximum = Math.max(minimum + endStep, Math.ceil((high / endStep) - 1e-9) * endStep);
	const tickStep = roundStep((maximum - minimum) / Math.max(1, mostTicks));
	const ticks = multiples(tickStep, minimum, maximum);
	// With room for hardly any ticks, the two ends say the most.
	return ticks.length < 2
		? {
			minimum, maximum, ticks: [minimum, maximum], decimals: decimalsOf(endStep),
		}
		: {
			minimum, maximum, ticks, decimals: decimalsOf(tickStep),
		};
}

/** Round whole numbers within a range. */
export function wholeTicks(low: number, high: number, mostTicks: number): number[] {
	const step = roundStep((high - low) / Math.max(1, mostTicks));
	return multiples(Math.max(1, step), low, high).filter(tick => tick >= low && tick <= high);
}

function multiples(step: number, low: number, high: number): number[] {
	const decimals = decimalsOf(step);
	const first = Math.ceil((low / step) - 1e-9);
	const last = Math.floor((high / step) + 1e-9);
	// As text and back, so that 3 × 0.1 is 0.3.
	return Array.from({length: Math.max(0, last - first + 1)}, (_, index) => Number(((first + index) * step).toFixed(decimals)));
}

function decimalsOf(step: number): number {
	const power = Math.floor(Math.log10(step) + 1e-9);
	return Math.max(0, Math.min(20, -power));
}

/** The next of 1, 2, 5, 10, 20, 50 … that is at least as large. */
export function roundStep(step: number): number {
	const power = 10 ** Math.floor(Math.log10(step));
	const factor = [1, 2, 5].find(candidate => candidate * power >= step * (1 - 1e-9)) ?? 10;
	return factor * power;
}
