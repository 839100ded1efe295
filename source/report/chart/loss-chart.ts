import {countedIn} from '../../history/counted.js';
import {type CurvePoint} from '../../history/loss-history.js';
import {type Metric} from '../../history/metric-history.js';
import {type Neighbour, type Snapshot} from '../../session/snapshot.js';
import {type ChartSpan, type ComparedRole} from './canvas.js';
import {drawChart} from './chart.js';
import {type ChartGuide, type ChartSeries} from './chart-series.js';
import {type Glyphs} from './glyphs.js';
import {type SeriesPoint} from './resample.js';

export type LossChartOptions = {
	readonly width: number;
	readonly height: number;
	readonly glyphs: Glyphs;
	readonly isLogarithmic?: boolean;
	readonly hasGuides?: boolean;
	/** Every loss, besides their running mean. */
	readonly hasLosses?: boolean;
	/** The latest steps only. */
	readonly isRecent?: boolean;
	/** Saved runs over which the run is drawn; the x axis reaches to the last step of the longest. */
	readonly compared?: ReadonlyArray<{readonly role: ComparedRole; readonly curve: readonly CurvePoint[]}>;
};

/** The x axis shows at least so many steps, so that the first ones do not fill the picture. */
const leastSteps = 50;
/** Of so many steps a column of the picture shows the loss that is farthest from their mean. */
const mostStepsOneByOne = 10;
/** A loss so many times as far from the mean as usual is a spike. */
const spikeReach = 3;
/** A run that has diverged is not to press the one that is on into a line. */
const mostCompared = 10;
/** What was told last that shows when only that is wanted: so many steps, where each is told. */
const recentSteps = 200;

/** The loss chart of a run: every loss, the running mean, the validation loss and the baselines. */
export function drawLossChart(snapshot: Snapshot, {isRecent = false, hasGuides = true, hasLosses = true, compared: saved = [], ...options}: LossChartOptions): ChartSpan[][] {
	const {evaluations, previous, neighbours, learningRateChanges, coachHistory, lastStep, start} = snapshot;
	const step = lastStep?.step ?? 1;
	const others = neighbours.filter(({isShown}) => !isShown).map(({mark, curve}) => ({role: comparedRoleOf(mark), curve}));
	const compared = [...saved, ...others];
	const comparedTo = lastStepOf(saved);
	// Those that are still trained may come further than the one that is shown.
	const furthest = Math.max(step, lastStepOf(others));
	const curve = isRecent ? snapshot.recentCurve.slice(-recentSteps) : snapshot.curve;
	const series: ChartSeries[] = [
		{
			role: 'raw',
			points: hasLosses ? rawPoints(curve, options.width) : [],
			reduction: 'extreme',
		},
		{role: 'previous', points: meansOf(comparable(previous?.curve ?? [])), reduction: 'mean'},
		...compared.map(other => ({role: other.role, points: meansOf(comparable(other.curve)), reduction: 'mean' as const})),
		{role: 'smoothed', points: meansOf(curve), reduction: 'mean'},
		{
			role: 'validation',
			points: evaluations.map(evaluation => levelPoint(evaluation.step, evaluation.validationLoss)),
			reduction: 'mean',
		},
	];
	const visibleTo = lastVisibleStep(furthest, start ? totalOf(start.training.steps, furthest) : leastSteps);
	return drawChart({
		...options,
		series,
		counted: countedIn(start),
		guides: hasGuides ? guidesOf(snapshot, isRecent) : [],
		marks: [...coachHistory.map(message => ({step: message.step, role: 'news' as const})), ...learningRateChanges.map(change => ({step: change.step, role: 'mark' as const}))],
		steps: isRecent ? recentStretch(curve, step) : [1, Math.max(comparedTo, visibleTo)],
	});
}

function lastStepOf(runs: ReadonlyArray<{readonly curve: readonly CurvePoint[]}>): number {
	return Math.max(0, ...runs.map(({curve}) => curve.at(-1)?.lastStep ?? 0));
}

