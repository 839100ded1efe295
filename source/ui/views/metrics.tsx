import {cutText} from '../../text/cut-text.js';
import {formatCount, formatLoss} from '../../text/format.js';
import {drawLittleChart, metricText} from '../../report/chart/little-chart.js';
import {visibleText} from '../../text/visible-text.js';
import {type CurvePoint} from '../../history/curve-point.js';
import {type Snapshot} from '../../session/snapshot.js';
import {type ToldEval} from '../../training/told-events.js';
import {frameRows, Page} from '../components/page.js';
import {useCursor} from '../hooks/use-cursor.js';
import {type ViewProps} from '../view-props.js';

const margin = 1;
const gap = 3;
const leastCell = 24;
const mostChartRows = 6;

/** A number with its last value and its course; undefined is not known. */
type Cell = {readonly name: string; readonly value: string; readonly curve: readonly CurvePoint[]; readonly isOpen: boolean};

/** All numbers that another program tells, side by side: the name, the last value and a little chart of each. */
export function Metrics(view: ViewProps) {
	const {columns, rows, state, snapshot, glyphs, theme: {paint}} = view;
	const cells = cellsOf(snapshot, state.metric);
	const room = rows - frameRows;
	const across = Math.max(1, Math.floor((columns - (2 * margin) + gap) / (leastCell + gap)));
	const lineCount = Math.ceil(cells.length / across);
	// As high as there is room for all of them, with an empty line between two.
	const fitting = Math.floor(room / Math.max(1, lineCount)) - 2;
	const chartRows = Math.max(1, Math.min(mostChartRows, fitting));
	const hasGap = lineCount * (chartRows + 2) <= room;
	const height = chartRows + 1 + Number(hasGap);
	const shownLines = lineCount * height <= room ? lineCount : Math.floor((room - 1) / height);
	const first = useCursor(state.cursor.row, Math.max(0, lineCount - shownLines));
	const width = Math.floor((columns - (2 * margin) + gap) / across) - gap;
	const size = {width, chartRows, view};
	const lines = Array.from({length: Math.min(shownLines, lineCount)}, (_, line) => {
		const inLine = cells.slice((first + line) * across, (first + line + 1) * across).map(cell => cellLines(cell, size));
		return [...sideBySide(inLine, chartRows + 1), ...(hasGap ? [''] : [])];
	}).flat();
	if (cells.length === 0) {
		return <Page {...view} lines={[paint('label', ' No number has been told yet.')]}/>;
	}

	const last = Math.min(cells.length, (first + shownLines) * across);
	const place = `${formatCount((first * across) + 1)}-${formatCount(last)} of ${formatCount(cells.length)}: up and down move`;
	const more = shownLines < lineCount ? [paint('label', ' '.repeat(margin) + cutText(place, columns - margin, glyphs.isAscii).trimEnd())] : [];
	return <Page {...view} lines={[...lines, ...more]} idle={['up', 'down']}/>;
}

function cellsOf({lastStep, curve, evaluations, metrics}: Snapshot, chosen: string | undefined): Cell[] {
	const evaluation = evaluations.at(-1);
	return [
		...(lastStep
			? [{
				name: 'loss', value: formatLoss(lastStep.loss), curve, isOpen: chosen === undefined,
			}]
			: []),
		...(evaluation
			? [{
				name: 'validation loss', value: formatLoss(evaluation.validationLoss), curve: evaluations.map(told => pointOf(told)), isOpen: false,
			}]
			: []),
		...metrics.map(metric => ({
			name: metric.name, value: metricText(metric.last), curve: metric.curve, isOpen: metric.name === chosen,
		})),
	];
}

function pointOf({step, validationLoss: loss}: ToldEval): CurvePoint {
	return {
		firstStep: step, lastStep: step, mean: loss, minimum: loss, maximum: loss, runningMean: loss,
	};
}

function sideBySide(cells: readonly string[][], height: number): string[] {
	return Array.from({length: height}, (_, row) => ' '.repeat(margin) + cells.map(texts => texts[row]).join(' '.repeat(gap)));
}

function cellLines({name, value, curve, isOpen}: Cell, {width, chartRows, view}: {width: number; chartRows: number; view: ViewProps}): string[] {
	const {snapshot, glyphs, theme: {paint}} = view;
	// Brackets tell the one whose chart is on the overview, as they do of the views.
	const shown = isOpen ? `[${visibleText(name, glyphs.isAscii)}]` : visibleText(name, glyphs.isAscii);
	const label = cutText(shown, width - value.length - 1, glyphs.isAscii);
	const from = snapshot.curve.at(0)?.firstStep ?? 1;
	const steps = [from, Math.max(from + 1, snapshot.lastStep?.step ?? 1)] as const;
	const chart = drawLittleChart(curve, {width, height: chartRows, steps}, glyphs);
	return [
		`${paint(isOpen ? 'key' : 'label', label)} ${paint('value', value)}`,
		...chart.map(row => paint('smoothed', row.padEnd(width))),
	];
}
