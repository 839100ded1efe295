import {stripVTControlCharacters} from 'node:util';
import {useState} from 'react';
import {type Ask} from '../../../run/run.js';
import {cellsOf} from '../../../text/cells-of.js';
import {formatCount} from '../../../text/format.js';
import {type SessionMode} from '../../../history/recorded-run.js';
import {type ToldSample} from '../../../training/told-events.js';
import {Page, frameRows} from '../../components/page.js';
import {useInspection} from '../../hooks/use-inspection.js';
import {useNearest} from '../../hooks/use-nearest.js';
import {
	indentPicture,
	keysBetween,
	type Picture,
	type Spot,
	stack,
} from '../../spots.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {samplesAsOf} from './as-of.js';
import {drawCopied} from './copied.js';
import {
	indexOfFocus,
	moveFocus,
	newestInFocus,
	shownTogether,
} from './focus.js';
import {
	fitColumns,
	idealColumns,
	layOutSamples,
	panelGap,
	type SamplesLayout,
	type StreamColumns,
} from './layout.js';
import {laneSampleLines, laneSampleRows} from './lane-samples.js';
import {lettersBelow, lettersBeside, type TracedSample} from './letters.js';
import {
	firstShown,
	momentWidth,
	type NearestDocuments,
	streamRow,
	streamTitle,
} from './stream.js';
import {noteBelow, temperatureLine} from './style-lines.js';

const margin = 1;

export type SamplesProps = ViewProps & {
	/** The sample that is looked at, counted from the newest. */
	readonly focus: number;
	/** What the model makes of it; or of the one before, until there is an answer. */
	readonly read: TracedSample | undefined;
	readonly nearest: NearestDocuments;
};

/** What the model makes up: the list of samples, their temperature, the share of copies, and one sample letter by letter. */
export function Samples(view: SamplesProps) {
	const isAlone = view.snapshot.samples.length < 2;
	return <Page {...view} {...drawSamples(view)} idle={isAlone ? ['up', 'down'] : []}/>;
}

/** What stands between header and key bar. */
export function drawSamples({focus, read, nearest, ...view}: SamplesProps): Picture {
	const {snapshot, theme} = view;
	const {layout, columns, width, laneRows} = placesOf(view);
	const notes = noteBelow(view, width, layout.hasMeaning);
	// A note that has no place of its own takes one of the stream.
	const streamRows = layout.streamRows - (layout.hasMeaning ? 0 : notes.length);
	const stream = streamLines({...view, focus, nearest}, {columns, count: layout.streamCount, width: layout.sampleWidth}, streamRows);
	const head = [
		temperatureLine(view, width),
		...notes,
		...(layout.spacers > 1 ? [''] : []),
		...(layout.copiedRows > 0 ? drawCopied(snapshot.noveltyShares, {width, rows: layout.copiedRows}, view) : []),
		...(layout.hasLegend ? [theme.paint('label', legend(view, width))] : []),
		...(layout.spacers > 0 ? [''] : []),
	];
	const streamAndLetters = layout.isWide ? sideBySide(stream, read ? lettersBeside(read, {width: layout.panelWidth, rows: streamRows + 1}, view) : [], layout) : stream;
	const picture = stack([
		{lines: head},
		{lines: streamAndLetters, spots: [...streamSpots(snapshot.samples.length, focus, streamRows, layout)]},
		{lines: layout.hasLettersBelow && read ? lettersBelow(read, width, view) : []},
		{lines: laneSampleLines(view.shown, {width, rows: laneRows}, view.past, view)},
	]);
	return indentPicture(picture, margin);
}

/** A click on a sample of a column looks at that one. */
function streamSpots(count: number, focus: number, rows: number, {streamCount, sampleWidth}: SamplesLayout): Spot[] {
	const first = firstShown(focus, rows * streamCount, count);
	return Array.from({length: streamCount}, (_, column): Spot => {
		const top = first + (column * rows);
		return {
			row: 1, column: column * (sampleWidth + panelGap), rows: Math.max(0, Math.min(rows, count - top)), columns: sampleWidth, at: ({row}) => ({click: keysBetween(focus, top + row, ['up', 'down'])}),
		};
	});
}

/** The view of a running session. */
export function LiveSamples({ask, ...view}: LiveViewProps) {
	const {state, past, whyNoAnswers} = view;
	const snapshot = samplesAsOf(view.snapshot, past);
	const samples = snapshot.samples.toReversed();
	const [focus, setFocus] = useState(newestInFocus);
	const [lastRead, setRead] = useState<TracedSample & {readonly ask: Ask}>();
	// What the model makes of a sample at another moment is not what it is said to be.
	const read = lastRead?.ask === ask ? lastRead : undefined;
	// One moves from what one sees.
	const moved = moveFocus(focus, state.cursor.row, shownTogether(samples, focus, read).samples);
	if (moved !== focus) {
		setFocus(moved);
	}

	const wanted = samples.at(indexOfFocus(moved, samples));
	const trace = useInspection(ask, 'traceDocument', [wanted?.text ?? '', snapshot.temperature], {
		step: past ?? snapshot.lastStep?.step ?? 0, isExact: true, isWanted: wanted !== undefined,
	});
	// By the time it is there, the answer may be about a sample that is not the newest any more.
	const answered = trace && (wanted?.text === trace.text ? wanted : samples.find(({text}) => text === trace.text));
	if (answered && (read?.sample !== answered || read.trace !== trace)) {
		setRead({sample: answered, trace, ask});
	}

	const shown = shownTogether(samples, moved, read);
	const look = {...view, snapshot: {...snapshot, samples: shown.samples.toReversed()}};
	const nearest = useNearest(ask, textsToCompare(look, shown.samples, shown.index));
	// Without a model there will never be an answer.
	return <Samples {...look} focus={shown.index} read={snapshot.canAsk && whyNoAnswers === undefined ? shown.read : undefined} nearest={nearest}/>;
}

