import {type ChartSpan} from '../../source/report/chart/canvas.js';
import {type ChartOptions, drawChart} from '../../source/report/chart/chart.js';
import {type ChartSeries} from '../../source/report/chart/chart-series.js';
import {unicodeGlyphs} from '../../source/report/chart/glyphs.js';

/** An empty chart of a hundred steps. */
export const emptyChart: ChartOptions = {
	series: [], guides: [], width: 80, height: 15, steps: [1, 100], glyphs: unicodeGlyphs,
};

/** The rows of a chart without their roles. */
export function textRows(options: Partial<ChartOptions>): string[] {
	return drawChart({...emptyChart, ...options}).rows.map(spans => spans.map(({text}) => text).join(''));
}

/** The places of a role's characters. */
export function cellsOf(rows: readonly ChartSpan[][], wanted: ChartSpan['role']) {
	const cells: Array<{row: number; column: number}> = [];
	for (const [row, spans] of rows.entries()) {
		const roles = spans.flatMap(({role, text}) => Array.from(text, () => role));
		cells.push(...roles.flatMap((role, column) => role === wanted ? [{row, column}] : []));
	}

	return cells;
}

/** The labels of the y axis from the top, with their rows. */
export function valueLabels(rows: readonly string[]) {
	return rows.flatMap((text, row) => {
		const label = /^ *(?<label>[\d\-.]+) ┤/v.exec(text)?.groups?.label;
		return label === undefined ? [] : [{label, row}];
	});
}

/** A series with one value a step. */
export function seriesOf(values: readonly number[], {role = 'smoothed', firstStep = 1}: {role?: 'previous' | 'older' | 'smoothed' | 'validation'; firstStep?: number} = {}): ChartSeries {
	return {
		role,
		points: values.map((value, index) => ({x: firstStep + index, value})),
	};
}
