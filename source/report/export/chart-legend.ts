import {formatCount} from '../../text/format.js';
import {type RunChart} from '../chart/run-chart.js';
import {
	drawMark,
	drawPoint,
	drawStraight,
	type RawCurve,
	rounded,
} from './chart-curves.js';
import {textSize, widthOfText} from './chart-style.js';
import {element, type Markup} from './markup.js';

export type LegendEntry = {
	readonly label: string;
	/** Draws the example in front of the label. */
	readonly draw: (left: number, middle: number) => readonly Markup[];
};

const exampleWidth = 26;
const exampleGap = 7;
const entryGap = 20;
/** The height of a row of the legend in pixels. */
export const legendRowHeight = 21;

/** What is in the picture. The baselines have their names beside them. */
export function legendOf({evaluations, guides, marks}: RunChart, {stepsPerColumn}: RawCurve): LegendEntry[] {
	const example = (name: string) => (left: number, middle: number) => [drawStraight(`curve ${name}`, [left, middle], [left + exampleWidth, middle])];
	const range = (left: number, middle: number) => element('rect', {
		class: 'range', x: rounded(left), y: rounded(middle - 6), width: exampleWidth, height: 12,
	});
	const isRange = stepsPerColumn > 1;
	return [
		{label: 'running mean', draw: example('smooth')},
		{
			label: isRange ? `losses, mean and range of ${formatCount(stepsPerColumn)} steps` : 'loss of each step',
			draw: (left, middle) => [...(isRange ? [range(left, middle)] : []), ...example('raw')(left, middle)],
		},
		...(evaluations.length > 0
			? [{
				label: 'validation loss',
				draw: (left: number, middle: number) => [...example('validation')(left, middle), drawPoint(left + (exampleWidth / 2), middle)],
			}]
			: []),
		...(guides.length > 0 ? [{label: 'counting models', draw: example('guide')}] : []),
		...(marks.length > 0
			? [{label: 'learning rate changed', draw: (left: number, middle: number) => [drawMark(left + (exampleWidth / 2), middle + 5)]}]
			: []),
	];
}

/** The entries in as many rows as they need in a width. */
export function legendRows(entries: readonly LegendEntry[], width: number): LegendEntry[][] {
	const rows: LegendEntry[][] = [];
	let end = Infinity;
	for (const entry of entries) {
		const own = entryWidth(entry);
		if (end + own > width) {
			rows.push([]);
			end = 0;
		}

		rows.at(-1)!.push(entry);
		end += own + entryGap;
	}

	return rows;
}

/** Draws the rows from there on to the right and down. */
export function drawLegend(rows: ReadonlyArray<readonly LegendEntry[]>, [startLeft, top]: readonly [left: number, top: number]): Markup[] {
	return rows.flatMap((entries, row) => {
		const middle = top + ((row + 0.5) * legendRowHeight);
		let left = startLeft;
		return entries.flatMap(entry => {
			const start = left;
			left += entryWidth(entry) + entryGap;
			const label = element('text', {x: rounded(start + exampleWidth + exampleGap), y: rounded(middle + (textSize * 0.35))}, entry.label);
			return [...entry.draw(start, middle), label];
		});
	});
}

function entryWidth({label}: LegendEntry): number {
	return exampleWidth + exampleGap + widthOfText(label);
}
