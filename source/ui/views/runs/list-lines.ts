import {cutText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {type ListedInFamily} from '../../../report/run-families.js';
import {layOutRuns, type RunsTable} from '../../../report/runs-table.js';
import {wordsOf} from '../../../report/sort-runs.js';
import {visibleText} from '../../../text/visible-text.js';
import {
	keysBetween,
	type Picture,
	type Pointed,
	type Spot,
} from '../../spots.js';
import {type ViewProps} from '../../view-props.js';
import {asOfNow} from './as-of-now.js';
import {letterOf} from './chart-lines.js';
import {type RunsRow} from './rows.js';
import {markedRuns, type RunsState} from './state.js';

/** The sign of the chosen row and the letter of a marked one stand before it. */
const markWidth = 3;

/** The room for lines, in cells. */
export type LinesRoom = {readonly width: number; readonly height: number};

export type RunsListing = {readonly rows: readonly RunsRow[]; readonly table: RunsTable};

/** Lays the columns of the list out; they keep their width while the run that is on gets on. */
export function layOutListing(rows: readonly RunsRow[], {snapshot: {saving}, glyphs: {isAscii}}: Pick<ViewProps, 'snapshot' | 'glyphs'>, {order}: RunsState, width: number): RunsTable {
	const runs = rows.filter(row => row.kind === 'run').map(({run}) => run);
	return layOutRuns(runs.map(run => run.folder === saving.folder ? fullGrown(run) : run), {isAscii, width: width - markWidth, order});
}

/** Above the rows: where one is, and the titles. */
const headRows = 2;

/** As many of the rows as there is room for, the chosen one among them. */
export function listLines(view: ViewProps, saved: RunsState, {rows, table}: RunsListing, {width, height}: LinesRoom): Picture {
	const {theme: {paint}, glyphs} = view;
	const shown = Math.max(1, height - headRows);
	const first = Math.max(0, Math.min(saved.row - Math.floor(shown / 2), rows.length - shown));
	const cut = (text: string, cells: number) => cutText(text, cells, glyphs.isAscii).trimEnd();
	const listed = rows.slice(first, first + shown);
	const lines = listed.map((row, index) => {
		const isChosen = first + index === saved.row;
		const letter = row.kind === 'run' ? saved.marked.indexOf(row.run.folder) : -1;
		const text = cut(row.kind === 'run' ? table.lineOf(asOfNow(row.run, view.snapshot)) : foldLine(row, glyphs.isAscii), width - markWidth);
		const mark = `${isChosen ? '>' : ' '}${letter === -1 ? ' ' : letterOf(letter, glyphs)} `;
		return isChosen ? paint('key', mark + text) : mark + text;
	});
	const spot: Spot = {
		row: headRows, column: 0, rows: listed.length, columns: width, at: ({row}) => choosing(saved.row, first + row),
	};
	return {
		lines: [summaryLine(view, saved, rows, width), paint('label', ' '.repeat(markWidth) + cut(table.titles, width - markWidth)), ...lines],
		spots: [spot],
	};
}

/** A click chooses what is listed, and opens what is chosen already. */
export function choosing(chosen: number, row: number): Pointed {
	return {click: row === chosen ? {keys: ['enter']} : keysBetween(chosen, row, ['up', 'down'])};
}

/** Where one is and in what order, or what came of the last key. */
function summaryLine({theme: {paint}, glyphs: {isAscii, separator}}: ViewProps, saved: RunsState, rows: readonly RunsRow[], width: number): string {
	if (saved.message !== undefined) {
		return paint('warning', cutText(visibleText(saved.message, isAscii), width, isAscii).trimEnd());
	}

	const count = markedRuns(saved).length;
	const parts = [
		`${formatCount(saved.row + 1)} of ${formatCount(rows.length)}`,
		wordsOf(saved.order),
		...(count === 0 ? [] : [`${count} marked${count > 1 ? ', d compares them' : ''}`]),
	];
	return paint('label', cutText(parts.join(` ${separator} `), width, isAscii).trimEnd());
}

function foldLine({count, isOpen}: RunsRow & {readonly kind: 'tries'}, isAscii: boolean): string {
	const [closed, open] = isAscii ? ['+', '-'] : ['▸', '▾'];
	return `${isOpen ? open : closed} ${formatCount(count)} short tries, stopped within 3 seconds`;
}

function fullGrown(run: ListedInFamily): ListedInFamily {
	const {info} = run;
	return {...run, state: 'interrupted', info: {...info, step: info.config.training.steps, loss: info.loss ?? 0}};
}
