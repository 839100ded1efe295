import {basename, sep} from 'node:path';
import {cutText} from '../../../text/cut-text.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {drawCurveChart, drawLossChart, comparedRoleOf} from '../../../report/chart/loss-chart.js';
import {visibleText} from '../../../text/visible-text.js';
import {type Metric} from '../../../history/metric-history.js';
import {type Snapshot} from '../../../session/snapshot.js';
import {fitting} from '../../fitting.js';
import {type Theme} from '../../theme.js';
import {type ViewProps} from '../../view-props.js';
import {waitingLines} from '../../waiting-lines.js';
import {type OverviewLayout} from './overview-layout.js';

const gap = 3;
/** Another program may call its model anything. */
const longestName = 20;
const longestMetric = 30;

/** Where there is no room for the legend, a chart that is not of the loss of one run says of what it is. */
export function titledChart(view: ViewProps, width: number, {chartHeight, hasLegend}: Pick<OverviewLayout, 'chartHeight' | 'hasLegend'>): string[] {
	const {snapshot, state, theme, glyphs} = view;
	const metric = metricOf(snapshot, state);
	if (hasLegend || (metric === undefined && snapshot.neighbours.length === 0)) {
		return chartLines(view, width, chartHeight);
	}

	const title = metric
		? theme.paint('label', cutText(visibleText(metric.name, glyphs.isAscii), width, glyphs.isAscii))
		: legendLine(neighbourEntries(snapshot, theme, glyphs), width);
	return [title, ...chartLines(view, width, chartHeight - 1)];
}

function chartLines({snapshot, state, theme, glyphs}: ViewProps, width: number, height: number): string[] {
	const {source, lastStep} = snapshot;
	if (source && !lastStep) {
		return waitingLines(source, {width, height, theme});
	}

	const metric = metricOf(snapshot, state);
	const options = {
		...state, width, height, glyphs,
	};
	return (metric ? drawCurveChart(metric, snapshot, options) : drawLossChart(snapshot, options)).map(spans => theme.paintRow(spans));
}

/** The number that is shown instead of the loss; undefined where that is shown. */
function metricOf({metrics}: Snapshot, {metric}: ViewProps['state']): Metric | undefined {
	return metrics.find(({name}) => name === metric);
}

/** What is in the chart: in few words where there would be no room for all of it in more. */
export function legend({snapshot, state, theme, glyphs}: ViewProps, width: number): string {
	const {paint} = theme;
	const {lines, guide, mark, news, isAscii} = glyphs;
	const {evaluations, start, previous, learningRateChanges, coachHistory, baselines, mode} = snapshot;
	// Of what another program trains on, not everything may be known.
	const isValidated = mode === 'watch' || (start?.dataset.validationDocumentCount ?? 0) > 0;
	const axis = state.isLogarithmic ? ', log axis' : '';
	const metric = metricOf(snapshot, state);
	const entries: ReadonlyArray<LegendEntry | false | undefined> = metric
		? [
			{sample: paint('raw', lines.raw[4].repeat(2)), names: [cutText(visibleText(metric.name, isAscii), longestMetric, isAscii).trimEnd() + axis]},
			{sample: paint('smoothed', lines.smoothed[4].repeat(2)), names: ['running mean']},
		]
		: [
			...neighbourEntries(snapshot, theme, glyphs),
			{sample: paint('raw', lines.raw[4].repeat(2)), names: isValidated ? [`loss${axis}`] : [`loss on the training data${axis}`, `training loss${axis}`]},
			{sample: paint('smoothed', lines.smoothed[4].repeat(2)), names: ['running mean']},
			evaluations.length > 0 && {sample: paint('validation', lines.validation[4].repeat(2)), names: ['validation']},
			previous && {sample: paint('previous', lines.previous[4].repeat(2)), names: [`${cutText(visibleText(previous.name, isAscii), longestName, isAscii).trimEnd()} before`]},
			(mode !== 'watch' || baselines !== undefined) && {sample: paint('guide', guide.repeat(2)), names: ['baselines']},
			learningRateChanges.length > 0 && {sample: paint('mark', ` ${mark}`), names: ['rate changed', 'rate']},
			coachHistory.length > 0 && {sample: paint('news', ` ${news}`), names: ['coach message', 'coach']},
		];
	return legendLine(entries.filter(entry => entry !== false && entry !== undefined), width);
}

function legendLine(shown: readonly LegendEntry[], width: number): string {
	const sampleWidth = 3;
	const fit = (names: readonly string[]) => fitting(names, width - sampleWidth, gap + sampleWidth);
	const [long, short] = [0, -1].map(place => shown.map(({names}) => names.at(place)!));
	const kept = fit(long).length === long.length ? long : fit(short);
	return shown.map(({sample, names}) => ({sample, name: names.find(name => kept.includes(name))}))
		.filter(({name}) => name !== undefined)
		.map(({sample, name}) => `${sample} ${name}`).join(' '.repeat(gap));
}

/** The runs that are watched side by side: the shown one is drawn with lines, each of the others with its letter. */
function neighbourEntries({neighbours}: Snapshot, {paint}: Theme, {lines, isAscii}: Glyphs): LegendEntry[] {
	const names = neighbours.map(({name}) => basename(name));
	const isClear = new Set(names).size === names.length;
	return neighbours.map(({mark, name, isShown}, index) => {
		// Of logs that are called the same, the folders tell which is which.
		const full = visibleText(isClear ? names[index] : name.split(sep).slice(-2).join(sep), isAscii);
		return {
			sample: isShown ? paint('smoothed', mark + lines.smoothed[4]) : paint(comparedRoleOf(mark), mark.repeat(2)),
			names: [cutText(full, longestName, isAscii).trimEnd(), mark],
		};
	});
}

/** A sign of the chart with what it stands for, in more words and in fewer. */
type LegendEntry = {readonly sample: string; readonly names: readonly string[]};