/** Where another run has more steps than this one plans, its end is not that of the picture. */
function totalOf(plannedSteps: number | undefined, furthest: number): number | undefined {
	return plannedSteps === undefined || plannedSteps < furthest ? undefined : plannedSteps;
}

const comparedRoles = {
	a: 'comparedA', b: 'comparedB', c: 'comparedC', d: 'comparedD', e: 'comparedE', f: 'comparedF',
} as const;

/** Each of several runs keeps its letter and its colour, whichever is shown. */
export function comparedRoleOf(mark: Neighbour['mark']): ComparedRole {
	return comparedRoles[mark];
}

/** Any curve over the steps of a run as the loss is drawn: every value, and their running mean. */
export function drawCurveChart({curve: whole, recentCurve}: Pick<Metric, 'curve' | 'recentCurve'>, {lastStep, start}: Snapshot, {isRecent = false, ...options}: LossChartOptions): ChartSpan[][] {
	const step = lastStep?.step ?? 1;
	const curve = isRecent ? recentCurve.slice(-recentSteps) : whole;
	return drawChart({
		...options,
		series: [
			{role: 'raw', points: rawPoints(curve, options.width), reduction: 'extreme'},
			{role: 'smoothed', points: meansOf(curve), reduction: 'mean'},
		],
		guides: [],
		counted: countedIn(start),
		steps: isRecent ? recentStretch(curve, step) : [1, lastVisibleStep(step, start ? start.training.steps : leastSteps)],
	});
}

/** Where only some steps are told, the latest go further back. */
function recentStretch(curve: readonly CurvePoint[], step: number): [from: number, to: number] {
	return [Math.min(curve.at(0)?.firstStep ?? 1, Math.max(1, step - 1)), Math.max(2, step)];
}

/** The baselines. Those that every model meets show from the start: they are where the curve goes. The others come into range. */
function guidesOf({baselines}: Snapshot, isRecent: boolean): ChartGuide[] {
	if (!baselines) {
		return [];
	}

	const guides = [
		{label: 'uniform', value: baselines.uniform, isAlwaysShown: !isRecent},
		{label: 'unigram', value: baselines.unigram, isAlwaysShown: !isRecent},
		{label: 'bigram', value: baselines.bigram, isAlwaysShown: !isRecent},
		{label: 'trigram', value: baselines.trigram, isAlwaysShown: false},
		{label: '4-gram', value: baselines.fourgram, isAlwaysShown: false},
	];
	return guides.filter((guide): guide is ChartGuide => guide.value !== undefined);
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

/**
Every loss, or, where a column of the picture stands for many steps, their mean: the lowest and the
highest of hundreds would say little, and would look like a loss that grows. A spike shows at any rate.
*/
function rawPoints(curve: readonly CurvePoint[], width: number): SeriesPoint[] {
	const stepsPerColumn = (curve.at(-1)?.lastStep ?? 0) / width;
	const reaches = curve.map(({mean, maximum}) => maximum - mean).toSorted((a, b) => a - b);
	const usualReach = stepsPerColumn > mostStepsOneByOne ? reaches[Math.floor(reaches.length / 2)] : 0;
	return curve.map(point => {
		const {mean, minimum, maximum} = point;
		const x = middle(point);
		if (usualReach === 0) {
			return {
				x, low: minimum, mean, high: maximum,
			};
		}

		return maximum - mean > spikeReach * usualReach
			? {
				x, low: mean, mean, high: maximum,
			}
			: levelPoint(x, mean);
	});
}

function comparable(curve: readonly CurvePoint[]): CurvePoint[] {
	return curve.filter(({runningMean}) => runningMean < mostCompared);
}

function meansOf(curve: readonly CurvePoint[]) {
	return curve.map(point => levelPoint(middle(point), point.runningMean));
}

function middle({firstStep, lastStep}: CurvePoint): number {
	return (firstStep + lastStep) / 2;
}

function levelPoint(x: number, value: number) {
	return {
		x, low: value, mean: value, high: value,
	};
}
