import {type Snapshot} from '../session/snapshot.js';
import {type ChartSpan} from './canvas.js';
import {type ChartGuide, type ChartSeries, drawChart} from './chart.js';
import {type Glyphs} from './glyphs.js';

/** The x axis shows at least so many steps, so that the first ones do not fill the picture. */
const leastSteps = 50;

/** The loss chart of a run: every loss, the running mean, the validation loss and the baselines. */
export function drawLossChart(snapshot: Snapshot, {width, height, glyphs}: {width: number; height: number; glyphs: Glyphs}): ChartSpan[][] {
	const {curve, evaluations, baselines, lastStep, start} = snapshot;
	const middle = (point: {firstStep: number; lastStep: number}) => (point.firstStep + point.lastStep) / 2;
	const series: ChartSeries[] = [
		{
			role: 'raw',
			points: curve.map(point => ({
				x: middle(point), low: point.minimum, mean: point.mean, high: point.maximum,
			})),
			reduction: 'extreme',
		},
		{
			role: 'smoothed',
			points: curve.map(point => levelPoint(middle(point), point.runningMean)),
			reduction: 'mean',
		},
		{
			role: 'validation',
			points: evaluations.map(({step, validationLoss}) => levelPoint(step, validationLoss)),
			reduction: 'mean',
		},
	];
	const guides: ChartGuide[] = baselines
		? [{label: 'uniform', value: baselines.uniform}, {label: 'unigram', value: baselines.unigram}, {label: 'bigram', value: baselines.bigram}]
		: [];
	return drawChart({
		series, guides, width, height, glyphs, steps: [1, lastVisibleStep(lastStep?.step ?? 1, start?.training.steps ?? leastSteps)],
	});
}

/**
Where the x axis ends: at the next of 50, 100, 200, 500 … and never past the end of the run. The
curve grows into the free half and the picture rescales a few times in a run, not every frame.
*/
function lastVisibleStep(step: number, totalSteps: number): number {
	let limit = leastSteps;
	for (let index = 0; limit < step; index++) {
		limit *= index % 3 === 2 ? 2.5 : 2;
	}

	return Math.max(2, Math.min(limit, totalSteps));
}

function levelPoint(x: number, value: number) {
	return {
		x, low: value, mean: value, high: value,
	};
}
