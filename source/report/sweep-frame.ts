import {cutText} from '../text/cut-text.js';
import {formatCount, formatStepsPerSecond} from '../text/format.js';
import {
	type CurvedResult,
	letterAt,
	sweepChart,
	sweepChartRows,
} from './sweep-chart.js';
import {
	groupTable,
	headOf,
	lossText,
	rightAligned,
	groupSeeds,
	sortResults,
	stateText,
	type SweepResult,
	validationOf,
} from './sweep-report.js';

/** A combination that may be on. */
export type LiveResult = CurvedResult & {
	/** Undefined unless it is on, and as long as that is not known. */
	readonly stepsPerSecond?: number | undefined;
};

export type SweepFrameOptions = {
	readonly columns: number;
	readonly rows: number;
	/** The first combination that shows. */
	readonly first: number;
	readonly isStopping: boolean;
	readonly isAscii: boolean;
};

type Column = {
	readonly title: string;
	readonly text: (result: LiveResult) => string;
	/** The lower, the sooner it goes where there is no room; undefined: never. */
	readonly weight?: number;
};

const gap = 2;
/** Title, titles of the columns and keys. */
const linesAround = 3;
/** Groups take no more than this share of the lines. */
const groupShare = 0.4;
/** A line between, titles and one group. */
const leastGroupLines = 3;

/** How many combinations there is room for. */
export function roomForResults(results: readonly LiveResult[], options: Pick<SweepFrameOptions, 'columns' | 'rows'>): number {
	const room = options.rows - linesAround - groupLines(results, options).length;
	return Math.max(1, room - chartRows(results, room));
}

/** The chart has what the list of combinations leaves. */
function chartRows(results: readonly LiveResult[], room: number): number {
	return sweepChartRows(results, room - results.length);
}

/** A sweep that is on, as lines: the best first, below them the groups of seeds. */
export function sweepFrame(results: readonly LiveResult[], options: SweepFrameOptions): string[] {
	const {
		columns, rows, first, isStopping, isAscii,
	} = options;
	const sorted = sortResults(results);
	const room = roomForResults(results, options);
	const from = Math.max(0, Math.min(first, sorted.length - room));
	const shown = sorted.slice(from, from + room);
	const height = chartRows(results, rows - linesAround - groupLines(results, options).length);
	const letterOf = new Map(sorted.map((result, place) => [result, letterAt(place) ?? '']));
	const letters: Column[] = height === 0 ? [] : [{title: '', text: result => letterOf.get(result) ?? ''}];
	const fitting = fitColumns([...letters, ...columnsOf(results)], sorted, columns);
	const table = rightAligned([fitting.map(({title}) => title), ...sorted.map(result => fitting.map(({text}) => text(result)))]);
	const groups = groupLines(results, options);
	const hidden = sorted.length > room ? `  ${formatCount(from + 1)} to ${formatCount(from + shown.length)} of ${formatCount(sorted.length)}` : '';
	const lines = [
		titleLine(results, isStopping),
		...(height === 0 ? [] : sweepChart(sorted, {width: columns, height, isAscii})),
		table[0],
		...table.slice(from + 1, from + 1 + room),
		...Array.from({length: Math.max(0, room - shown.length)}, () => ''),
		...groups,
		`${isStopping ? 'saving what is on' : 'q stop and save'}${hidden === '' ? '' : `  ${isAscii ? 'up/down' : '↑↓'}${hidden}`}`,
	];
	return lines.slice(0, rows).map(line => cutText(line, columns, isAscii).trimEnd());
}

function titleLine(results: readonly SweepResult[], isStopping: boolean): string {
	const count = (...states: ReadonlyArray<SweepResult['state']>) => results.filter(({state}) => states.includes(state)).length;
	const ended = count('completed', 'stopped early', 'diverged', 'failed');
	return `Sweep: ${formatCount(ended)} of ${formatCount(results.length)} done, ${formatCount(count('running'))} ${isStopping ? 'stopping' : 'running'}`;
}

function columnsOf(results: readonly LiveResult[]): Column[] {
	const hasValidation = results.some(({validationLoss}) => validationLoss !== undefined);
	const validation = validationOf(results);
	const values = results[0].varied.map(([name], index): Column => ({title: headOf(name), text: ({varied}) => varied[index][1]}));
	return [
		...values,
		{title: 'step', text: ({step, steps}) => `${formatCount(step)}/${formatCount(steps)}`, weight: 2},
		{title: 'mean loss', text: ({meanLoss}) => lossText(meanLoss), ...(hasValidation && {weight: 1})},
		...(hasValidation ? [{title: validation === 'validationLoss' ? 'validation' : 'best val', text: (result: LiveResult) => lossText(result[validation])}] : []),
		{title: 'speed', text: ({stepsPerSecond}) => stepsPerSecond === undefined ? '' : formatStepsPerSecond(stepsPerSecond), weight: 0},
		{title: 'state', text: result => stateText(result)},
	];
}

/** As many columns as there is room for. */
function fitColumns(all: readonly Column[], results: readonly LiveResult[], room: number): Column[] {
	const widthOf = ({title, text}: Column) => Math.max(title.length, ...results.map(result => text(result).length));
	const going = all.filter(({weight}) => weight !== undefined).toSorted((a, b) => a.weight! - b.weight!);
	let left = [...all];
	for (const column of going) {
		const width = left.reduce((sum, one) => sum + widthOf(one) + gap, -gap);
		if (width > room) {
			left = left.filter(one => one !== column);
		}
	}

	return left;
}

function groupLines(results: readonly LiveResult[], {columns, rows}: Pick<SweepFrameOptions, 'columns' | 'rows'>): string[] {
	const groups = groupSeeds(results);
	const most = Math.floor(rows * groupShare);
	return groups.length === 0 || most < leastGroupLines ? [] : ['', ...groupTable(groups, results, columns)].slice(0, most);
}
