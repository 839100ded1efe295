import {type SeriesPoint} from './chart-series.js';
import {type StepScale} from './step-scale.js';
import {bounded} from './value-scale.js';

/** One value for each column from the first to the last that the series reaches. */
export type Columns = {readonly first: number; readonly values: readonly number[]};

/**
Brings a series to columns: several points of one column become their mean, columns between two
points are filled along a straight line. Points that are not finite are left out.

@param points - With rising x.
@param scale - From the first column to the last; points outside of it are left out.
*/
export function resample(points: readonly SeriesPoint[], {hasStep, shareOf}: Pick<StepScale, 'hasStep' | 'shareOf'>, columnCount: number): Columns {
	const buckets = new Map<number, {sum: number; count: number}>();
	for (const {x, value} of points) {
		if (!hasStep(x) || !Number.isFinite(value)) {
			continue;
		}

		const column = Math.round(shareOf(x) * (columnCount - 1));
		const bucket = buckets.get(column);
		if (bucket) {
			bucket.sum += bounded(value);
			bucket.count++;
		} else {
			buckets.set(column, {sum: bounded(value), count: 1});
		}
	}

	const known = [...buckets].map(([column, {sum, count}]) => ({column, value: sum / count}));
	return {first: known[0]?.column ?? 0, values: interpolate(known)};
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
