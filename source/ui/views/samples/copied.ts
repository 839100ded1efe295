import {drawColumns} from '../../../report/chart/column-chart.js';
import {formatCount} from '../../../text/format.js';
import {groupShares, joinShares} from '../../../report/novelty-shares.js';
import {formatPercent} from '../../../text/percent.js';
import {type NoveltyShare} from '../../../history/novelty-history.js';
import {fit} from '../../fitting.js';
import {type Look} from '../../theme.js';

/** As many as there are of five samples each before the history begins to join them. */
const mostColumns = 12;
const mostColumnWidth = 5;
/** Room for the counts, which grow. */
const countWidth = 18;
const scaleWidth = 6;
/** The columns, and how high the highest is. */
const leastLineWidth = mostColumns + ' to 100%'.length;
/** Above 0, so that columns without copies have a height. */
const leastPeak = 1e-9;
const nothing = 'copied: no samples to count yet';

const shareOf = ({copied, total}: NoveltyShare) => copied / total;

/** How many of the samples were copies, over time: in one line, or as a chart of some rows. */
export function drawCopied(shares: readonly NoveltyShare[], {width, rows}: {readonly width: number; readonly rows: number}, look: Look): string[] {
	const whole = joinShares(shares);
	const total = whole ? `${formatPercent(shareOf(whole))} copied` : '';
	const counts = whole ? `${formatCount(whole.copied)} of ${formatCount(whole.total)}` : '';
	if (rows > 1) {
		return tallChart(shares, {width, rows, title: whole ? `${total} (${counts}), over time:` : nothing}, look);
	}

	const {theme: {paint}, glyphs} = look;
	const groups = groupShares(shares, mostColumns);
	const room = width - total.length - 2 - countWidth;
	if (groups.length < 2 || room < leastLineWidth) {
		return [whole ? paint('guide', total) + paint('label', `  ${counts}`) : paint('label', nothing)];
	}

	const most = Math.max(...groups.map(group => shareOf(group)), leastPeak);
	const [line] = drawColumns(groups.map(group => shareOf(group) / most), {height: 1, columnWidth: 1, gap: 0}, glyphs);
	// The columns are as high as the highest: how high that is has to be said.
	const peak = formatPercent(most === leastPeak ? 0 : most).trim();
	const before = fit([`over time, ${formatCount(groups[0].total)} each: `, 'over time: '], room - mostColumns - ' highest 100%'.length);
	return [[
		paint('guide', total),
		paint('label', `  ${counts.padEnd(countWidth)}${before}`),
		paint('guide', line),
		paint('label', before === '' ? ` to ${peak}` : ` highest ${peak}`),
	].join('')];
}

function tallChart(shares: readonly NoveltyShare[], {width, rows, title}: {readonly width: number; readonly rows: number; readonly title: string}, {theme: {paint}, glyphs}: Look): string[] {
	const {axis} = glyphs;
	const columnWidth = Math.max(1, Math.min(mostColumnWidth, Math.floor((width - scaleWidth) / mostColumns) - 1));
	const chartWidth = mostColumns * (columnWidth + 1);
	const groups = groupShares(shares, mostColumns);
	const height = rows - 3;
	const largest = Math.max(0, ...groups.map(group => shareOf(group)));
	const top = Math.max(0.1, Math.ceil(largest * 10) / 10);
	const chart = drawColumns(groups.map(group => shareOf(group) / top), {height, columnWidth, gap: 1}, glyphs);
	const bottom = groups.length === 0 ? '' : timeAxis(groups, {width: groups.length * (columnWidth + 1), room: width - scaleWidth});
	return [
		paint('guide', title.slice(0, width)),
		...chart.map((row, index) => paint('axis', `${index === 0 ? formatPercent(top) : ' '.repeat(4)} ${index === 0 ? axis.verticalTick : axis.vertical}`) + paint('guide', row)),
		paint('axis', `  0% ${axis.corner}${axis.horizontal.repeat(chartWidth)}`),
		paint('axis', ' '.repeat(scaleWidth) + bottom),
	];
}

/** The steps of the first share and the last, below their columns. */
function timeAxis(groups: readonly NoveltyShare[], {width, room}: {readonly width: number; readonly room: number}): string {
	const [first, last] = [formatCount(groups[0].firstStep), formatCount(groups.at(-1)!.lastStep)];
	const steps = first.padEnd(Math.max(first.length + 1, width - last.length)) + last;
	return steps.length + ' step'.length <= room ? `${steps} step` : steps;
}
