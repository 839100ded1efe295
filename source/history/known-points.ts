import {type CurvePoint} from './curve-point.js';

/** A curve as far as it is known: the whole of it in stretches, and what came last one by one. */
export type KnownCurve = {
	readonly curve: readonly CurvePoint[];
	readonly recentCurve: readonly CurvePoint[];
};

/** The shortest stretch that is known with a step in it; undefined where nothing was told of it. */
export function pointAt({curve, recentCurve}: KnownCurve, step: number): CurvePoint | undefined {
	return findPoint(recentCurve, step) ?? findPoint(curve, step);
}

/** The next step of which something is known: this one, or one after it or, with −1, before it; undefined where there is none. */
export function knownStep({curve, recentCurve}: KnownCurve, step: number, direction: 1 | -1): number | undefined {
	const steps = [curve, recentCurve].map(points => nextIn(points, step, direction)).filter(found => found !== undefined);
	return steps.length === 0 ? undefined : (direction === 1 ? Math.min(...steps) : Math.max(...steps));
}

/** All that is known of some steps, each as shortly as it is known: what came last one by one, before that the stretches. */
export function knownPoints({curve, recentCurve}: KnownCurve, [from, to]: readonly [from: number, to: number]): CurvePoint[] {
	const recentFrom = recentCurve.at(0)?.firstStep ?? Infinity;
	const isIn = ({firstStep, lastStep}: CurvePoint) => lastStep >= from && firstStep <= to;
	return [...curve.filter(point => point.lastStep < recentFrom && isIn(point)), ...recentCurve.filter(point => isIn(point))];
}

function findPoint(points: readonly CurvePoint[], step: number): CurvePoint | undefined {
	return points.find(({firstStep, lastStep}) => firstStep <= step && lastStep >= step);
}

function nextIn(points: readonly CurvePoint[], step: number, direction: 1 | -1): number | undefined {
	if (direction === 1) {
		const point = points.find(({lastStep}) => lastStep >= step);
		return point && Math.max(step, point.firstStep);
	}

	const point = points.findLast(({firstStep}) => firstStep <= step);
	return point && Math.min(step, point.lastStep);
}
