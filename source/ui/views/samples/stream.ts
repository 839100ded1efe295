import {cutText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {sampleText} from '../../../report/sample-text.js';
import {visibleText} from '../../../text/visible-text.js';
import {type Novelty} from '../../../training/events.js';
import {type ToldSample} from '../../../training/told-events.js';
import {pendingText} from '../../pending-text.js';
import {type Look, type Role} from '../../theme.js';
import {fitOrLast} from '../../fitting.js';
import {type StreamColumns} from './layout.js';

const tagRoles: Readonly<Record<Novelty, Role>> = {copied: 'guide', 'held-out': 'coach', new: 'value'};

/** The nearest training documents of texts, as far as they are known. */
export type NearestDocuments = ReadonlyMap<string, string | undefined>;

type RowOptions = {readonly columns: StreamColumns; readonly nearest: NearestDocuments; readonly isFocused: boolean};

/** What a sample was made after: a number of steps, or the end of the run. */
export function momentOf({step, ordinal}: ToldSample): string {
	return ordinal === undefined ? formatCount(step) : `end ${ordinal}`;
}

/** How wide the moments of a run may get. */
export function momentWidth(steps: number, samples: readonly ToldSample[]): number {
	return Math.max(formatCount(steps).length, 'end 20'.length, ...samples.map(sample => momentOf(sample).length));
}

/**
The titles of the columns.

@param newer - How many samples are newer than the first that shows.
*/
export function streamTitle(columns: StreamColumns, newer: number, {theme, glyphs}: Look): string {
	const titles = newer === 0 ? ['made up'] : [`made up (${newer} newer above)`, `${newer} newer`];
	const title = fitOrLast(titles, columns.text);
	const cells = [
		`${'step'.padStart(columns.step)}   ${cutText(title, columns.text, glyphs.isAscii)}`,
		...(columns.tag > 0 ? [cutText('is', columns.tag, glyphs.isAscii)] : []),
		...(columns.nearest > 0 ? [cutText('nearest', columns.nearest, glyphs.isAscii)] : []),
	];
	return theme.paint('label', cells.join('  '));
}

/** One sample of the stream in a line. */
export function streamRow(sample: ToldSample, {columns, nearest, isFocused}: RowOptions, {theme: {paint}, glyphs: {isAscii}}: Look): string {
	const {text, novelty} = sample;
	const mark = isFocused ? (isAscii ? '>' : '▸') : ' ';
	const name = cutText(sampleText(text, isAscii), columns.text, isAscii);
	const start = `${paint('label', momentOf(sample).padStart(columns.step))} ${paint('key', mark)} ${paint(isFocused ? 'key' : 'value', name)}`;
	// What is being looked up has its place already.
	const found = nearest.has(text) ? nearest.get(text) ?? '' : pendingText('', {isAscii});
	const document = novelty === 'new' ? found : '';
	return [
		start,
		...(columns.tag > 0 && novelty !== undefined ? [paint(tagRoles[novelty], cutText(novelty, columns.tag, isAscii))] : []),
		...(columns.nearest > 0 ? [paint('label', cutText(visibleText(document, isAscii), columns.nearest, isAscii))] : []),
	].join('  ');
}

/**
Which samples show, counted from the newest: the one in focus is among them, in the middle where
there is room, so that one sees what came before and after it.
*/
export function firstShown(focus: number, rows: number, count: number): number {
	return Math.max(0, Math.min(focus - Math.floor(rows / 2), count - rows));
}
