/** What of the overview fits a window; everything that is not counted here always shows. */
export type OverviewLayout = {
	readonly chartHeight: number;
	readonly factColumns: number;
	readonly factRows: number;
	readonly hasNote: boolean;
	readonly hasSamples: boolean;
	readonly hasDatasetLine: boolean;
	readonly hasLegend: boolean;
	/** Empty lines: below the header, then above the facts. */
	readonly spacers: number;
};

/** The smallest window that can show anything useful. */
export const smallestWindow = {columns: 40, rows: 10} as const;

/** Header, progress and key bar. */
const fixedRows = 3;
/** A fact that spells out its label, with the gap to the next. */
const factWidth = 26;

/** From the most to the least wanted, each with the height that the chart must keep. */
const wishes = [
	{part: 'factRow', leastChartHeight: 4},
	{part: 'note', leastChartHeight: 5},
	{part: 'factRow', leastChartHeight: 5},
	{part: 'samples', leastChartHeight: 6},
	{part: 'factRow', leastChartHeight: 7},
	{part: 'datasetLine', leastChartHeight: 8},
	{part: 'legend', leastChartHeight: 8},
	{part: 'factRow', leastChartHeight: 9},
	{part: 'factRow', leastChartHeight: 11},
	{part: 'factRow', leastChartHeight: 12},
	{part: 'spacer', leastChartHeight: 14},
	{part: 'spacer', leastChartHeight: 15},
] as const;

/**
Gives each part of the overview its rows: the chart takes what the others leave, and they fold
away one after the other as the window shrinks.

@param rows - The rows that the view may fill.
*/
export function layOutOverview(columns: number, rows: number, factCount: number): OverviewLayout {
	const factColumns = Math.max(2, Math.floor(columns / factWidth));
	const mostFactRows = Math.ceil(factCount / factColumns);
	const counts = {
		factRow: 0, note: 0, samples: 0, datasetLine: 0, legend: 0, spacer: 0,
	};
	let chartHeight = rows - fixedRows;
	for (const {part, leastChartHeight} of wishes) {
		const isWanted = part !== 'factRow' || counts.factRow < mostFactRows;
		if (!(isWanted && chartHeight - 1 >= leastChartHeight)) {
			continue;
		}

		counts[part]++;
		chartHeight--;
	}

	return {
		chartHeight,
		factColumns,
		factRows: counts.factRow,
		hasNote: counts.note > 0,
		hasSamples: counts.samples > 0,
		hasDatasetLine: counts.datasetLine > 0,
		hasLegend: counts.legend > 0,
		spacers: counts.spacer,
	};
}
