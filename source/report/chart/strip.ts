import {type ChartSpan} from './canvas.js';
import {type ChartPicture} from './chart.js';
import {drawColumns} from './column-chart.js';
import {type Glyphs} from './glyphs.js';
import {type SeriesPoint} from './chart-series.js';
import {resample} from './resample.js';

/** A number over the steps of a chart, in one row. */
export type Strip = {
	/** Its name, in the room of the labels of the y axis; the longest wording first. */
	readonly labels: readonly string[];
	/** Its last value and its range; the longest wording first. */
	readonly values: readonly string[];
	/** Steps of the chart, with rising x. */
	readonly points: readonly SeriesPoint[];
	/** Whether there is something between two points as well. */
	readonly isWhole: boolean;
};

/** Draws a strip under a chart: the higher a column, the nearer its value is to the highest of those that are shown; 0 is a line. */
export function drawStrip({labels, values, points, isWhole}: Strip, {plot: {left, width}, columnOf}: ChartPicture, chartWidth: number, glyphs: Glyphs): ChartSpan[] {
	const scale = {hasStep: () => true, shareOf: (step: number) => (columnOf(step) - left) / Math.max(1, width - 1)};
	const {first, values: heights} = resample(points, scale, width);
	const known = isWhole ? undefined : new Set(points.map(({x}) => columnOf(x) - left));
	const highest = heights.reduce((most, value) => Math.max(most, value), 0);
	const row = heights.map((value, index) => known === undefined || known.has(first + index)
		? drawColumns([highest > 0 ? Math.max(0, value / highest) : 0], {height: 1, columnWidth: 1, gap: 0}, glyphs)[0]
		: ' ').join('');
	const label = labels.find(({length}) => length < left) ?? '';
	const margin = chartWidth - left - width;
	// What is not named at the left is named at the right.
	const texts = label === '' ? values.map(text => `${labels[0]} ${text}`) : values;
	const value = texts.find(({length}) => length < margin) ?? '';
	return [
		{role: 'axis', text: label.padStart(left - 1).padEnd(left)},
		{role: 'strip', text: (' '.repeat(first) + row).padEnd(width)},
		{role: 'axis', text: ` ${value}`.padEnd(margin).slice(0, margin)},
	];
}
