import {numbered} from '../../coach/coach-message.js';
import {countedIn} from '../../history/counted.js';
import {type CurvePoint} from '../../history/curve-point.js';
import {knownPoints} from '../../history/known-points.js';
import {type Metric} from '../../history/metric-history.js';
import {type Snapshot} from '../../session/snapshot.js';
import {type ShownRun} from '../../shows/show.js';
import {type ComparedRole} from './canvas.js';
import {type ChartPicture, drawChart} from './chart.js';
import {closeUp} from './close-up.js';
import {type Glyphs} from './glyphs.js';
import {
	changeMarks,
	guidesOf,
	type RunChart,
	seriesOf,
} from './run-chart.js';

export type LossChartOptions = {
	readonly width: number;
	readonly height: number;
	readonly glyphs: Glyphs;
	readonly isLogarithmic?: boolean;
	/** Whether the x axis is logarithmic. */
	readonly isLogX?: boolean;
	/** Whether the y axis is only of the curve and the baselines next to it. */
	readonly isZoomed?: boolean;
	/** Whether curves are drawn with dots. */
	readonly isFine?: boolean;
	readonly hasGuides?: boolean;
	/** Every loss, besides their running mean. */
	readonly hasLosses?: boolean;
	/** The latest steps only. */
	readonly isRecent?: boolean;
	/** These steps only. */
	readonly range?: readonly [from: number, to: number] | undefined;
	/** Steps that one looks at. */
	readonly cursors?: readonly number[];
	/** Saved runs over which the run is drawn; the x axis reaches to the last step of the longest. */
	readonly compared?: ReadonlyArray<{readonly role: ComparedRole; readonly curve: readonly CurvePoint[]}>;
	/** The other runs on the screen; those without a mark are over. */
	readonly others?: ReadonlyArray<Pick<ShownRun, 'mark' | 'curve'>>;
};

/** The x axis shows at least so many steps, so that the first ones do not fill the picture. */
const leastSteps = 50;
/** A run that has diverged is not to press the one that is on into a line. */
const mostCompared = 10;
/** What was told last that shows when only that is wanted: so many steps, where each is told. */
const recentSteps = 200;

/** The loss chart of a run: every loss, the running mean, the validation loss and the baselines. */
export function drawLossChart(snapshot: Snapshot, {isRecent: wantsLatest = false, range, hasGuides = true, hasLosses = true, compared: saved = [], others = [], ...options}: LossChartOptions): ChartPicture {
	const isRecent = wantsLatest && !range;
	const {evaluations, baselines, learningRateChanges, coachHistory, coachForgotten, lastStep, start} = snapshot;
	const step = lastStep?.step ?? 1;
	const earlier = others.filter(({mark}) => mark === undefined);
	const beside = others.flatMap(({mark, curve}) => mark === undefined ? [] : [{role: comparedRoleOf(mark), curve}]);
	const compared = [...saved, ...beside];
	const comparedTo = lastStepOf(saved);
	// Those that are still trained may come further than the one that is shown.
	const furthest = Math.max(step, lastStepOf(beside));
	const curve = range ? knownPoints(snapshot, range) : (isRecent ? snapshot.recentCurve.slice(-recentSteps) : snapshot.curve);
	const visibleTo = lastVisibleStep(furthest, start ? totalOf(start.training.steps, furthest) : leastSteps);
	return drawRunChart({
		losses: hasLosses ? curve : [],
		means: [
			...earlier.map(({curve: earlierCurve}, index) => ({role: earlierRoleOf(index, earlier.length), curve: comparable(earlierCurve)})),
			...compared.map(other => ({role: other.role, curve: comparable(other.curve)})),
			{role: 'smoothed', curve},
		],
		evaluations,
		guides: hasGuides ? guidesOf(baselines, !isRecent && !range) : [],
		marks: [...numbered(coachHistory, coachForgotten).map(({step: at, number}) => ({step: at, role: 'news' as const, number})), ...changeMarks(learningRateChanges)],
		steps: range ?? (isRecent ? recentStretch(curve, step) : [1, Math.max(comparedTo, visibleTo)]),
	}, countedIn(start), options);
}

function drawRunChart(chart: RunChart, counted: string, {isZoomed = false, ...options}: Pick<LossChartOptions, 'width' | 'height' | 'glyphs' | 'isLogarithmic' | 'isLogX' | 'isZoomed' | 'isFine' | 'cursors'>): ChartPicture {
	const {losses, guides, marks, steps} = chart;
	return drawChart({
		...options, losses, values: isZoomed ? closeUp(chart) : undefined, series: seriesOf(chart), guides, marks, steps, counted,
	});
}

function lastStepOf(runs: ReadonlyArray<{readonly curve: readonly CurvePoint[]}>): number {
	return Math.max(0, ...runs.map(({curve}) => curve.at(-1)?.lastStep ?? 0));
}

/** Where another run has more steps than this one plans, its end is not that of the picture. */
function totalOf(plannedSteps: number | undefined, furthest: number): number | undefined {
	return plannedSteps === undefined || plannedSteps < furthest ? undefined : plannedSteps;
}

/** The one just before, and those before that. */
export function earlierRoleOf(index: number, count: number): 'previous' | 'older' {
	return index === count - 1 ? 'previous' : 'older';
}

const comparedRoles = {
	a: 'comparedA', b: 'comparedB', c: 'comparedC', d: 'comparedD', e: 'comparedE', f: 'comparedF',
} as const;

/** Each of several runs keeps its letter and its colour, whichever is shown. */
export function comparedRoleOf(mark: NonNullable<ShownRun['mark']>): ComparedRole {
	return comparedRoles[mark];
}

/** Any curve over the steps of a run as the loss is drawn: every value, and their running mean. */
export function drawCurveChart({curve: whole, recentCurve}: Pick<Metric, 'curve' | 'recentCurve'>, {lastStep, start}: Snapshot, {isRecent = false, range, ...options}: LossChartOptions): ChartPicture {
	const step = lastStep?.step ?? 1;
	const curve = range ? knownPoints({curve: whole, recentCurve}, range) : (isRecent ? recentCurve.slice(-recentSteps) : whole);
	return drawRunChart({
		losses: curve,
		means: [{role: 'smoothed', curve}],
		evaluations: [],
		guides: [],
		marks: [],
		steps: range ?? (isRecent ? recentStretch(curve, step) : [1, lastVisibleStep(step, start ? start.training.steps : leastSteps)]),
	}, countedIn(start), options);
}

/** The first and the last of the steps that show where only the latest are wanted. */
export function latestSteps(recentCurve: readonly CurvePoint[], step: number): [from: number, to: number] {
	return recentStretch(recentCurve.slice(-recentSteps), step);
}

/** Where only some steps are told, the latest go further back. */
function recentStretch(curve: readonly CurvePoint[], step: number): [from: number, to: number] {
	return [Math.min(curve.at(0)?.firstStep ?? 1, Math.max(1, step - 1)), Math.max(2, step)];
}

/**
Where the x axis ends: at the next of 50, 100, 200, 500 … and never past the end of the run. The
curve grows into the free half and the picture rescales a few times in a run, not every frame.
*/
function lastVisibleStep(step: number, totalSteps = Infinity): number {
	let limit = leastSteps;
	for (let index = 0; limit < step; index++) {
		limit *= index % 3 === 2 ? 2.5 : 2;
	}

	return Math.max(2, Math.min(limit, totalSteps));
}

function comparable(curve: readonly CurvePoint[]): CurvePoint[] {
	return curve.filter(({runningMean}) => runningMean < mostCompared);
}
