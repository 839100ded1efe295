import stringWidth from 'string-width';
import {type SavedRun, type UnreadableRun} from '../storage/runs-folder.js';
import {formatBytes} from '../session/format-bytes.js';
import {cutText} from './cut-text.js';
import {formatCount, formatLoss} from './format.js';
import {visibleText} from './visible-text.js';

/** A run with the bytes that its files take, if they are known. */
export type ListedRun = (SavedRun | UnreadableRun) & {readonly bytes?: number};

const gap = '  ';

type Column = {readonly title: string; readonly shortTitle?: string; readonly most: number; readonly isNumber: boolean; readonly text: (run: SavedRun & {readonly bytes?: number}) => string};

const allColumns: readonly Column[] = [
	{
		title: 'run', most: 36, isNumber: false, text: ({name}) => name,
	},
	{
		title: 'data', most: 16, isNumber: false, text: ({info}) => info.dataset.name,
	},
	{
		title: 'step', most: 27, isNumber: true, text: ({info}) => `${formatCount(info.step)}/${formatCount(info.config.training.steps)}`,
	},
	{
		// The running mean, as of the last save.
		title: 'mean loss', shortTitle: 'mean', most: 9, isNumber: true, text: ({info}) => info.loss === undefined ? '-' : formatLoss(info.loss),
	},
	{
		title: 'state', most: 11, isNumber: false, text: ({state}) => state,
	},
	{
		title: 'size', most: 8, isNumber: true, text: ({bytes}) => bytes === undefined ? '' : formatBytes(bytes),
	},
];

/** Where there is no room for all columns, these go first. */
const dispensable = ['data', 'size', 'step', 'state'];

/**
The lines of a table of runs: when and what each was, how far it has come and how it ended.

@param options.width - The room for it in cells.
*/
export function runsTable(runs: readonly ListedRun[], {isAscii, width = Infinity}: {isAscii: boolean; width?: number}): string[] {
	const readable = runs.filter(run => 'info' in run);
	const unreadable = runs.filter(run => 'error' in run);
	const columns = allColumns.filter(({title}) => title !== 'size' || readable.some(({bytes}) => bytes !== undefined));
	let drawn = columns.map(column => ({...column, cells: drawColumn(column, readable, isAscii)}));
	for (const title of dispensable) {
		if (widthOf(drawn) > width) {
			drawn = drawn.filter(column => column.title !== title);
		}
	}

	if (widthOf(drawn) > width) {
		drawn = drawn.map(({title, shortTitle = title, ...column}) => ({...column, title, cells: drawColumn({...column, title: shortTitle}, readable, isAscii)}));
	}

	const rowCount = readable.length === 0 ? 0 : readable.length + 1;
	return [
		...Array.from({length: rowCount}, (_, row) => drawn.map(({cells}) => cells[row]).join(gap).trimEnd()),
		...unreadable.map(({name, error}) => `${visibleText(name, isAscii)}: ${visibleText(error.message, isAscii)}`),
	];
}

/** The cells of a column under its title, all of the same width. */
function drawColumn({title, most, isNumber, text}: Column, runs: ReadonlyArray<SavedRun & {readonly bytes?: number}>, isAscii: boolean): string[] {
	const cells = [title, ...runs.map(run => cutText(visibleText(text(run), isAscii), most, isAscii).trimEnd())];
	const width = Math.max(...cells.map(cell => stringWidth(cell)));
	return cells.map(cell => isNumber ? cell.padStart(width) : cutText(cell, width, isAscii));
}

function widthOf(columns: ReadonlyArray<{readonly cells: readonly string[]}>): number {
	return columns.reduce((sum, {cells}) => sum + stringWidth(cells[0]) + gap.length, -gap.length);
}
