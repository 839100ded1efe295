import {lanesIn, type ShownLane, type ShownRuns} from '../../../shows/show.js';
import {comparedRoleOf} from '../../../report/chart/loss-chart.js';
import {sampleText} from '../../../report/sample-text.js';
import {cutText} from '../../../text/cut-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatAmount, formatCount, formatLoss} from '../../../text/format.js';
import {visibleText} from '../../../text/visible-text.js';
import {fitOrLast} from '../../fitting.js';
import {type Look} from '../../theme.js';

/** What there is of a lane, from the most to the least wanted. */
type Column = {readonly title: string; readonly width: number; readonly textOf: (lane: ShownLane, look: Look) => string};

const unknown = '-';
const gap = 2;
const nameWidth = 22;
const leastName = 10;
const leastSample = 8;
const lossWidth = 7;
const meanWidth = 27;
const lastWidth = 9;

/** Cells before the name. */
const marked = 4;
const lastTitle = 'last step';
const wholeTitle = 'all steps since';
/** Where steps are missing, as of a run whose first ones are recorded many a line. */
const partTitle = 'known steps since';

const columns: readonly Column[] = [
	{title: 'mean', width: lossWidth, textOf: ({session}) => known(session.getSnapshot().runningMean)},
	{title: 'vs', width: 2, textOf: ({lane: {comparedWith = unknown}}) => comparedWith},
	{title: wholeTitle, width: meanWidth, textOf: meanDifference},
	{title: lastTitle, width: lastWidth, textOf: ({lane: {comparison}}) => comparison ? within(comparison.last, lastWidth) : unknown},
	{title: 'step', width: 9, textOf: ({session}) => formatCount(session.getSnapshot().lastStep?.step ?? 0)},
];

/** The rows that the table of the runs takes that go in step; none where there is only one. */
export function laneRows(shown: ShownRuns): number {
	const {length} = lanesIn(shown);
	return length === 0 ? 0 : length + 1;
}

/** The runs that go in step, one below the other: how far they are, how they compare, what they make up. */
export function laneLines(all: ShownRuns, width: number, look: Look & {/** Other figures on the screen are not of now. */ readonly isInPast?: boolean}): string[] {
	const {theme: {paint}, glyphs} = look;
	const lanes = lanesIn(all);
	const {shown, names, used} = columnsFor(lanes, width, glyphs.isAscii);
	const sampleWidth = width - used - names - gap;
	const hasSample = sampleWidth >= leastSample;
	const lineOf = (before: string, cells: readonly string[], sample: string) => before
		+ cells.map((cell, index) => ' '.repeat(gap) + cell.padStart(shown[index].width)).join('')
		+ (hasSample ? ' '.repeat(gap) + cutText(sample, sampleWidth, glyphs.isAscii).trimEnd() : '');
	const isWhole = lanes.every(({lane: {comparison}}) => comparison?.isWhole ?? true);
	const titles = shown.map(({title, width: most}) => (title === wholeTitle && !isWhole ? partTitle : title).slice(0, most));
	const title = lineOf(' '.repeat(marked) + (look.isInPast ? 'run, now' : 'run').padEnd(names), titles, 'made up');
	return [
		paint('label', title.trimEnd()),
		...lanes.map(lane => {
			const isFocused = lane === all.runs[all.focus];
			const name = cutText(visibleText(lane.name, glyphs.isAscii), names, glyphs.isAscii);
			const line = lineOf(name, shown.map(column => column.textOf(lane, look)), lastWord(lane, glyphs.isAscii));
			return `${isFocused ? paint('key', '>') : ' '} ${paint(isFocused ? 'smoothed' : comparedRoleOf(lane.mark), lane.mark)} ${line}`;
		}),
	];
}

/** What it has made up last, or why it does so no more. */
function lastWord({session}: ShownLane, isAscii: boolean): string {
	const {failure, samples} = session.getSnapshot();
	if (failure !== undefined) {
		return `failed: ${visibleText(failure, isAscii)}`;
	}

	const sample = samples.at(-1);
	return sample ? sampleText(sample.text, isAscii) : unknown;
}

/** What there is room for. Names that would look the same when they are cut off matter more than the last step. */
function columnsFor(lanes: readonly ShownLane[], width: number, isAscii: boolean): {readonly shown: readonly Column[]; readonly names: number; readonly used: number} {
	const longest = Math.max(...lanes.map(({name}) => name.length), leastName);
	const choose = (from: readonly Column[]) => {
		const shown = from.filter((_, index) => marked + leastName + from.slice(0, index + 1).reduce((sum, column) => sum + column.width + gap, 0) <= width);
		const used = shown.reduce((sum, column) => sum + column.width + gap, marked);
		const names = Math.max(leastName, Math.min(nameWidth, longest, width - used));
		return {shown, names, used};
	};

	const usual = choose(columns);
	const different = (cells: number) => new Set(lanes.map(({name}) => cutText(name, cells, isAscii))).size;
	const others = choose(columns.filter(({title}) => title !== lastTitle));
	return different(others.names) > different(usual.names) ? others : usual;
}

function known(loss: number | undefined): string {
	// Of a run that diverges, a loss can have any size.
	return loss === undefined ? unknown : fitOrLast([formatLoss(loss), loss.toExponential(1)], lossWidth);
}

/** The mean of the differences since the runs have parted, with its standard error, and of how many steps, or from which one on if some are missing. */
function meanDifference({lane: {comparison, notComparable}}: ShownLane, {glyphs: {isAscii}}: Look): string {
	if (!comparison) {
		return notComparable === undefined ? unknown : `none: ${notComparable}`;
	}

	const {mean, standardError, count, firstStep, isWhole} = comparison;
	const decimals = standardError === undefined || standardError >= 0.001 ? 4 : 5;
	const error = standardError === undefined ? '' : ` ${isAscii ? '+-' : '±'} ${toDecimals(standardError, decimals)}`;
	const figures = signed(mean, decimals) + error;
	const from = ` from ${formatCount(firstStep)}`;
	// Which steps these are says more than how well the mean is known.
	const wordings = isWhole
		? [`${figures} (${formatAmount(count)})`, figures, within(mean, meanWidth)]
		: [figures + from, signed(mean, decimals) + from, within(mean, meanWidth - from.length) + from];
	return fitOrLast(wordings, meanWidth);
}

function signed(difference: number, decimals: number): string {
	const text = toDecimals(Math.abs(difference), decimals);
	return Number(text) === 0 ? text : `${difference < 0 ? '-' : '+'}${text}`;
}

/** A difference in so many cells. */
function within(difference: number, width: number): string {
	return fitOrLast([signed(difference, 4), `${difference < 0 ? '' : '+'}${difference.toExponential(1)}`], width);
}
