import {useState} from 'react';
import {formatCount} from '../../../text/format.js';
import {toDecimals} from '../../../text/decimals.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {fitOrLast} from '../../fitting.js';
import {isOver} from '../../keys.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {type Written, useWriting} from './use-writing.js';
import {wrapWords} from './wrap.js';

export type WritingProps = ViewProps & {readonly written: Written; /** Why nothing comes, if that is so. */ readonly whyNot?: string | undefined};

/** Below that, what is written needs the room. */
const leastRowsForNote = 16;
const documentNotes = [
	'One document after the other, for the model ends each itself. To have one text without an end, train with --documents stream.',
	'One document after the other. For one long text: --documents stream.',
];

/** A page that fills: the model writes on and on. */
export function LiveWriting({ask, whyNoAnswers, ...view}: LiveViewProps) {
	const {snapshot: {prefix, temperature, start, status, mode}} = view;
	const isStill = mode === 'replay' || status === 'paused' || isOver(status);
	const written = useWriting(ask, {prefix, temperature, isEndless: isOneText(start)}, isStill);
	return <Writing {...view} written={written} whyNot={whyNoAnswers}/>;
}

export function Writing({written, whyNot, ...view}: WritingProps) {
	const {columns, rows, state: {cursor}, glyphs: {isAscii}, theme: {paint}, snapshot: {start}} = view;
	const width = columns - (2 * margin);
	const notes = start && !isOneText(start) && rows >= leastRowsForNote ? [paint('label', fitOrLast(documentNotes, width))] : [];
	const room = rows - frameRows - 1 - notes.length;
	const lines = wrapWords(written.text, width - 1, isAscii);
	const last = useLastLine(cursor.row, lines.length, room);
	const shown = lines.slice(Math.max(0, last - room), last).map(line => paint('value', line));
	if (last === lines.length) {
		shown[shown.length - 1] += paint('key', isAscii ? '_' : '▌');
	}

	const head = whyNot === undefined ? headOf(view, written, lines.length - last, width) : paint('warning', fitOrLast([`Nothing is written: ${whyNot}`, 'Nothing is written.'], width));
	return <Page {...view} lines={[head, ...notes, ...shown].map(line => ' '.repeat(margin) + line)} idle={lines.length <= room ? ['up', 'down'] : []}/>;
}

/** Whether it is a text without an end that the model has learnt; else it is documents, each with one. */
function isOneText(start: LiveViewProps['snapshot']['start']): boolean {
	return start?.dataset.mode === 'stream';
}

function headOf({snapshot: {temperature}, theme: {paint}}: ViewProps, {step}: Written, below: number, width: number): string {
	if (step === undefined) {
		return paint('label', 'Waiting for the model…');
	}

	const [model, drawn] = [`the model after step ${formatCount(step)}`, `temperature ${toDecimals(temperature, 2)}`];
	const more = below === 0 ? '' : `; ${formatCount(below)} ${below === 1 ? 'line' : 'lines'} below`;
	return paint('label', fitOrLast([
		`Written by ${model}, ${drawn}${more}`,
		`By ${model}, ${drawn}${more}`,
		`By ${model}${more}`,
		`Step ${formatCount(step)}${more}`,
		`Step ${formatCount(step)}`,
	], width));
}

/**
The place after the last line that shows. At the end it follows what is written; whoever has gone up stays with the lines that they
see, whatever comes after them.

@param up - How many lines keys have moved up.
*/
function useLastLine(up: number, count: number, room: number): number {
	const [place, setPlace] = useState<{readonly up: number; readonly atEnd: number; readonly last: number | undefined}>({up: 0, atEnd: 0, last: undefined});
	let {last} = place;
	if (up !== place.up) {
		const moved = Math.max(Math.min(room, count), (last ?? count) - (up - place.up));
		// As many lines down as up lead back to the end, whatever has come meanwhile.
		last = up <= place.atEnd || moved >= count ? undefined : moved;
		setPlace({up, atEnd: last === undefined ? up : place.atEnd, last});
	}

	return Math.min(count, last ?? count);
}
