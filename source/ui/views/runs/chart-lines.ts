import {cellsOf} from '../../../text/cells-of.js';
import {type ComparedRole} from '../../../report/chart/canvas.js';
import {cutText} from '../../../text/cut-text.js';
import {drawLossChart} from '../../../report/chart/loss-chart.js';
import {type SizedRun} from '../../../report/sort-runs.js';
import {visibleText} from '../../../text/visible-text.js';
import {type CurvePoint} from '../../../history/loss-history.js';
import {othersOf} from '../../../shows/show.js';
import {shownName} from '../../../storage/runs/shown-name.js';
import {type ViewProps} from '../../view-props.js';

/** The curves of saved runs that are read, by their folders. */
export type SavedCurves = ReadonlyMap<string, readonly CurvePoint[]>;

/** In the order in which runs are marked. */
export const comparedRoles: readonly ComparedRole[] = ['comparedA', 'comparedB', 'comparedC', 'comparedD', 'comparedE', 'comparedF'];

/** What is drawn over the run that is on. */
export type ChartedRuns = {
	readonly marked: readonly SizedRun[];
	/** The one that is chosen in the list, unless it is marked or is the run that is on. */
	readonly chosen: SizedRun | undefined;
	readonly curves: SavedCurves;
};

/** Another program may call its model anything. */
const longestName = 20;
/** Of a name that is cut, so much has to be left. */
const leastNameWidth = 4;
const sampleWidth = 2;
const gap = ' '.repeat(3);

/** The letter of a marked run, as in the chart. */
export function letterOf(index: number, {lines}: ViewProps['glyphs']): string {
	return lines[comparedRoles[index]][4];
}

/** The curve of the run that is on, and those of saved ones. */
export function chartLines({snapshot, shown, theme, glyphs}: ViewProps, {marked, chosen, curves}: ChartedRuns, width: number, height: number): string[] {
	const curve = chosen && curves.get(chosen.folder);
	return drawLossChart({...snapshot, coachHistory: []}, {
		width,
		height,
		glyphs,
		hasLosses: false,
		others: [...(curve ? [{mark: undefined, curve}] : []), ...othersOf(shown).filter(({mark}) => mark !== undefined)],
		compared: marked.map((run, index) => ({role: comparedRoles[index], curve: curves.get(run.folder) ?? []})),
	}).rows.map(spans => theme.paintRow(spans));
}

/** What the curves are, in a line: what does not fit is left out, but for the last name, which is cut. */
export function legendLine({snapshot: {start, title}, theme: {paint}, glyphs}: ViewProps, {marked, chosen, curves}: ChartedRuns, width: number): string {
	const {isAscii, lines} = glyphs;
	const own = title ?? start?.preset;
	const entries = [
		{sample: paint('smoothed', lines.smoothed[4].repeat(sampleWidth)), width: sampleWidth, text: `running mean of this run${own === undefined ? '' : ` (${cutText(visibleText(own, isAscii), longestName, isAscii).trimEnd()})`}`},
		...marked.map((run, index) => ({sample: paint(comparedRoles[index], letterOf(index, glyphs)), width: 1, text: curves.has(run.folder) ? visibleText(shownName(run), isAscii) : 'reading...'})),
		...(chosen ? [{sample: paint('previous', lines.previous[4].repeat(sampleWidth)), width: sampleWidth, text: curves.has(chosen.folder) ? visibleText(shownName(chosen), isAscii) : 'reading...'}] : []),
	];
	let line = '';
	let room = width;
	for (const {sample, width: sampleCells, text} of entries) {
		const before = line === '' ? '' : gap;
		const textWidth = cellsOf(text);
		const name = cutText(text, Math.max(0, Math.min(textWidth, room - before.length - sampleCells - 1)), isAscii).trimEnd();
		if (cellsOf(name) < Math.min(textWidth, leastNameWidth)) {
			break;
		}

		line += `${before}${sample} ${name}`;
		room -= before.length + sampleCells + 1 + cellsOf(name);
	}

	return line;
}
