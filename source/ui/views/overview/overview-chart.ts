import {basename, sep} from 'node:path';
import {cutText} from '../../../text/cut-text.js';
import {type ChartPicture} from '../../../report/chart/chart.js';
import {fineSample, isDrawnFine} from '../../../report/chart/fine-curves.js';
import {
	comparedRoleOf,
	drawCurveChart,
	drawLossChart,
	earlierRoleOf,
} from '../../../report/chart/loss-chart.js';
import {visibleText} from '../../../text/visible-text.js';
import {type Metric} from '../../../history/metric-history.js';
import {type Snapshot} from '../../../session/snapshot.js';
import {othersOf, type ShownRun} from '../../../shows/show.js';
import {fitting} from '../../fitting.js';
import {cursorOf, rangeOf} from '../../step-cursor.js';
import {type ViewProps} from '../../view-props.js';
import {waitingLines} from '../../waiting-lines.js';
import {type OverviewLayout} from './overview-layout.js';

const gap = 3;
/** Between entries in few words. */
const legendGaps = [gap, 2, 1];
/** Another program may call its model anything. */
const longestName = 20;
const longestMetric = 30;

/** The lines of a chart, and where things are in it; that is undefined while there is no chart to show. */
export type ShownChart = {readonly lines: string[]; readonly picture: ChartPicture | undefined};

/** Where there is no room for the legend, a chart that is not of the loss of one run says of what it is. */
export function titledChart(view: ViewProps, width: number, {chartHeight, hasLegend}: Pick<OverviewLayout, 'chartHeight' | 'hasLegend'>): ShownChart {
	const {snapshot, state, theme, glyphs} = view;
	const metric = metricOf(snapshot, state);
	if (hasLegend || (metric === undefined && markedIn(view).length === 0)) {
		return drawChart(view, width, chartHeight);
	}

	const title = metric
		? theme.paint('label', cutText(visibleText(metric.name, glyphs.isAscii), width, glyphs.isAscii))
		: legendLine(entriesOfMarked(view), width, markedIn(view).length);
	const {lines, picture} = drawChart(view, width, chartHeight - 1);
	return {lines: [title, ...lines], picture};
}

function drawChart(view: ViewProps, width: number, height: number): ShownChart {
	const {snapshot, state, theme, glyphs} = view;
	const {source, lastStep} = snapshot;
	if (source && !lastStep) {
		return {lines: waitingLines(source, {width, height, theme}), picture: undefined};
	}

	const metric = metricOf(snapshot, state);
	const options = {
		...state,
		width,
		height,
		glyphs,
		others: othersOf(view.shown),
		range: rangeOf(state, snapshot),
		isLogX: state.chart.isLogX,
		isZoomed: state.chart.isZoomed,
		isFine: state.chart.isFine,
		cursors: [state.chart.mark, cursorOf(state, snapshot)].filter(step => step !== undefined),
	};
	const picture = metric ? drawCurveChart(metric, snapshot, options) : drawLossChart(snapshot, options);
	return {lines: picture.rows.map(spans => theme.paintRow(spans)), picture};
}

/** The number that is shown instead of the loss; undefined where that is shown. */
function metricOf({metrics}: Snapshot, {metric}: ViewProps['state']): Metric | undefined {
	return metrics.find(({name}) => name === metric);
}

