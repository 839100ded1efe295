import {countedIn} from '../session/counted.js';
import {type CurvePoint} from '../session/loss-history.js';
import {type Snapshot} from '../session/snapshot.js';
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
export function drawLossChart(snapshot: Snapshot, {isRecent = false, hasGuides = true, hasLosses = true, compared = [], ...options}: LossChartOptions): ChartSpan[][] {
	const {evaluations, previous, learningRateChanges, coachHistory, lastStep, start} = snapshot;
	const step = lastStep?.step ?? 1;
	const comparedTo = Math.max(0, ...compared.map(other => other.curve.at(-1)?.lastStep ?? 0));
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
	return drawChart({
		...options,
		series,
		counted: countedIn(start),
		guides: hasGuides ? guidesOf(snapshot, isRecent) : [],
		marks: [...coachHistory.map(message => ({step: message.step, role: 'news' as const})), ...learningRateChanges.map(change => ({step: change.step, role: 'mark' as const}))],
		// Where only some steps are told, the latest go further back.
		steps: isRecent ? [Math.min(curve.at(0)?.firstStep ?? 1, Math.max(1, step - 1)), Math.max(2, step)] : [1, Math.max(comparedTo, lastVisibleStep(step, start ? start.training.steps : leastSteps))],
	});
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
