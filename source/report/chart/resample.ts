import {type StepScale} from './step-scale.js';

/** One stretch of a series: where it is and the values that it stands for. */
export type SeriesPoint = {
	readonly x: number;
	readonly low: number;
	readonly mean: number;
	readonly high: number;
};

/** `extreme` keeps the value farthest from the mean, so that a spike survives; `mean` is calm. */
export type Reduction = 'extreme' | 'mean';

/** One value for each column from the first to the last that the series reaches. */
export type Columns = {readonly first: number; readonly values: readonly number[]};

type Bucket = {sum: number; count: number; low: number; high: number};

/**
Brings a series to columns: several points of one column become one value, columns between two
points are filled along a straight line. Points that are not finite are left out.

@param points - With rising x.
@param scale - From the first column to the last; points outside of it are left out.
*/
export function resample(points: readonly SeriesPoint[], reduction: Reduction, {reaches, shareOf}: Pick<StepScale, 'reaches' | 'shareOf'>, columnCount: number): Columns {
	const buckets = new Map<number, Bucket>();
	for (const {x, low, mean, high} of points) {
		if (!reaches(x) || !Number.isFinite(low) || !Number.isFinite(mean) || !Number.isFinite(high)) {
			continue;
		}

		const column = Math.round(shareOf(x) * (columnCount - 1));
		const bucket = buckets.get(column);
		if (bucket) {
			bucket.sum += mean;
			bucket.count++;
			bucket.low = Math.min(bucket.low, low);
			bucket.high = Math.max(bucket.high, high);
		} else {
			buckets.set(column, {
				sum: mean, count: 1, low, high,
			});
		}
	}

	const known = [...buckets].map(([column, bucket]) => ({column, value: reduce(bucket, reduction)}));
	return {first: known[0]?.column ?? 0, values: interpolate(known)};
}

function reduce({sum, count, low, high}: Bucket, reduction: Reduction): number {
	const mean = sum / count;
	if (reduction === 'mean') {
		return mean;
	}

	return high - mean >= mean - low ? high : low;
}

function interpolate(known: ReadonlyArray<{readonly column: number; readonly value: number}>): number[] {
	const values: number[] = [];
	for (const [index, {column, value}] of known.entries()) {
		const previous = known[index - 1] ?? {column: column - 1, value};
		const distance = column - previous.column;
		for (let offset = 1; offset <= distance; offset++) {
			values.push(previous.value + ((value - previous.value) * offset / distance));
		}
	}

	return values;
}
