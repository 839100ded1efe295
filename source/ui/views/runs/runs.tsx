import {useEffect, useMemo, useSyncExternalStore} from 'react';
import wrapAnsi from 'wrap-ansi';
import {formatCount} from '../../../text/format.js';
import {visibleText} from '../../../text/visible-text.js';
import {frameRows, Page} from '../../components/page.js';
import {useCursor} from '../../hooks/use-cursor.js';
import {useSavedCurves} from '../../hooks/use-saved-curves.js';
import {indentPicture, type Picture, stack} from '../../spots.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {
	type ChartedRuns,
	chartLines,
	legendLine,
	type SavedCurves,
} from './chart-lines.js';
import {compareLines} from './compare-lines.js';
import {idleKeys} from './idle-keys.js';
import {layOutListing, listLines} from './list-lines.js';
import {madeUpLines, runLines, samplesHead} from './run-lines.js';
import {
	chosenRun,
	markedRuns,
	rowsIn,
	type RunsState,
} from './state.js';

export type RunsProps = ViewProps & {
	readonly saved: RunsState;
	/** Those that have been read. */
	readonly curves: SavedCurves;
};

const margin = 1;
/** Of less, no curve could be read. */
const leastChartHeight = 8;
const chartShare = 0.55;

/** The saved runs with their curves, one of them with what can be done with it, or how some differ. */
export function Runs(view: RunsProps) {
	const width = view.columns - (2 * margin);
	return <Page {...view} {...indentPicture(usePicture(view, width), margin)} idle={idleKeys(view.saved)}/>;
}

/** The view, with what it reads from the disk. */
export function LiveRuns({browser, ...view}: LiveViewProps) {
	useEffect(() => {
		void browser.load();
	}, [browser]);
	const saved = useSyncExternalStore(browser.subscribe, browser.getState);
	const {marked, chosen} = chartedRuns(view, saved);
	const curves = useSavedCurves([...marked, ...(chosen ? [chosen] : [])]);
	return <Runs {...view} saved={saved} curves={curves}/>;
}

function usePicture({saved, curves, ...view}: RunsProps, width: number): Picture {
	const {snapshot, glyphs, theme, rows} = view;
	const {runs, order, isOpen, page} = saved;
	const listed = useMemo(() => rowsIn({runs, order, isOpen}), [runs, order, isOpen]);
	const {folder} = snapshot.saving;
	// Of thousands of runs, not with every frame.
	const table = useMemo(() => layOutListing(listed, view, saved, width), [listed, order, width, folder, glyphs]);
	const height = rows - frameRows;
	const compared = page === 'compare' ? compareLines(view, markedRuns(saved), width) : [];
	const charted = {...chartedRuns(view, saved), curves};
	const madeUp = page === 'samples' ? madeUpLines(view, saved, width) : [];
	const scroll = useCursor(saved.scroll, Math.max(0, compared.length + madeUp.length - 1));
	// A sentence is as long as it is: it goes on in the next line.
	const plain = (text: string) => ({lines: wrapAnsi(text, width, {hard: true}).split('\n').map(line => theme.paint('label', line))});
	if (runs === undefined) {
		return plain('Reading the saved runs...');
	}

	if (typeof runs === 'string') {
		return plain(visibleText(runs, glyphs.isAscii));
	}

	if (runs.length === 0) {
		return plain('No saved runs yet: a run stands here once it has been saved.');
	}

	const run = chosenRun(saved);
	switch (page) {
		case 'run':
		case 'samples': {
			if (run) {
				return page === 'run' ? runLines(view, saved, run, {width, height}) : {lines: [...samplesHead(view, saved, run, width), ...scrolled(madeUp, scroll, height - 2, view)]};
			}

			break;
		}

		case 'compare': {
			const chartHeight = Math.max(height - compared.length - 1, leastChartHeight);
			const hasChart = height - chartHeight > leastChartHeight;
			const room = height - (hasChart ? chartHeight + 1 : 0);
			const own = {...charted, chosen: undefined};
			return {lines: [...(hasChart ? [...chartLines(view, own, width, chartHeight), legendLine(view, {...own, marked: []}, width)] : []), ...scrolled(compared, scroll, room, view)]};
		}

		case 'list': {
			break;
		}
	}

	const chartHeight = Math.floor(height * chartShare);
	const hasChart = chartHeight >= leastChartHeight;
	const listHeight = height - (hasChart ? chartHeight + 1 : 0);
	return stack([
		{lines: hasChart ? [...chartLines(view, charted, width, chartHeight), legendLine(view, charted, width)] : []},
		listLines(view, saved, {rows: listed, table}, {width, height: listHeight}),
	]);
}

/** As many lines as there is room for; where they are not all of them, the last says so. */
function scrolled(lines: readonly string[], scroll: number, room: number, {theme: {paint}}: ViewProps): readonly string[] {
	if (lines.length <= room) {
		return lines;
	}

	const shown = Math.max(1, room - 1);
	const first = Math.min(scroll, lines.length - shown);
	return [...lines.slice(first, first + shown), paint('label', `${formatCount(first + 1)}-${formatCount(first + shown)} of ${formatCount(lines.length)} lines: up and down move`)];
}

/** The runs whose curves are drawn. Compared with itself, the run that is on would be in its own way. */
function chartedRuns({snapshot: {saving}}: Pick<ViewProps, 'snapshot'>, saved: RunsState): Omit<ChartedRuns, 'curves'> {
	const marked = markedRuns(saved);
	const chosen = chosenRun(saved);
	return {marked, chosen: chosen && (saved.marked.includes(chosen.folder) || chosen.folder === saving.folder) ? undefined : chosen};
}
