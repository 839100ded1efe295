import {type SavedRun, type UnreadableRun} from '../storage/runs-folder.js';
import {cutText} from './cut-text.js';
import {formatCount, formatLoss} from './format.js';
import {formatBytes} from './format-bytes.js';
import {visibleText} from './visible-text.js';

/** A run with the bytes that its files take. */
export type ListedRun = (SavedRun | UnreadableRun) & {readonly bytes: number};

type Column = {readonly title: string; readonly most: number; readonly isNumber: boolean; readonly text: (run: SavedRun & {readonly bytes: number}) => string};

const columns: readonly Column[] = [
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
		title: 'loss', most: 9, isNumber: true, text: ({info}) => info.loss === undefined ? '-' : formatLoss(info.loss),
	},
	{
		title: 'state', most: 11, isNumber: false, text: ({state}) => state,
	},
	{
		title: 'size', most: 8, isNumber: true, text: ({bytes}) => formatBytes(bytes),
	},
];

/** The lines of a table of runs: when and what each was, how far it has come and how it ended. */
export function runsTable(runs: readonly ListedRun[], {isAscii}: {isAscii: boolean}): string[] {
	const readable = runs.filter(run => 'info' in run);
	const cells = readable.map(run => columns.map(({text, most}) => cutText(visibleText(text(run), isAscii), most, isAscii).trimEnd()));
	const widths = columns.map(({title}, column) => Math.max(title.length, ...cells.map(row => row[column].length)));
	const line = (row: readonly string[]) => row.map((cell, column) => columns[column].isNumber ? cell.padStart(widths[column]) : cell.padEnd(widths[column])).join('  ').trimEnd();
	const unreadable = runs.filter(run => 'error' in run);
	return [
		...(readable.length > 0 ? [line(columns.map(({title}) => title)), ...cells.map(row => line(row))] : []),
		...unreadable.map(({name, error}) => `${visibleText(name, isAscii)}: ${visibleText(error.message, isAscii)}`),
	];
}
