import {drawColumns} from '../../report/column-chart.js';
import {formatCount} from '../../report/format.js';
import {type Glyphs} from '../../report/glyphs.js';
import {groupShares, joinShares} from '../../report/novelty-shares.js';
import {formatPercent} from '../../report/percent.js';
import {type NoveltyShare} from '../../session/novelty-history.js';
import {type Theme} from '../theme.js';

type Look = {readonly theme: Theme; readonly glyphs: Glyphs};

const mostSmallColumns = 16;
const mostTallColumns = 24;
/** Room for the counts, which grow. */
const countWidth = 18;
const scaleWidth = 6;

const shareOf = ({copied, total}: NoveltyShare) => copied / total;

/** How many of the samples were copies, over time: in one line, or as a chart of some rows. */
export function drawCopied(shares: readonly NoveltyShare[], {width, rows}: {readonly width: number; readonly rows: number}, look: Look): string[] {
	const whole = joinShares(shares);
	const total = whole ? `${formatPercent(shareOf(whole))} copied` : '   - copied';
	const counts = whole ? `${formatCount(whole.copied)} of ${formatCount(whole.total)}` : '';
	if (rows > 1) {
		return tallChart(shares, {width, rows, title: `${total}${counts === '' ? '' : ` (${counts})`}, over time:`}, look);
	}

	const {theme: {paint}, glyphs} = look;
	const groups = groupShares(shares, mostSmallColumns);
	const most = Math.max(...groups.map(group => shareOf(group)), Number.MIN_VALUE);
	const start = paint('guide', total) + paint('label', `  ${counts.padEnd(countWidth)}`);
	const room = width - total.length - 2 - countWidth;
	if (groups.length < 2 || room < mostSmallColumns + 23) {
		return [paint('guide', total) + paint('label', `  ${counts}`)];
	}

	const [line] = drawColumns(groups.map(group => shareOf(group) / most), {height: 1, columnWidth: 1, gap: 0}, glyphs);
	const first = `first ${formatPercent(shareOf(groups[0]))} `;
	const last = ` last ${formatPercent(shareOf(groups.at(-1)!))}`;
	return [start + paint('label', first) + paint('guide', line) + ' '.repeat(mostSmallColumns - groups.length) + paint('label', last)];
}

function tallChart(shares: readonly NoveltyShare[], {width, rows, title}: {readonly width: number; readonly rows: number; readonly title: string}, {theme: {paint}, glyphs}: Look): string[] {
	const {axis} = glyphs;
	const chartWidth = width - scaleWidth;
	const mostColumns = Math.min(mostTallColumns, Math.floor(chartWidth / 2));
	const columnWidth = Math.max(1, Math.floor(chartWidth / mostColumns) - 1);
	const groups = groupShares(shares, mostColumns);
	const height = rows - 3;
	const largest = Math.max(0, ...groups.map(group => shareOf(group)));
	const top = Math.max(0.1, Math.ceil(largest * 10) / 10);
	const chart = drawColumns(groups.map(group => shareOf(group) / top), {height, columnWidth, gap: 1}, glyphs);
	const bottom = groups.length === 0 ? '' : timeAxis(groups, Math.min(chartWidth, mostColumns * (columnWidth + 1)));
	return [
		paint('guide', title.slice(0, width)),
		...chart.map((row, index) => paint('axis', `${index === 0 ? formatPercent(top) : ' '.repeat(4)} ${index === 0 ? axis.verticalTick : axis.vertical}`) + paint('guide', row)),
		paint('axis', `  0% ${axis.corner}${axis.horizontal.repeat(Math.min(chartWidth, mostColumns * (columnWidth + 1)))}`),
		paint('axis', ' '.repeat(scaleWidth) + bottom),
	];
}

/** The steps of the first sample and of the last. */
function timeAxis(groups: readonly NoveltyShare[], width: number): string {
	const first = `step ${formatCount(groups[0].firstStep)}`;
	const last = `to step ${formatCount(groups.at(-1)!.lastStep)}`;
	return first.length + last.length + 1 <= width ? `${first} ${last}` : first.slice(0, width);
}
