import {layOut, type Wish} from '../../lay-out.js';

/** What of the samples view fits a window; the temperature line and the stream always show. */
export type SamplesLayout = {
	/** The letters of the sample in focus stand beside the stream, else below it. */
	readonly isWide: boolean;
	/** Of all columns of samples together. */
	readonly streamWidth: number;
	/** How many columns of samples stand side by side, one going on where the one before it ends. */
	readonly streamCount: number;
	/** Of one of them. */
	readonly sampleWidth: number;
	readonly panelWidth: number;
	/** Rows of the stream, without its titles; each has so many samples as there are columns. */
	readonly streamRows: number;
	/** Whether the letters stand below the stream. */
	readonly hasLettersBelow: boolean;
	/** Rows of the share of copies over time: none, one, or a chart. */
	readonly copiedRows: number;
	readonly hasMeaning: boolean;
	readonly hasLegend: boolean;
	/** Empty lines: above the titles, then above the share of copies. */
	readonly spacers: number;
};

/** The widths of the columns of the stream; 0 for a column that is left out. */
export type StreamColumns = {readonly step: number; readonly text: number; readonly tag: number; readonly nearest: number};

/** Between stream and letters. */
export const panelGap = 3;
/** Rows of the letters below the stream. */
const lettersBelowRows = 3;
const tallCopiedRows = 7;

const leastWideWidth = 70;
const leastPanelWidth = 24;
/** With three likely letters and a bar, which is worth more than another column of samples. */
const usualPanelWidth = 64;
/** The temperature line and the titles of the stream. */
const fixedRows = 2;
const columnGap = 2;
const tagWidth = 'held-out'.length;
/** With the blanks around it. */
const focusWidth = 3;
const leastTextWidth = 8;
const mostTextWidth = 40;

/** Beside the row that the share of copies has at any rate. */
const chartRows = tallCopiedRows - 1;

type Part = 'letters' | 'copied' | 'meaning' | 'legend' | 'spacers' | 'chart';

/** From the most to the least wanted, each with the rows that the stream must keep. */
const wishes: ReadonlyArray<Wish<Part>> = [
	{part: 'letters', rows: lettersBelowRows, keep: 3},
	{part: 'copied', rows: 1, keep: 4},
	{part: 'meaning', rows: 1, keep: 5},
	{part: 'legend', rows: 1, keep: 6},
	{part: 'spacers', rows: 1, keep: 9},
	{part: 'spacers', rows: 2, keep: 11},
	{part: 'chart', rows: chartRows, keep: 18},
];

/**
Gives each part of the view its place: the stream takes what the others leave.

@param size - The cells between the margins; the rows between header and key bar.
@param hasTags - Whether samples are told apart by where they come from.
*/
export function layOutSamples({width, rows}: {readonly width: number; readonly rows: number}, columns: StreamColumns, hasTags: boolean): SamplesLayout {
	const isWide = width >= leastWideWidth;
	const {heights, left: streamRows} = layOut(rows - fixedRows, wishes, {
		letters: {most: isWide ? 0 : lettersBelowRows, least: lettersBelowRows}, copied: {most: Number(hasTags)}, meaning: {most: 1}, legend: {most: Number(hasTags)}, spacers: {most: hasTags ? 2 : 1}, chart: {most: hasTags ? chartRows : 0, least: chartRows},
	});
	const wholeWidth = widthOf(columns);
	const streamCount = isWide ? Math.max(1, Math.floor((width - usualPanelWidth) / (wholeWidth + panelGap))) : 1;
	const sampleWidth = isWide ? Math.min(wholeWidth, width - panelGap - leastPanelWidth) : width;
	const streamWidth = (streamCount * (sampleWidth + panelGap)) - panelGap;
	return {
		isWide,
		streamWidth,
		streamCount,
		sampleWidth,
		panelWidth: isWide ? width - panelGap - streamWidth : width,
		streamRows,
		hasLettersBelow: heights.letters > 0,
		copiedRows: heights.copied + heights.chart,
		hasMeaning: heights.meaning > 0,
		hasLegend: heights.legend > 0,
		spacers: heights.spacers,
	};
}

/**
The columns that a stream would take, if there were room for all of it.

@param blockSize - The longest text that there can be.
*/
export function idealColumns({step, blockSize, hasTags, hasNearest = hasTags}: {readonly step: number; readonly blockSize: number; readonly hasTags: boolean; readonly hasNearest?: boolean}): StreamColumns {
	const text = Math.min(mostTextWidth, Math.max(leastTextWidth + 1, blockSize));
	return {
		step, text, tag: hasTags ? tagWidth : 0, nearest: hasNearest ? text : 0,
	};
}

/** The columns within a width: the nearest documents go first, then the texts get shorter. */
export function fitColumns(ideal: StreamColumns, width: number): StreamColumns {
	if (widthOf(ideal) <= width) {
		return ideal;
	}

	const {step, tag} = ideal;
	const left = width - widthOf({
		step, text: 0, tag, nearest: 0,
	});
	const both = left - columnGap;
	if (ideal.nearest > 0 && both >= 2 * leastTextWidth) {
		const text = Math.min(ideal.text, Math.ceil(both / 2));
		return {
			step, text, tag, nearest: both - text,
		};
	}

	return {
		step, text: Math.min(ideal.text, left), tag, nearest: 0,
	};
}

function widthOf({step, text, tag, nearest}: StreamColumns): number {
	return step + focusWidth + text + [tag, nearest].reduce((sum, width) => sum + (width === 0 ? 0 : columnGap + width), 0);
}