/** What is in the chart: in few words where there would be no room for all of it in more. */
export function legend(view: ViewProps, width: number): string {
	const {snapshot, state, theme, glyphs} = view;
	const {paint} = theme;
	const {scatter, guide, mark, isAscii} = glyphs;
	const {evaluations, start, learningRateChanges, coachHistory, baselines, mode} = snapshot;
	// Of what another program trains on, not everything may be known.
	const isValidated = mode === 'watch' || (start?.dataset.validationDocumentCount ?? 0) > 0;
	const axis = (state.isLogarithmic ? ', log axis' : '') + (state.chart.isZoomed ? ', close-up' : '');
	const metric = metricOf(snapshot, state);
	const entries: ReadonlyArray<LegendEntry | false | undefined> = metric
		? [
			{sample: paint('raw', scatter), names: [cutText(visibleText(metric.name, isAscii), longestMetric, isAscii).trimEnd() + axis]},
			{sample: sampleOf('smoothed', view), names: ['running mean']},
		]
		: [
			...entriesOfMarked(view),
			{sample: paint('raw', scatter), names: isValidated ? [`loss${axis}`] : [`loss on the training data${axis}`, `training loss${axis}`]},
			{sample: sampleOf('smoothed', view), names: ['running mean']},
			evaluations.length > 0 && {sample: sampleOf('validation', view), names: ['validation']},
			...earlierEntries(view),
			(mode !== 'watch' || baselines !== undefined) && {sample: paint('guide', guide.repeat(2)), names: ['baselines']},
			learningRateChanges.length > 0 && {sample: paint('mark', ` ${mark}`), names: ['rate changed', 'rate']},
			coachHistory.length > 0 && {sample: paint('news', isAscii ? ' 1' : ' ①'), names: ['coach message', 'coach']},
		];
	return legendLine(entries.filter(entry => entry !== false && entry !== undefined), width, metric ? 0 : markedIn(view).length);
}

/** Those that are over, each with its name. */
function earlierEntries(view: ViewProps): LegendEntry[] {
	const {isAscii} = view.glyphs;
	const earlier = othersOf(view.shown).filter(({mark}) => mark === undefined);
	return earlier.map(({name}, index) => ({
		sample: sampleOf(earlierRoleOf(index, earlier.length), view),
		names: [`${cutText(visibleText(name, isAscii), longestName, isAscii).trimEnd()} before`],
	}));
}

/** Two cells of a curve. */
function sampleOf(role: 'smoothed' | 'validation' | 'previous' | 'older', {state, theme, glyphs}: ViewProps): string {
	const isFine = state.chart.isFine && isDrawnFine(role, glyphs);
	return theme.paint(role, isFine ? fineSample(role, glyphs) : glyphs.lines[role][4].repeat(2));
}

/**
The entries in one line.

@param needed - How many of them, from the first on, are to be there even if they have to stand closer together.
*/
function legendLine(shown: readonly LegendEntry[], width: number, needed: number): string {
	const sampleWidth = 3;
	const namesAt = (place: number) => shown.map(({names}) => names.at(place)!);
	const layouts = [{names: namesAt(0), between: gap, least: shown.length}, ...legendGaps.map(between => ({names: namesAt(-1), between, least: needed}))]
		.map(({names, between, least}) => ({kept: fitting(names, width - sampleWidth, between + sampleWidth), between, least}));
	const {kept, between} = layouts.find(layout => layout.kept.length >= layout.least) ?? layouts.at(-1)!;
	return shown.map(({sample, names}) => ({sample, name: names.find(name => kept.includes(name))}))
		.filter(({name}) => name !== undefined)
		.map(({sample, name}) => `${sample} ${name}`).join(' '.repeat(between));
}

type MarkedRun = ShownRun & {readonly mark: NonNullable<ShownRun['mark']>};

/** The runs that go on side by side. */
function markedIn({shown: {runs}}: ViewProps): MarkedRun[] {
	return runs.filter((run): run is MarkedRun => run.mark !== undefined);
}

/** Those: the one in focus is drawn with lines, each of the others with its letter. */
function entriesOfMarked(view: ViewProps): LegendEntry[] {
	const {shown: {runs, focus}, theme: {paint}, glyphs: {lines, isAscii}} = view;
	const marked = markedIn(view);
	const names = marked.map(({name}) => basename(name));
	const isClear = new Set(names).size === names.length;
	return marked.map((run, index) => {
		const {mark, name} = run;
		// Of logs that are called the same, the folders tell which is which.
		const full = visibleText(isClear ? names[index] : name.split(sep).slice(-2).join(sep), isAscii);
		return {
			sample: run === runs[focus] ? paint('smoothed', mark + lines.smoothed[4]) : paint(comparedRoleOf(mark), mark.repeat(2)),
			names: [cutText(full, longestName, isAscii).trimEnd(), mark],
		};
	});
}

/** A sign of the chart with what it stands for, in more words and in fewer. */
type LegendEntry = {readonly sample: string; readonly names: readonly string[]};
