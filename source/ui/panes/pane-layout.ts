import {type Place} from '../spots.js';
import {type ViewName} from '../view-state.js';

/** A view as one of several on the screen: the place of its title, and its size with that. */
export type PanePlace = Place & {readonly view: ViewName; readonly rows: number; readonly columns: number};

/** A part of the screen that is divided further, or a view. */
type Area = {readonly rows: number; readonly columns: number} & Place;

/** Blank cells between two panes side by side. */
const gap = 1;
/** Windows from about 140×40 on have room for a grid, without header and key bar. */
const grid = {columns: 140, rows: 36};
/** Two side by side, where there is less height. */
const pair = {columns: 150, rows: 20};
/** Two or three over one another, where there is less width. */
const pile = {columns: 72, rows: 52, rowsOfThree: 84};
/** The chart is read across more cells than a table. */
const leftShare = 0.53;
/** What the chart and the step have of the height. */
const upperShare = {left: 0.66, right: 0.55};

/**
Which views a window shows at once, and where; undefined where there is room for one alone. It depends on the size of the
window only, so that nothing jumps from step to step.

@param area - Between header and key bar.
@param views - Those that have something to show, the most wanted first.
*/
export function layOutPanes({columns, rows}: {readonly columns: number; readonly rows: number}, views: readonly ViewName[]): PanePlace[] | undefined {
	if (views.length < 2) {
		return undefined;
	}

	const area: Area = {
		row: 0, column: 0, columns, rows,
	};

	if (columns >= grid.columns && rows >= grid.rows) {
		return layOutGrid(area, views);
	}

	if (columns >= pair.columns && rows >= pair.rows) {
		return sideBySide(area).map((half, index) => ({...half, view: views[index]}));
	}

	return columns >= pile.columns && rows >= pile.rows
		? pileUp(area, views.slice(0, rows >= pile.rowsOfThree ? 3 : 2))
		: undefined;
}

/** The first view above at the left, the second above at the right, the others below them. */
function layOutGrid(area: Area, [first, second, third, fourth]: readonly ViewName[]): PanePlace[] {
	const [left, right] = sideBySide(area);
	if (third === undefined) {
		return [{...left, view: first}, {...right, view: second}];
	}

	const rightParts = over(right, upperShare.right);
	if (fourth === undefined) {
		return [{...left, view: first}, ...placed(rightParts, [second, third])];
	}

	const leftParts = over(left, upperShare.left);
	// In the order of their numbers, as tab goes through them.
	return [{...leftParts[0], view: first}, {...rightParts[0], view: second}, {...leftParts[1], view: third}, {...rightParts[1], view: fourth}];
}

function placed(areas: readonly Area[], views: readonly ViewName[]): PanePlace[] {
	return areas.map((area, index) => ({...area, view: views[index]}));
}

function pileUp(area: Area, views: readonly ViewName[]): PanePlace[] {
	const heights = views.map((_, index) => Math.floor(area.rows * (index + 1) / views.length) - Math.floor(area.rows * index / views.length));
	let {row} = area;
	return views.map((view, index) => {
		const pane = {
			...area, row, rows: heights[index], view,
		};
		row += heights[index];
		return pane;
	});
}

function sideBySide(area: Area): [left: Area, right: Area] {
	const columns = Math.round((area.columns - gap) * leftShare);
	return [{...area, columns}, {...area, column: area.column + columns + gap, columns: area.columns - columns - gap}];
}

function over(area: Area, share: number): [above: Area, below: Area] {
	const rows = Math.round(area.rows * share);
	return [{...area, rows}, {...area, row: area.row + rows, rows: area.rows - rows}];
}
