import {type CurvePoint} from '../../../history/curve-point.js';
import {pointAt} from '../../../history/known-points.js';
import {type ChartPicture} from '../../../report/chart/chart.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {formatCount} from '../../../text/format.js';
import {sampleText} from '../../../report/sample-text.js';
import {visibleText} from '../../../text/visible-text.js';
import {countedIn} from '../../../history/counted.js';
import {type Snapshot} from '../../../session/snapshot.js';
import {type ActivityEvent} from '../../../training/events.js';
import {type ToldStart} from '../../../training/told-events.js';
import {Page} from '../../components/page.js';
import {type Fact, factsOf} from '../../facts.js';
import {fitOrLast, fitting} from '../../fitting.js';
import {noteLine} from '../../status-note.js';
import {type Look, type Theme} from '../../theme.js';
import {progressBar} from '../../progress-bar.js';
import {useInspection} from '../../hooks/use-inspection.js';
import {type StepAnswer, useStepAnswer} from '../../hooks/use-step-answer.js';
import {indentPicture, stack} from '../../spots.js';
import {cursorOf, pastOf, stepBefore} from '../../step-cursor.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {chartSpot} from './chart-spot.js';
import {layOutOverview, type OverviewLayout} from './overview-layout.js';
import {laneLines, laneRows} from './lanes-table.js';
import {legend, titledChart} from './overview-chart.js';
import {stepReadout} from './step-readout.js';
import {stripCount, stripLines} from './strips.js';

const margin = 1;
const gap = 3;
/** A learning rate, or steps a second with their thousands grouped. */
const widestValue = 10;

export type OverviewProps = ViewProps & {
	/** What is known of the step under the cursor besides what the snapshot has. */
	readonly answer?: StepAnswer;
	/** What is known of the updates against the weights. */
	readonly ratios?: readonly CurvePoint[];
};

/** The overview of a run that answers what one asks about its steps. */
export function LiveOverview(view: LiveViewProps) {
	const {snapshot, state, ask} = view;
	const step = cursorOf(state, snapshot);
	const known = step === undefined ? undefined : pointAt(snapshot, step);
	const answer = useStepAnswer(ask, step, known !== undefined && known.firstStep === known.lastStep);
	// What is not seen is not measured.
	const hasRatios = snapshot.mode === 'training' && layOutView(view).strips === stripCount(snapshot, state.metric);
	return hasRatios ? <MeasuredOverview {...view} answer={answer}/> : <Overview {...view} answer={answer}/>;
}

/** The same of a run whose updates are measured now and then. */
function MeasuredOverview(view: LiveViewProps & OverviewProps) {
	const {ask, snapshot} = view;
	const ratios = useInspection(ask, 'updateRatios', [], {step: snapshot.lastStep?.step ?? 0});
	return <Overview {...view} {...(ratios && {ratios})}/>;
}

/** The run in one screen: progress, loss chart, figures, what is going on, keys. */
export function Overview({answer = {}, ratios = [], ...view}: OverviewProps) {
	const {snapshot, columns, theme, glyphs} = view;
	const isInPast = pastOf(view) !== undefined;
	const layout = layOutView(view);
	const width = columns - (2 * margin);
	const {lines: chart, picture} = titledChart(view, width, layout);
	// It may have a title.
	const chartRows = picture?.rows.length ?? 0;
	const readout = picture && readoutLine(view, picture, answer, width);
	// It comes in the place of something, so that nothing moves because of it.
	const place = layout.hasLegend ? 'legend' : (layout.hasNote ? 'note' : 'facts');
	const inPlace = (part: typeof place, lines: readonly string[]) => readout !== undefined && part === place ? [readout, ...lines.slice(1)] : lines;
	const head = [
		...(layout.hasDatasetLine ? [theme.paint('label', datasetLine(snapshot, width, glyphs))] : []),
		...(layout.spacers > 0 ? [''] : []),
		...chart.slice(0, chart.length - chartRows),
	];
	const below = [
		...(picture
			? stripLines(snapshot, {
				picture, ratios, rows: layout.strips, width, isInPast, theme, glyphs,
			})
			: Array.from({length: layout.strips}, () => '')),
		...(layout.hasLegend ? inPlace('legend', [legend(view, width)]) : []),
		...(layout.spacers > 1 ? [''] : []),
		...(layout.lanes > 0 ? laneLines(view.shown, width, {...view, isInPast}).slice(0, layout.lanes) : []),
		progressLine(snapshot, width, isInPast, view),
		...inPlace('facts', factRows(factsOf(snapshot, glyphs), layout.factColumns, width, theme).slice(0, layout.factRows)),
		...(layout.hasSamples ? [samplesLine(snapshot, width, theme, glyphs)] : []),
		...(layout.hasNote ? inPlace('note', [noteLine(view, width)]) : []),
	];
	const drawn = stack([
		{lines: head},
		{lines: chart.slice(chart.length - chartRows), spots: picture ? [chartSpot(view, picture, width)] : []},
		{lines: below},
	]);
	return <Page {...view} {...indentPicture(drawn, margin)}/>;
}

function layOutView({snapshot, shown, state, columns, rows, glyphs}: ViewProps): OverviewLayout {
	return layOutOverview(columns, rows, {facts: factsOf(snapshot, glyphs).length, strips: stripCount(snapshot, state.metric), lanes: laneRows(shown)});
}

