import {type Baselines} from '../../data/baselines.js';
import {type CurvePoint, middleOf} from '../../history/curve-point.js';
import {type LearningRateChange} from '../../history/recorded-run.js';
import {toDecimals} from '../../text/decimals.js';
import {type ToldEval} from '../../training/told-events.js';
import {type ComparedRole} from './canvas.js';
import {type ChartGuide, type ChartMark, type ChartSeries} from './chart-series.js';

/** What a chart of a run shows. How that is drawn, in cells or in pixels, is not known here. */
export type RunChart = {
	/** Every loss, or the stretches that are known; none where only their means are wanted. */
	readonly losses: readonly CurvePoint[];
	/** Running means one over the other, the last on top. */
	readonly means: ReadonlyArray<{readonly role: 'previous' | 'older' | 'smoothed' | ComparedRole; readonly curve: readonly CurvePoint[]}>;
	readonly evaluations: readonly ToldEval[];
	readonly guides: readonly ChartGuide[];
	readonly marks: readonly ChartMark[];
	/** The first and the last step of the x axis. */
	readonly steps: readonly [from: number, to: number];
};

/** The curves, in the order in which they are drawn. */
export function seriesOf({means, evaluations}: Pick<RunChart, 'means' | 'evaluations'>): ChartSeries[] {
	const validation: ChartSeries = {role: 'validation', points: evaluations.map(({step, validationLoss}) => ({x: step, value: validationLoss}))};
	const curves = means.map(({role, curve}): ChartSeries => ({role, points: curve.map(point => ({x: middleOf(point), value: point.runningMean}))}));
	// Where both are in one place, the mean of the run is the one to see, unless it would hide the only evaluation.
	return evaluations.length === 1 ? [...curves, validation] : [...curves.slice(0, -1), validation, ...curves.slice(-1)];
}

/** The baselines. Those that every model meets are where the curve goes, and may show from the start; the others come into range. */
export function guidesOf(baselines: Baselines | undefined, isAlwaysShown = true): ChartGuide[] {
	const guides = [
		{label: 'uniform', value: baselines?.uniform, isAlwaysShown},
		{label: 'unigram', value: baselines?.unigram, isAlwaysShown},
		{label: 'bigram', value: baselines?.bigram, isAlwaysShown},
		{label: 'trigram', value: baselines?.trigram, isAlwaysShown: false},
		{label: '4-gram', value: baselines?.fourgram, isAlwaysShown: false},
	];
	return guides.filter((guide): guide is ChartGuide => Number.isFinite(guide.value));
}

/** The name and the value of a guide. */
export function guideText({label, value}: ChartGuide): string {
	return `${label} ${toDecimals(value, 2)}`;
}

/** Where the learning rate was changed by hand. */
export function changeMarks(changes: ReadonlyArray<Pick<LearningRateChange, 'step'>>): ChartMark[] {
	return changes.map(({step}) => ({step, role: 'mark'}));
}
