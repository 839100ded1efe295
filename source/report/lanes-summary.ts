import {basename} from 'node:path';
import wrapAnsi from 'wrap-ansi';
import {lanesIn, type ShownLane, type ShownRuns} from '../shows/show.js';
import {cellsOf} from '../text/cells-of.js';
import {formatCount, formatLoss} from '../text/format.js';
import {visibleText} from '../text/visible-text.js';
import {type ChartSpan} from './chart/canvas.js';
import {type Glyphs} from './chart/glyphs.js';
import {comparedRoleOf} from './chart/loss-chart.js';

const gap = 2;
const sampleWidth = 3;
const titles = ['run', 'steps', 'mean of last', 'saved as'];
const unknown = '-';
/** What stands in the place of a name. */
const [played, unsaved, discarded] = ['was only played', 'not saved', 'discarded'];
const nowhere: ReadonlySet<string> = new Set([played, unsaved, discarded]);

/**
What has come of each of several runs: the sign that it has in the chart, its name, its steps, its mean and where it is
saved; a row each, or in a narrow window a few lines each. None where there is only one.
*/
export function laneSummaryRows(shown: ShownRuns, width: number, glyphs: Glyphs): ChartSpan[][] {
	const lanes = lanesIn(shown);
	if (lanes.length === 0) {
		return [];
	}

	const cells = lanes.map(lane => cellsOfLane(lane, glyphs));
	const widths = titles.map((title, column) => Math.max(title.length, ...cells.map(row => cellsOf(row[column]))));
	const hasRowEach = sampleWidth + widths.reduce((sum, own) => sum + own + gap, -gap) <= width;
	const rowOf = (row: readonly string[]) => row.map((text, column) => text + ' '.repeat(widths[column] - cellsOf(text))).join(' '.repeat(gap)).trimEnd();
	const blank = (text: string): ChartSpan => ({role: 'blank', text});
	const rows = lanes.flatMap((lane, index) => {
		const lines = hasRowEach ? [rowOf(cells[index])] : linesOf(cells[index], width - sampleWidth);
		return lines.map((line, place) => place === 0 ? [signOf(lane, shown, glyphs), blank(` ${line}`)] : [blank(' '.repeat(sampleWidth) + line)]);
	});
	return hasRowEach ? [[blank(' '.repeat(sampleWidth) + rowOf(titles))], ...rows] : rows;
}

/** As it is drawn in the chart. */
function signOf(lane: ShownLane, {runs, focus}: ShownRuns, {lines}: Glyphs): ChartSpan {
	const {mark} = lane;
	return lane === runs[focus] ? {role: 'smoothed', text: mark + lines.smoothed[4]} : {role: comparedRoleOf(mark), text: mark.repeat(2)};
}

function cellsOfLane({name, session}: ShownLane, {isAscii}: Glyphs): readonly string[] {
	const {finish, lastStep, lastMean, saving, title, mode, isDiscarded} = session.getSnapshot();
	const steps = finish?.totals.steps ?? lastStep?.step ?? 0;
	const broken = finish?.reason === 'diverged' || finish?.reason === 'failed' ? ` (${finish.reason})` : '';
	const saved = mode === 'replay' ? played : (saving.folder === undefined || saving.step === undefined ? unsaved : title ?? basename(saving.folder));
	return [
		visibleText(name, isAscii),
		formatCount(steps) + broken,
		lastMean ? `${formatCount(lastMean.count)}: ${formatLoss(lastMean.mean)}` : unknown,
		visibleText(isDiscarded ? discarded : saved, isAscii),
	];
}

/** The same in lines of their own, where there is no room for columns. */
function linesOf([name, steps, mean, saved]: readonly string[], width: number): string[] {
	const figures = `${steps.replace(/^[\d,]+/v, '$& steps')}${mean === unknown ? '' : `, mean of last ${mean}`},`;
	const place = nowhere.has(saved) ? saved : `saved as ${saved}`;
	return [name, figures, place].flatMap(text => wrapAnsi(text, width, {hard: true}).split('\n'));
}
