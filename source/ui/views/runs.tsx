import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import {cutText} from '../../report/cut-text.js';
import {formatCount} from '../../report/format.js';
import {drawLossChart} from '../../report/loss-chart.js';
import {runsTable} from '../../report/runs-table.js';
import {visibleText} from '../../report/visible-text.js';
import {type EarlierRun} from '../../session/snapshot.js';
import {type SavedRun} from '../../storage/runs-folder.js';
import {frameRows, Page} from '../components/page.js';
import {useBounded} from '../hooks/use-bounded.js';
import {useSavedCurve, useSavedRuns} from '../hooks/use-saved-runs.js';
import {type LiveViewProps, type ViewProps} from '../view-props.js';

export type RunsProps = ViewProps & {
	/** Undefined until they are known; a text if they cannot be listed. */
	readonly runs: readonly SavedRun[] | string | undefined;
	/** The place of the one that is compared with the run that is on. */
	readonly chosen: number;
	/** Its curve; undefined until it is known. */
	readonly compared: EarlierRun | undefined;
};

const margin = 1;
/** Of less, no curve could be read. */
const leastChartHeight = 8;
const chartShare = 0.55;
const mostListed = 1000;
/** Another program may call its model anything. */
const longestName = 20;

/** The saved runs, and the curve of one of them under that of the run that is on. */
export function Runs(view: RunsProps) {
	return <Page {...view} lines={linesOfRuns(view).map(line => ' '.repeat(margin) + line)}/>;
}

/** The view, with what it reads from the disk. */
export function LiveRuns({runsFolder, ...view}: LiveViewProps) {
	const {folder} = view.snapshot.saving;
	const saved = useSavedRuns(runsFolder);
	// Compared with itself, the run that is on would be in its own way.
	const runs = typeof saved === 'string' ? saved : saved?.filter(run => run.folder !== folder);
	const count = Array.isArray(runs) ? runs.length : 0;
	const chosen = useBounded(view.state.cursor.row, Math.max(0, count - 1));
	const compared = useSavedCurve(Array.isArray(runs) ? runs[chosen] : undefined);
	return <Runs {...view} runs={runs} chosen={chosen} compared={compared}/>;
}

function linesOfRuns({runs, chosen, compared, ...view}: RunsProps): string[] {
	const {columns, rows, theme, glyphs} = view;
	const width = columns - (2 * margin);
	// A sentence is as long as it is: it goes on in the next line.
	const plain = (text: string) => wrapAnsi(text, width, {hard: true}).split('\n').map(line => theme.paint('label', line));
	if (runs === undefined) {
		return plain('Reading the saved runs…');
	}

	if (typeof runs === 'string') {
		return plain(visibleText(runs, glyphs.isAscii));
	}

	if (runs.length === 0) {
		return plain('No saved runs yet: a run stands here once it has been saved.');
	}

	const room = rows - frameRows;
	const chartHeight = Math.floor(room * chartShare);
	const hasChart = chartHeight >= leastChartHeight;
	const listRows = room - (hasChart ? chartHeight + 2 : 0) - 1;
	return [
		...(hasChart ? [...chart(view, compared, width, chartHeight), legend(view, compared, width), ''] : []),
		...list(runs, chosen, listRows, view),
	];
}

function chart({snapshot, theme, glyphs}: ViewProps, previous: EarlierRun | undefined, width: number, height: number): string[] {
	return drawLossChart({...snapshot, previous, coachHistory: []}, {
		width, height, glyphs, hasLosses: false,
	}).map(spans => theme.paintRow(spans));
}

function legend({snapshot: {start}, theme, glyphs}: ViewProps, other: EarlierRun | undefined, width: number): string {
	const now = ` running mean of this run${start ? ` (${cutText(visibleText(start.preset, glyphs.isAscii), longestName, glyphs.isAscii).trimEnd()})` : ''}`;
	const name = other ? ` ${visibleText(other.name, glyphs.isAscii)}` : ' reading…';
	const sample = 2;
	return `${theme.paint('smoothed', glyphs.lines.smoothed[4].repeat(sample))}${now}   ${theme.paint('previous', glyphs.lines.previous[4].repeat(sample))}${cutText(name, Math.max(0, width - now.length - (2 * sample) - 3), glyphs.isAscii).trimEnd()}`;
}

/** As many of the runs as there is room for, the chosen one among them. */
function list(runs: readonly SavedRun[], chosen: number, rows: number, {columns, theme: {paint}, glyphs: {isAscii}}: ViewProps): string[] {
	const width = columns - (2 * margin);
	const [title, ...lines] = runsTable(runs.slice(0, mostListed), {isAscii, width: width - 2});
	const shown = Math.max(1, rows);
	const first = Math.max(0, Math.min(chosen - Math.floor(shown / 2), lines.length - shown));
	const cut = (line: string) => cutText(line, width - 2, isAscii).trimEnd();
	const place = `  ${formatCount(chosen + 1)} of ${formatCount(runs.length)}`;
	// Where it would cut the titles of the columns, it is left out.
	const hasPlace = runs.length > shown && stringWidth(title + place) <= width - 2;
	return [
		`  ${paint('label', cut(hasPlace ? title + place : title))}`,
		...lines.slice(first, first + shown).map((line, index) => first + index === chosen ? paint('key', `> ${cut(line)}`) : `  ${cut(line)}`),
	];
}
