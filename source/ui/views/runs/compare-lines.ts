import {cellsOf} from '../../../text/cells-of.js';
import {cutText} from '../../../text/cut-text.js';
import {formatLoss} from '../../../text/format.js';
import {differingSettings} from '../../../report/run-settings.js';
import {type SizedRun} from '../../../report/sort-runs.js';
import {visibleText} from '../../../text/visible-text.js';
import {shownName} from '../../../storage/runs/shown-name.js';
import {type ViewProps} from '../../view-props.js';
import {comparedRoles, letterOf} from './chart-lines.js';

const gap = '  ';
const widestValue = 20;
const narrowestValue = 4;

/** The marked runs by their letters, with what has come of each, and the settings in which they differ. */
export function compareLines(view: ViewProps, marked: readonly SizedRun[], width: number): string[] {
	const {theme: {paint}, glyphs} = view;
	const {isAscii} = glyphs;
	const names = marked.map((run, index) => {
		const {loss, bestValidationLoss} = run.info;
		const figures = [...(loss === undefined ? [] : [`running mean ${formatLoss(loss)}`]), ...(bestValidationLoss === undefined ? [] : [`best validation ${formatLoss(bestValidationLoss)}`])];
		const text = [visibleText(shownName(run), isAscii), ...figures].join(gap);
		return `${paint(comparedRoles[index], letterOf(index, glyphs))} ${cutText(text, width - 2, isAscii).trimEnd()}`;
	});
	const differing = differingSettings(marked.map(({info}) => info));
	if (differing.length === 0) {
		return [...names, '', paint('label', 'They have the same settings.')];
	}

	const shown = differing.map(({name, values}) => ({name, values: values.map(value => visibleText(value, isAscii))}));
	const heading = 'what differs';
	const nameWidth = Math.max(heading.length, ...shown.map(({name}) => name.length));
	const room = Math.floor((width - nameWidth) / marked.length) - gap.length;
	const widest = Math.max(...shown.flatMap(({values}) => values).map(value => cellsOf(value)));
	if (room < Math.min(narrowestValue, widest)) {
		return [...names, '', ...oneBelowTheOther(view, shown, width)];
	}

	const columnWidth = Math.max(narrowestValue, Math.min(room, widestValue, widest));
	const row = (name: string, cells: readonly string[]) => [name.padEnd(nameWidth), ...cells.map(cell => cutText(cell, columnWidth, isAscii))].join(gap).trimEnd();
	return [
		...names,
		'',
		paint('label', row(heading, marked.map((_, index) => letterOf(index, glyphs)))),
		...shown.map(({name, values}) => row(name, values)),
	];
}

/** Where there is no room for columns: each setting, and below it a line for each run. */
function oneBelowTheOther({theme: {paint}, glyphs}: ViewProps, settings: ReadonlyArray<{readonly name: string; readonly values: readonly string[]}>, width: number): string[] {
	return settings.flatMap(({name, values}) => [
		paint('label', cutText(name, width, glyphs.isAscii).trimEnd()),
		...values.map((value, index) => cutText(`${gap}${letterOf(index, glyphs)} ${value}`, width, glyphs.isAscii).trimEnd()),
	]);
}
