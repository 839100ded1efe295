import {
	changeMarks,
	guidesOf,
	guideText,
	type RunChart,
} from '../chart/run-chart.js';
import {safeText} from '../../text/safe-text.js';
import {
	drawMark,
	drawRaw,
	drawSmooth,
	drawStraight,
	drawValidation,
	rawCurveOf,
	rounded,
} from './chart-curves.js';
import {
	type ChartFrame,
	frameOf,
	leaderWidth,
} from './chart-frame.js';
import {
	drawLegend,
	legendOf,
	legendRowHeight,
	legendRows,
} from './chart-legend.js';
import {
	chartStyle,
	cutToWidth,
	headingSize,
	textSize,
} from './chart-style.js';
import {contentsOf, type ExportedRun, type ExportContents} from './exported-run.js';
import {
	type Content,
	element,
	type Markup,
	styleElement,
} from './markup.js';
import {curveText, sizeText, subjectOf} from './run-texts.js';
import {spreadLabels} from './label-places.js';

/** The size of a picture in pixels. */
export type PictureSize = {readonly width: number; readonly height: number};

/** What is left free at the edges of a picture of its own; in a page the text beside it has the same edge. */
const ownPadding = 20;

export type ChartPictureOptions = PictureSize & {
	/** Tells the picture from others on the same page. */
	readonly id: string;
	/** Whether it brings its own looks and heading; a page has those of its own. */
	readonly isAlone: boolean;
};

/**
The loss curve of a run as a file in SVG: for light and dark grounds, without scripts or anything from
elsewhere.

@param size - At least 320 times 240.
@throws CheckpointError if the events have no start.
*/
export function svgOf(run: ExportedRun, {width = 960, height = 480}: Partial<PictureSize> = {}): string {
	const {markup} = chartPicture(contentsOf(run), {
		width, height, id: 'chart', isAlone: true,
	});
	return `<?xml version="1.0" encoding="UTF-8"?>\n${markup}\n`;
}

/** The loss curve of a run as an element. */
export function chartPicture(contents: ExportContents, {width, height, id, isAlone}: ChartPictureOptions): Markup {
	const padding = isAlone ? ownPadding : 0;
	const chart = runChartOf(contents);
	const legendTop = isAlone ? ownPadding + headingSize + textSize + 16 : 0;
	const layOut = (rowCount: number) => frameOf(chart, {
		width, height, padding, top: legendTop + (rowCount * legendRowHeight) + 34,
	});
	// How many rows the legend takes depends on what it says of the columns, whose width does not depend on it.
	const raw = rawCurveOf(chart, layOut(1));
	const rows = legendRows(legendOf(chart, raw), width - (2 * padding));
	const frame = layOut(rows.length);
	return element(
		'svg',
		{
			xmlns: 'http://www.w3.org/2000/svg', class: 'chart', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-labelledby': `${id}-title ${id}-description`,
		},
		element('title', {id: `${id}-title`}, `The loss of ${subjectOf(contents)}`),
		element('desc', {id: `${id}-description`}, curveText(contents)),
		...(isAlone ? [styleElement(chartStyle)] : []),
		element('rect', {class: 'ground', width, height}),
		...(isAlone ? headingOf(contents, width) : []),
		...drawLegend(rows, [padding, legendTop]),
		drawText('loss, nats a token', [padding, frame.top - 14]),
		...drawAxes(frame),
		...frame.guides.map(({value}) => drawStraight('curve guide', [frame.left, frame.y(value)], [frame.right, frame.y(value)])),
		...(chart.losses.length > 0 ? [...drawRaw(raw, frame), ...chart.means.map(({curve}) => drawSmooth(curve, frame))] : []),
		...drawValidation(chart, frame),
		...drawGuideLabels(frame),
		...chart.marks.filter(({step}) => step <= contents.stepCount).map(({step}) => drawMark(frame.x(step), frame.bottom)),
	);
}

function runChartOf({curve, stepCount, evaluations, baselines, learningRateChanges}: ExportContents): RunChart {
	const from = (curve[0]?.firstStep ?? 1) - 1;
	return {
		losses: curve,
		means: [{role: 'smoothed', curve}],
		evaluations,
		guides: guidesOf(baselines),
		marks: changeMarks(learningRateChanges),
		steps: [from, Math.max(from + 1, stepCount)],
	};
}

/** What the run is, and how large and long. */
function headingOf(contents: ExportContents, width: number): Markup[] {
	const subject = subjectOf(contents);
	const cut = (text: string, size: number) => cutToWidth(safeText(text), width - (2 * ownPadding), size);
	const baseline = ownPadding + (headingSize * 0.8);
	return [
		drawText(cut(subject, headingSize), [ownPadding, baseline], {class: 'heading foreign'}),
		drawText(cut(sizeText(contents), textSize), [ownPadding, baseline + textSize + 10]),
	];
}

function drawAxes({left, right, bottom, lossTicks, stepTicks}: ChartFrame): Markup[] {
	const middle = textSize * 0.35;
	return [
		...lossTicks.map(({at}) => drawStraight('grid', [left, at], [right, at])),
		...lossTicks.map(({at, label}) => drawText(label, [left - 8, at + middle], {'text-anchor': 'end'})),
		drawStraight('axis', [left, bottom], [right, bottom]),
		...stepTicks.map(({at}) => drawStraight('axis', [at, bottom], [at, bottom + 5])),
		...stepTicks.map(({at, label}) => drawText(label, [at, bottom + 19], {'text-anchor': 'middle'})),
		drawText('step', [right, bottom + 36], {'text-anchor': 'end'}),
	];
}

/** Each beside the end of its line, or near it where several lines end close together. */
function drawGuideLabels({guides, right, top, bottom, y}: ChartFrame): Markup[] {
	const ends = guides.map(({value}) => y(value));
	const places = spreadLabels(ends, {distance: textSize + 3, low: top, high: bottom});
	return guides.flatMap((guide, index) => [
		drawStraight('leader', [right, ends[index]], [right + leaderWidth - 5, places[index]]),
		drawText(guideText(guide), [right + leaderWidth, places[index] + (textSize * 0.35)]),
	]);
}

function drawText(text: Content, [x, y]: readonly [number, number], attributes: Readonly<Record<string, string>> = {}): Markup {
	return element('text', {...attributes, x: rounded(x), y: rounded(y)}, text);
}