/** What is known of the step under the cursor; undefined while there is none. */
function readoutLine({snapshot, state, glyphs, theme: {paint}}: ViewProps, {columnOf}: ChartPicture, answer: StepAnswer, width: number): string | undefined {
	const step = cursorOf(state, snapshot);
	if (step === undefined) {
		return undefined;
	}

	const isInColumn = (other: number) => columnOf(other) === columnOf(step);
	// The same sign as in the header.
	const sign = stepBefore(state, snapshot) === undefined ? '' : `${glyphs.past} `;
	return paint('paused', sign) + stepReadout(snapshot, {
		step, answer, isInColumn, metric: state.metric, width: width - sign.length, glyphs,
	});
}

function datasetLine({start, saving, mode, source}: Snapshot, width: number, {separator, isAscii}: Glyphs): string {
	if (!start) {
		return '';
	}

	const {model: {vocabSize}, engine, seed} = start;
	// Another program may not tell of its data; then it is good to know where its run comes from.
	const data = dataText(start, isAscii) ?? (source && `from ${visibleText(source.name, isAscii)}`);
	const parts = [
		...(data === undefined ? [] : [data]),
		...(saving.folder === undefined ? [] : [saving.step === undefined ? 'not saved yet' : `saved at step ${formatCount(saving.step)}`]),
		...(vocabSize === undefined ? [] : [`${formatCount(vocabSize)} tokens`]),
		...(mode === 'watch' || engine === undefined ? [] : [`engine ${visibleText(engine, isAscii)}`]),
		...(mode === 'watch' || seed === undefined ? [] : [`seed ${seed}`]),
		...(source?.countsFromZero ? [`${countedIn(start)} 0 there is ${countedIn(start)} 1 here`] : []),
		...(start.counts === 'lines' ? ['no steps told: lines are counted'] : []),
	];
	return fitting(parts, width, 3).join(` ${separator} `);
}

/** The name of the data, and how much there is of it; undefined if neither is known. */
function dataText({dataset, model: {blockSize}}: ToldStart, isAscii: boolean): string | undefined {
	const {name, documentCount, truncatedDocumentCount = 0, mode} = dataset;
	const at = blockSize === undefined ? '' : ` at ${formatCount(blockSize)}`;
	const cut = truncatedDocumentCount > 0 ? ` (${formatCount(truncatedDocumentCount)} cut off${at})` : '';
	const parts = [
		...(name === undefined ? [] : [visibleText(name, isAscii)]),
		...(documentCount === undefined ? [] : [`${formatCount(documentCount)} ${mode === 'stream' ? 'windows' : 'documents'}${cut}`]),
	];
	return parts.length === 0 ? undefined : parts.join(': ');
}

/** What the model makes up, the newest first. */
function samplesLine({samples}: Snapshot, width: number, {paint}: Theme, {separator, isAscii}: Glyphs): string {
	const label = 'made up';
	const texts = samples.map(({text}) => sampleText(text, isAscii)).toReversed();
	const line = texts.length === 0 ? '-' : fitting(texts, width - label.length - 2, 3).join(` ${separator} `);
	return `${paint('label', label)}  ${line}`;
}

/** How far the run is; beside a step of the past, it is said that this is now, and so is what stands below. */
function progressLine({lastStep, start, activity, source}: Snapshot, width: number, isInPast: boolean, {theme, glyphs}: Look): string {
	const {paint} = theme;
	const now = isInPast ? 'now at ' : '';
	const total = start?.training.steps;
	const step = lastStep?.step ?? 0;
	if (activity) {
		return activityLine(activity, {step, now}, width, {theme, glyphs});
	}

	const counted = now + countedIn(start);
	if (total === undefined) {
		// Another program has not told how many there will be, nor maybe how many there have been.
		return `${paint('label', counted)} ${source && !lastStep ? '-' : formatCount(step)}`;
	}

	const share = Math.min(1, step / total);

	const counter = `${formatCount(step).padStart(formatCount(total).length)} / ${formatCount(total)}`;
	// Rounded down: it says 100% when the run is done and not before.
	const percent = `${Math.floor(share * 100)}%`.padStart(4);
	return `${paint('label', counted)} ${counter}  ${progressBar(share, width - counted.length - 1 - counter.length - percent.length - 3, {theme, glyphs})} ${percent}`;
}

/** What goes on between two steps, as long as it goes on, in the place of the progress of the run. */
function activityLine({activity, done, total}: ActivityEvent, {step, now}: {readonly step: number; readonly now: string}, width: number, {theme, glyphs}: Look): string {
	const unit = activity === 'evaluating' ? 'documents' : 'tokens';
	const counter = `${formatCount(done).padStart(formatCount(total).length)} of ${formatCount(total)}`;
	const wordings = [`${now}step ${formatCount(step)}: ${activity} ${counter} ${unit}`, `${now}step ${formatCount(step)}: ${activity} ${counter}`, `${activity} ${counter}`];
	const text = fitOrLast(wordings, width);
	return `${theme.paint('label', text)}  ${progressBar(done / total, width - text.length - 2, {theme, glyphs})}`;
}

/** The facts in columns of one width, so that no number moves when another one grows. */
function factRows(facts: readonly Fact[], columnCount: number, width: number, {paint}: Theme): string[] {
	const cellWidth = Math.floor((width + gap) / columnCount) - gap;
	const cells = facts.map(({label, shortLabel, value}) => {
		const name = label.length + 1 + widestValue <= cellWidth ? label : shortLabel;
		return `${paint('label', name)}${' '.repeat(Math.max(1, cellWidth - name.length - value.length))}${paint('value', value)}`;
	});
	return Array.from({length: Math.ceil(cells.length / columnCount)}, (_, row) =>
		cells.slice(row * columnCount, (row + 1) * columnCount).join(' '.repeat(gap)));
}
