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
	readonly steps: readonly [from: number, to: number];
	readonly mostTicks: number;
	readonly isLogarithmic: boolean;
};

/** A chart of larger values is cut off, so that their range is still a number. */
const largestValue = 1e300;
/** The share of the values at either end that may lie outside if they are far away. */
const outlierShare = 0.01;
/** How many times the range of the others is far away. */
const farAway = 2;
/** Below this ratio round numbers tell a logarithmic axis better than powers of ten. */
const leastDecadeRatio = 30;
/** Where a logarithmic axis of values that are not above 0 begins. */
const smallestLogarithm = 1e-6;

/** The scale on which all series and guides can be seen, single outliers excepted. */
export function valueScale({series, guides, steps, mostTicks, isLogarithmic}: ValueScaleOptions): ValueScale {
	const [low, high] = rangeOf(series, guides, steps);
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

function rangeOf(series: readonly ChartSeries[], guides: readonly ChartGuide[], [from, to]: readonly [number, number]): [low: number, high: number] {
	const all: number[] = [];
	const raw: number[] = [];
	for (const {role, points} of series) {
		const values = role === 'raw' ? raw : all;
		for (const {x, low, high} of points) {
			if (x >= from && x <= to && Number.isFinite(low) && Number.isFinite(high)) {
				values.push(bounded(low), bounded(high));
			}
		}
	}

	all.push(...withoutOutliers(raw), ...guides.filter(({isAlwaysShown}) => isAlwaysShown).map(({value}) => value));
	return all.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}

/** The ends of the values, but for single ones that are so far away that they would press the others flat. */
function withoutOutliers(values: readonly number[]): number[] {
	if (values.length === 0) {
		return [];
	}

	const sorted = Float64Array.from(values).toSorted();
	const last = sorted.length - 1;
	const lower = sorted[Math.ceil(last * outlierShare)];
	const upper = sorted[Math.floor(last * (1 - outlierShare))];
	const reach = upper > lower ? (upper - lower) * farAway : Infinity;
	return [Math.max(sorted[0], lower - reach), Math.min(sorted[last], upper + reach)];
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

function bounded(value: number): number {
	return Math.max(-largestValue, Math.min(largestValue, value));
}