/** The samples on the screen whose nearest document one sees. */
function textsToCompare(view: ViewProps, samples: readonly ToldSample[], focus: number): string[] {
	const {layout: {streamRows, streamCount}, columns} = placesOf(view);
	const most = streamRows * streamCount;
	const first = firstShown(focus, most, samples.length);
	return columns.nearest === 0 ? [] : samples.slice(first, first + most).filter(({novelty}) => novelty === 'new').map(({text}) => text);
}

function placesOf({snapshot: {start, samples, mode}, shown, columns, rows}: ViewProps) {
	const width = columns - (2 * margin);
	// Windows of a text are hardly ever copied whole, and have no neighbours that say anything.
	const isJudged = mode !== 'watch' || samples.some(({novelty}) => novelty !== undefined);
	const hasTags = start?.dataset.mode !== 'stream' && isJudged;
	// Another program need not say how long a text can get.
	const {blockSize = Infinity} = start?.model ?? {blockSize: 0};
	const ideal = idealColumns({
		step: momentWidth(start?.training.steps ?? 0, samples), blockSize, hasTags, hasNearest: hasTags && mode === 'training',
	});
	const room = {width, rows: rows - frameRows};
	const laneRows = laneSampleRows(shown, room);
	const layout = layOutSamples({width, rows: room.rows - laneRows}, ideal, hasTags);
	return {
		width, layout, laneRows, columns: fitColumns(ideal, layout.sampleWidth),
	};
}

function streamLines({focus, nearest, ...view}: Omit<SamplesProps, 'read'>, {columns, count, width}: {readonly columns: StreamColumns; readonly count: number; readonly width: number}, rows: number): string[] {
	const {snapshot, theme, hasKeys, past} = view;
	const samples = snapshot.samples.toReversed();
	if (samples.length === 0) {
		const lines = past === undefined ? nothingYet(snapshot.mode, hasKeys) : [`No sample had been made up by step ${formatCount(past)}.`, ''];
		return [...lines.map(line => theme.paint('label', line)), ...Array.from({length: rows - 1}, () => '')];
	}

	const first = firstShown(focus, rows * count, samples.length);
	const shown = samples.slice(first, first + (rows * count));
	const lines = shown.map((sample, index) => streamRow(sample, {columns, nearest, isFocused: first + index === focus}, view));
	const line = (row: number) => Array.from({length: count}, (_, column) => lines[row + (column * rows)] ?? '');
	const titles = Array.from({length: rows > 0 ? Math.ceil(shown.length / rows) : 1}, (_, column) => streamTitle(columns, column === 0 ? first : 0, view));
	return [titles, ...Array.from({length: rows}, (_, row) => line(row))].map(cells => joinColumns(cells, width));
}

/** Cells of so many columns, with the gap between two of them. */
function joinColumns(cells: readonly string[], width: number): string {
	return cells.map((cell, index) => cells.slice(index + 1).join('') === '' ? cell : cell + gapAfter(cell, width)).join('');
}

/** Up to the column beside it. */
function gapAfter(cell: string, width: number): string {
	const taken = cellsOf(stripVTControlCharacters(cell));
	return ' '.repeat(Math.max(0, width + panelGap - taken));
}

function nothingYet(mode: SessionMode, hasKeys: boolean): readonly string[] {
	switch (mode) {
		case 'training': {
			return ['No samples yet; the first comes soon.', hasKeys ? 'Press m to make one now.' : ''];
		}

		case 'replay': {
			return ['No samples yet.', ''];
		}

		case 'watch': {
			return ['No samples yet: the program', 'has not reported any.'];
		}
	}
}

/** What the tags mean, as far as there is room for it. */
function legend({snapshot: {start, mode}, glyphs: {separator}}: ViewProps, width: number): string {
	const isValidated = (start?.dataset.validationDocumentCount ?? 0) > 0;
	const parts = [
		'copied: in the training data',
		...(isValidated ? ['held-out: validation only', 'new: in neither'] : ['new: not in it']),
		...(mode === 'training' ? ['nearest: fewest edits away'] : []),
	];
	const hasRoomFor = (count: number) => parts.slice(0, count).join(` ${separator} `).length <= width;
	const count = [4, 3, 2, 1].find(candidate => hasRoomFor(candidate)) ?? 0;
	return parts.slice(0, count).join(` ${separator} `);
}

function sideBySide(left: readonly string[], right: readonly string[], {streamWidth}: SamplesLayout): string[] {
	return left.map((line, index) => right[index] === undefined ? line : `${line}${' '.repeat(Math.max(0, streamWidth + panelGap - cellsOf(line)))}${right[index]}`);
}
