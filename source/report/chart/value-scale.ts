import {type Axis, roundAxis} from './axis.js';
import {type ChartGuide, type ChartSeries} from './chart-series.js';

/** A y axis with the place of each value on it. */
export type ValueScale = Axis & {
	/** From 0 at the top to 1 at the bottom; outside of that where the axis ends before. */
	readonly depthOf: (value: number) => number;
};

export type ValueScaleOptions = {
	readonly series: readonly ChartSeries[];
	readonly guides: readonly ChartGuide[];
	/** Other values to which the axis is to reach. */
	readonly reach: readonly number[];
	readonly steps: readonly [from: number, to: number];
	readonly mostTicks: number;
	readonly isLogarithmic: boolean;
};

/** A chart of larger values is cut off, so that their range is still a number. */
const largestValue = 1e300;
/** Below this ratio round numbers tell a logarithmic axis better than powers of ten. */
const leastDecadeRatio = 30;
/** Where a logarithmic axis of values that are not above 0 begins. */
const smallestLogarithm = 1e-6;

/** The scale on which all series, the guides that are always shown and some other values can be seen. */
export function valueScale({mostTicks, isLogarithmic, ...reached}: ValueScaleOptions): ValueScale {
	const [low, high] = rangeOf(reached);
	if (!isLogarithmic) {
		const axis = low > high ? roundAxis(0, 1, 1) : roundAxis(low, high, mostTicks);
		return {...axis, depthOf: value => (axis.maximum - value) / (axis.maximum - axis.minimum)};
	}

	const minimum = Math.max(smallestLogarithm, low > high ? 0.1 : low * 0.98);
	const maximum = Math.max(minimum * 1.05, low > high ? 1 : high * 1.02);
	const ratio = Math.log(maximum / minimum);
	return {
		...logarithmicTicks(minimum, maximum, mostTicks),
		minimum,
		maximum,
		depthOf: value => Math.log(maximum / Math.max(value, smallestLogarithm / 10)) / ratio,
	};
}

function rangeOf({series, guides, reach, steps}: Pick<ValueScaleOptions, 'series' | 'guides' | 'reach' | 'steps'>): [low: number, high: number] {
	const [from, to] = steps;
	const curves = series.flatMap(({points}) => points.filter(({x}) => x >= from && x <= to).map(({value}) => value));
	const levels = guides.filter(({isAlwaysShown}) => isAlwaysShown).map(({value}) => value);
	return [...curves, ...levels, ...reach].filter(value => Number.isFinite(value)).map(value => bounded(value))
		.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** 1, 2 and 5 times powers of ten, or round numbers where those would be too few. */
function logarithmicTicks(minimum: number, maximum: number, mostTicks: number): Pick<Axis, 'ticks' | 'decimals'> {
	if (maximum / minimum < leastDecadeRatio) {
		const axis = roundAxis(minimum, maximum, mostTicks);
		return {ticks: axis.ticks.filter(tick => tick >= minimum && tick <= maximum), decimals: axis.decimals};
	}

	const firstPower = Math.floor(Math.log10(minimum));
	const powers = Array.from({length: Math.ceil(Math.log10(maximum)) - firstPower + 1}, (_, index) => firstPower + index);
	const isIn = (tick: number) => tick >= minimum && tick <= maximum;
	const candidates = [[1, 2, 5], [1, 3], [1]].map(factors => powers.flatMap(power => factors.map(factor => Number(`${factor}e${power}`)).filter(tick => isIn(tick))));
	const ticks = candidates.find(({length}) => length <= mostTicks) ?? candidates.at(-1)!;
	return {ticks, decimals: Math.max(0, Math.min(6, -firstPower))};
}

/** A number of which some millions have a sum. */
export function bounded(value: number): number {
	return Math.max(-largestValue, Math.min(largestValue, value));
}
