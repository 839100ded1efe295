import {layOut, type Wish} from '../../lay-out.js';

/** What of the overview fits a window; everything that is not counted here always shows. */
export type OverviewLayout = {
	readonly chartHeight: number;
	readonly factColumns: number;
	readonly factRows: number;
	readonly hasNote: boolean;
	readonly hasSamples: boolean;
	/** Rows for the runs that go in step. */
	readonly lanes: number;
	readonly hasDatasetLine: boolean;
	readonly hasLegend: boolean;
	/** Rows under the chart for what goes along with the loss. */
	readonly strips: number;
	/** Empty lines: below the header, then above the facts. */
	readonly spacers: number;
};

/** The smallest window that can show anything useful. */
export const smallestWindow = {columns: 40, rows: 10} as const;

/** Header, progress and key bar. */
const fixedRows = 3;
/** A fact that spells out its label, with the gap to the next. */
const factWidth = 26;

/** The titles and two runs: less says nothing. */
const leastLaneRows = 3;

type Part = 'facts' | 'note' | 'samples' | 'lanes' | 'datasetLine' | 'legend' | 'strips' | 'spacers';

/** From the most to the least wanted, each with the height that the chart must keep. */
const wishes: ReadonlyArray<Wish<Part>> = [
	{part: 'facts', rows: 1, keep: 4},
	{part: 'note', rows: 1, keep: 5},
	...Array.from({length: 7}, (_, index) => ({part: 'lanes' as const, rows: index + 1, keep: 5})),
	{part: 'facts', rows: 2, keep: 5},
	{part: 'samples', rows: 1, keep: 6},
	{part: 'facts', rows: 3, keep: 7},
	{part: 'datasetLine', rows: 1, keep: 8},
	{part: 'legend', rows: 1, keep: 8},
	{part: 'strips', rows: 1, keep: 10},
	{part: 'facts', rows: 4, keep: 9},
	{part: 'facts', rows: 5, keep: 11},
	{part: 'facts', rows: 6, keep: 12},
	{part: 'spacers', rows: 1, keep: 14},
	{part: 'spacers', rows: 2, keep: 15},
	{part: 'strips', rows: 2, keep: 16},
	{part: 'strips', rows: 3, keep: 16},
];

/**
Gives each part of the overview its rows: the chart takes what the others leave, and they fold
away one after the other as the window shrinks.

@param rows - The rows that the view may fill.
@param counts - How many facts, strips and rows of runs there are.
*/
export function layOutOverview(columns: number, rows: number, counts: {readonly facts: number; readonly strips?: number; readonly lanes?: number}): OverviewLayout {
	const {facts, strips = 0, lanes = 0} = counts;
	const factColumns = Math.max(2, Math.floor(columns / factWidth));
	const {heights, left: chartHeight} = layOut(rows - fixedRows, wishes, {
		facts: {most: Math.ceil(facts / factColumns)}, note: {most: 1}, samples: {most: lanes === 0 ? 1 : 0}, lanes: {most: lanes, least: Math.min(lanes, leastLaneRows)}, datasetLine: {most: 1}, legend: {most: 1}, strips: {most: strips}, spacers: {most: 2},
	});
	return {
		chartHeight,
		factColumns,
		factRows: heights.facts,
		hasNote: heights.note > 0,
		hasSamples: heights.samples > 0,
		lanes: heights.lanes,
		hasDatasetLine: heights.datasetLine > 0,
		hasLegend: heights.legend > 0,
		strips: heights.strips,
		spacers: heights.spacers,
	};
}
