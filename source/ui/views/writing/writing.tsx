import {useCallback, useLayoutEffect, useState} from 'react';
import {cutText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {toDecimals} from '../../../text/decimals.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {fitOrLast} from '../../fitting.js';
import {isOver} from '../../keys.js';
import {knownPart, leftOutNotes} from '../../left-out-notes.js';
import {pendingText} from '../../pending-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {type ReadingPlace, type Written, useWriting} from './use-writing.js';
import {wrapWords} from './wrap.js';

type Start = ViewProps['snapshot']['start'];

export type WritingProps = ViewProps & {
	readonly written: Written;
	/** Why nothing comes, if that is so. */
	readonly whyNot?: string | undefined;
	/** Where one was when something else came over it. */
	readonly firstPlace?: ReadingPlace | undefined;
	/** Told where one reads. */
	readonly onRead?: (place: ReadingPlace, isAboveEnd: boolean) => void;
};

const atFirst: ReadingPlace = {up: 0, atEnd: 0, last: undefined};
/** Below that, what is written needs the room. */
const leastRowsForNote = 16;
const documentNotes = [
	'One document after the other: the model ends each of them itself. For one long text, train with --documents stream.',
	'One document after the other. For one long text: --documents stream.',
];

/** A page that fills: the model writes on and on. Another page has nothing of the one before. */
export function LiveWriting(view: LiveViewProps) {
	return <LivePage key={view.state.pagesBegun} {...view}/>;
}

function LivePage({ask, whyNoAnswers, heldPage, ...view}: LiveViewProps) {
	const {snapshot: {prefix, temperature, start, status, mode}, state: {pagesBegun}} = view;
	const [isReadAbove, setReadAbove] = useState(false);
	const onRead = useCallback((place: ReadingPlace, isAboveEnd: boolean) => {
		setReadAbove(isAboveEnd);
		heldPage.current &&= {...heldPage.current, place};
	}, [heldPage]);
	const written = useWriting(ask, heldPage, {
		number: pagesBegun,
		style: {prefix: knownPart(prefix, start?.dataset.characters ?? prefix), temperature, isEndless: isOneText(start)},
		isStill: mode === 'replay' || status === 'paused' || isOver(status),
		isReadAbove,
	});
	return <Writing {...view} written={written} whyNot={whyNoAnswers} firstPlace={heldPage.current?.place} onRead={onRead}/>;
}

export function Writing({written, whyNot, firstPlace, onRead, ...view}: WritingProps) {
	const {columns, rows, state: {cursor}, glyphs: {isAscii}, theme: {paint}} = view;
	const width = columns - (2 * margin);
	const notes = notesOf(view, width);
	const room = rows - frameRows - 1 - notes.length;
	const lines = wrapWords(written.text, width - 1, isAscii);
	const place = useReadingPlace(cursor.row, {count: lines.length, room}, firstPlace);
	const last = Math.min(lines.length, place.last ?? lines.length);
	const isReadAbove = last < lines.length;
	useLayoutEffect(() => {
		onRead?.(place, isReadAbove);
	}, [onRead, place, isReadAbove]);
	const shown = lines.slice(Math.max(0, last - room), last).map(line => paint('value', line));
	if (!isReadAbove) {
		shown[shown.length - 1] += paint('key', isAscii ? '_' : '▌');
	}

	const head = whyNot === undefined ? headOf(view, written, lines.length - last, width) : paint('warning', fitOrLast([`Nothing is written: ${whyNot}`, 'Nothing is written.'], width));
	return <Page {...view} lines={[head, ...notes, ...shown].map(line => ' '.repeat(margin) + line)} idle={lines.length <= room ? ['up', 'down'] : []}/>;
}

/** Above what is written: which letters of the beginning are not in it, and how documents follow one another. */
function notesOf({rows, glyphs: {isAscii}, theme: {paint}, snapshot: {start, prefix}}: ViewProps, width: number): string[] {
	const leftOut = leftOutNotes(prefix, start?.dataset.characters ?? prefix, isAscii);
	if (leftOut) {
		return [paint('warning', cutText(fitOrLast(leftOut, width), width, isAscii).trimEnd())];
	}

	return start && !isOneText(start) && rows >= leastRowsForNote ? [paint('label', fitOrLast(documentNotes, width))] : [];
}

/** Whether it is a text without an end that the model has learnt; else it is documents, each with one. */
function isOneText(start: Start): boolean {
	return start?.dataset.mode === 'stream';
}

/** Who writes now: what stands above may be older, and the model has learnt since. */
function headOf({snapshot: {temperature}, theme: {paint}, glyphs}: ViewProps, {step, isWaiting}: Written, below: number, width: number): string {
	if (step === undefined) {
		return paint('label', pendingText('Waiting for the model', glyphs));
	}

	const count = `${formatCount(below)} ${below === 1 ? 'line' : 'lines'} below`;
	if (isWaiting) {
		return paint('label', fitOrLast([`The model waits until you have come down: ${count}`, `It waits: ${count}`], width));
	}

	const [model, drawn] = [`the model after step ${formatCount(step)}`, `temperature ${toDecimals(temperature, 2)}`];
	const more = below === 0 ? '' : `; ${count}`;
	return paint('label', fitOrLast([
		`Now writing: ${model}, ${drawn}${more}`,
		`Now: ${model}, ${drawn}${more}`,
		`Now: ${model}${more}`,
		`Now: step ${formatCount(step)}${more}`,
		`Now: step ${formatCount(step)}`,
	], width));
}

/**
Where one reads. At the end one follows what is written; whoever has gone up stays with the lines that they see, whatever comes after
them.

@param up - How many lines keys have moved up.
@param first - Where one was before.
*/
function useReadingPlace(up: number, {count, room}: {readonly count: number; readonly room: number}, first = atFirst): ReadingPlace {
	const [place, setPlace] = useState(first);
	if (up === place.up) {
		return place;
	}

	const moved = Math.max(Math.min(room, count), (place.last ?? count) - (up - place.up));
	// As many lines down as up lead back to the end, whatever has come meanwhile.
	const last = up <= place.atEnd || moved >= count ? undefined : moved;
	const next = {up, atEnd: last === undefined ? up : place.atEnd, last};
	setPlace(next);
	return next;
}
