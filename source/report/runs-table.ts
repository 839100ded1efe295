import {cellsOf} from '../text/cells-of.js';
import {formatBytes} from '../text/format-bytes.js';
import {type UnreadableRun} from '../storage/runs/runs-folder.js';
import {shownName} from '../storage/runs/shown-name.js';
import {cutText} from '../text/cut-text.js';
import {formatCount, formatLoss} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';
import {courseText} from './run-settings.js';
import {type ListedInFamily, mostBranches} from './run-families.js';
import {isDescending, type RunOrder} from './sort-runs.js';

/** A run with the bytes that its files take, if they are known. */
export type ListedRun = ListedInFamily | UnreadableRun;

export type RunsTableOptions = {
	readonly isAscii: boolean;
	/** The room for it in cells; without it, as much as it needs. */
	readonly width?: number;
	/** A name is never cut, to be copied, where that takes the other columns or more room than there is. */
	readonly hasWholeNames?: boolean;
	/** What the runs are sorted by; the title of its column says so, and it is the last to go. */
	readonly order?: RunOrder;
};

/** The columns of a table of runs: the titles, and what stands in them for a run. */
export type RunsTable = {
	readonly titles: string;
	readonly lineOf: (run: ListedInFamily) => string;
};

const gap = '  ';
/** Of a run that has a longer name, the beginning shows: day and time, rather than a table of nothing but names. */
const shortNameWidth = 20;
const leastNameWidth = 8;
const unknown = '-';
/** As many cells as characters. */
const plain = /^[\u{20}-\u{7E}]*$/v;

type Column = {
	readonly order: RunOrder;
	readonly title: string;
	readonly shortTitle?: string;
	readonly most: number;
	readonly isNumber: boolean;
	/** Undefined for what is not known. */
	readonly text: (run: ListedInFamily, isAscii: boolean) => string | undefined;
};

const allColumns: readonly Column[] = [
	{
		order: 'run', title: 'run', most: 40 + (2 * mostBranches), isNumber: false, text: (run, isAscii) => branchBefore(run, isAscii) + shownName(run),
	},
	{
		order: 'data', title: 'data', most: 16, isNumber: false, text: ({info}) => info.dataset.name,
	},
	{
		order: 'step', title: 'step', most: 27, isNumber: true, text: ({info}) => `${formatCount(info.step)}/${formatCount(info.config.training.steps)}`,
	},
	{
		order: 'rate', title: 'learning rate', shortTitle: 'rate', most: 24, isNumber: true, text: ({info}) => courseText(info, 'learningRate', String(info.config.training.learningRate)),
	},
	{
		order: 'seed', title: 'seed', most: 11, isNumber: true, text: ({info}) => String(info.config.seed),
	},
	{
		// As of the last save.
		order: 'mean', title: 'running mean', shortTitle: 'run.mean', most: 9, isNumber: true, text: ({info}) => info.loss === undefined ? undefined : formatLoss(info.loss),
	},
	{
		order: 'validation', title: 'best validation', shortTitle: 'best val', most: 9, isNumber: true, text: ({info}) => info.bestValidationLoss === undefined ? undefined : formatLoss(info.bestValidationLoss),
	},
	{
		order: 'state', title: 'state', most: 13, isNumber: false, text: ({state}) => state,
	},
	{
		order: 'size', title: 'size', most: 8, isNumber: true, text: ({bytes}) => bytes === undefined ? undefined : formatBytes(bytes),
	},
];

/** Where there is no room for all columns, these go first. */
const dispensable: readonly RunOrder[] = ['data', 'seed', 'size', 'rate', 'step', 'validation', 'state', 'mean'];

/**
Lays the columns of a table of runs out: as wide as what stands in them, as many as there is room for.

@param runs - All that it may be asked for a line of.
*/
export function layOutRuns(runs: readonly ListedInFamily[], {isAscii, width = Infinity, hasWholeNames = false, order}: RunsTableOptions): RunsTable {
	const cellOf = (column: Column, run: ListedInFamily) => cutText(visibleText(column.text(run, isAscii) ?? unknown, isAscii), column.most, isAscii).trimEnd();
	const measured = allColumns.map(column => {
		const cells = runs.map(run => {
			const text = column.text(run, isAscii) ?? unknown;
			// Of thousands of runs, most cells are plain.
			return plain.test(text) ? Math.min(text.length, column.most) : cellsOf(cellOf(column, run));
		});
		return {...column, cells: Math.max(0, ...cells), isKnown: runs.some(run => column.text(run, isAscii) !== undefined)};
	});
	const titleOf = ({order: own, title, shortTitle = title}: Column, isShort: boolean) => {
		const arrows = isAscii ? ['^', 'v'] : ['↑', '↓'];
		return `${isShort ? shortTitle : title}${own === order ? arrows[Number(isDescending(own))] : ''}`;
	};

	const fit = (isShort: boolean) => measured.map(column => ({...column, title: titleOf(column, isShort), width: Math.max(cellsOf(titleOf(column, isShort)), column.cells)}));
	let columns = fit(false);
	if (widthOf(columns) > width) {
		columns = fit(true);
	}

	// What says nothing of any run goes before all else.
	const goingFirst = dispensable.filter(name => measured.some(column => column.order === name && !column.isKnown));
	const going = [...goingFirst, ...dispensable].filter(name => name !== order);
	for (const name of going) {
		const saved = name === 'mean' && !hasWholeNames ? Math.max(0, columns[0].width - shortNameWidth) : 0;
		if (widthOf(columns) - saved > width) {
			columns = columns.filter(column => column.order !== name);
		}
	}

	const tooWide = hasWholeNames ? 0 : Math.max(0, widthOf(columns) - width);
	columns = columns.map(column => column.order === 'run' ? {...column, width: Math.max(leastNameWidth, column.width - tooWide)} : column);
	const draw = (cells: ReadonlyArray<{readonly text: string; readonly width: number; readonly isNumber: boolean}>) => cells
		.map(cell => cell.isNumber ? padStart(cell.text, cell.width) : cutText(cell.text, cell.width, isAscii)).join(gap).trimEnd();
	return {
		titles: draw(columns.map(({title, ...column}) => ({...column, text: title}))),
		lineOf: run => draw(columns.map(column => ({...column, text: cellOf(column, run)}))),
	};
}

/** The lines of a table of runs: when and what each was, how far it has come and how it ended. What cannot be read comes last, with the reason. */
export function runsTable(runs: readonly ListedRun[], options: RunsTableOptions): string[] {
	const readable = runs.filter(run => 'info' in run);
	const unreadable = runs.filter(run => 'error' in run);
	const {titles, lineOf} = layOutRuns(readable, options);
	return [
		...(readable.length === 0 ? [] : [titles, ...readable.map(run => lineOf(run))]),
		...unreadable.map(({name, error}) => `${visibleText(name, options.isAscii)}: ${visibleText(error.message, options.isAscii)}`),
	];
}

/** What leads from a run to a fork below it. */
function branchBefore({branches}: ListedInFamily, isAscii: boolean): string {
	const [through, fork, last] = isAscii ? ['| ', '|-', '`-'] : ['│ ', '├ ', '└ '];
	return branches.map((isFollowed, index) => index < branches.length - 1 ? (isFollowed ? through : '  ') : (isFollowed ? fork : last)).join('');
}

function padStart(text: string, width: number): string {
	return ' '.repeat(Math.max(0, width - cellsOf(text))) + text;
}

function widthOf(columns: ReadonlyArray<{readonly width: number}>): number {
	return columns.reduce((sum, {width}) => sum + width + gap.length, -gap.length);
}
