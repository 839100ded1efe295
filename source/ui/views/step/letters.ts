import {cellsOf} from '../../../text/cells-of.js';
import {type StepReport} from '../../../inspection/step-report.js';
import {
	type Guess,
	type Letter,
	type PositionTrace,
	type DocumentTrace,
} from '../../../inspection/document-trace.js';
import {drawBar} from '../../../report/chart/bar.js';
import {cutText} from '../../../text/cut-text.js';
import {formatLoss} from '../../../text/format.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {letterText} from '../../../report/letter-text.js';
import {formatPercent} from '../../../text/percent.js';
import {toDecimals} from '../../../text/decimals.js';
import {type ToldStart} from '../../../training/told-events.js';
import {type Look} from '../../theme.js';
import {unreadNotes} from '../../unread.js';
import {fit, fitOrLast} from '../../fitting.js';

export type LettersOptions = {
	readonly width: number;
	/** Rows without the titles. */
	readonly rows: number;
	/** The position that stands first. */
	readonly first: number;
	/** The cells of a letter. */
	readonly letterWidth: number;
	/** The surprise of a blind guess, in nats. */
	readonly blindSurprise: number;
};

type Columns = {readonly reads: number; readonly next: number; readonly bar: number; readonly guessCount: number};

const percentWidth = 4;
const surpriseWidth = 6;
const mostBarWidth = 40;
const leastBarWidth = 4;
/** They go before a longer bar, and more than these after it. */
const usualGuesses = 3;
const mostGuesses = 8;
/** A full bar is twice the surprise of a blind guess, in every step, so that bars can be compared. */
const fullBar = 2;
/** More than an escape sequence for a character would say nothing more. */
const mostLetterWidth = 9;
const narrow = /^[\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{24F}]*$/v;

/** The cells that a letter of the data can take; the same for all steps. */
export function widestLetter(characters: string, {isAscii}: Glyphs): number {
	if (narrow.test(characters) && !(isAscii && /[^\u{20}-\u{7E}]/v.test(characters))) {
		return 1;
	}

	return isAscii ? mostLetterWidth : 2;
}

/** What the model made of each letter: titles, then a row for each position. */
export function letterTable({positions}: DocumentTrace, options: LettersOptions, look: Look): string[] {
	const {rows, first} = options;
	const columns = fitColumns(options);
	const shown = positions.slice(first, first + rows);
	return [
		look.theme.paint('label', titleOf(columns, options)),
		...shown.map(position => letterRow(position, columns, options, look)),
		...Array.from({length: rows - shown.length}, () => ''),
	];
}

/** Likely letters beyond the first go first, then the bar gets shorter. */
function fitColumns({width, letterWidth}: LettersOptions): Columns {
	const reads = Math.max('reads'.length, letterWidth);
	const next = Math.max('next'.length, letterWidth);
	const room = width - reads - next - percentWidth - surpriseWidth - 4;
	const guessWidth = guessWidthOf(letterWidth);
	const firstGuesses = Math.max(0, Math.min(usualGuesses, Math.floor((room - leastBarWidth) / guessWidth)));
	const bar = Math.max(0, Math.min(mostBarWidth, room - (firstGuesses * guessWidth)));
	const guessCount = Math.max(firstGuesses, Math.min(mostGuesses, Math.floor((room - bar) / guessWidth)));
	return {
		reads, next, guessCount, bar: guessCount === mostGuesses ? room - (guessCount * guessWidth) : bar,
	};
}

/** With the gap before it. */
function guessWidthOf(letterWidth: number): number {
	return 1 + letterWidth + 1 + percentWidth;
}

function titleOf({reads, next, bar, guessCount}: Columns, {letterWidth}: LettersOptions): string {
	const guesses = guessCount === 0 ? '' : fit(['likeliest letters', 'likeliest', 'best'], guessCount * guessWidthOf(letterWidth));
	const surprise = fit(['surprise = -ln(probability), in nats', 'surprise in nats', 'surprise (nats)', 'surprise'], surpriseWidth + 1 + bar);
	return ['reads'.padEnd(reads), 'next'.padEnd(next), 'prob', surprise.padEnd(surpriseWidth + 1 + bar), guesses].join(' ');
}

function letterRow({letter, next, surprise, likeliest}: PositionTrace, columns: Columns, {letterWidth, blindSurprise}: LettersOptions, {theme: {paint}, glyphs}: Look): string {
	const bar = drawBar(surprise / blindSurprise / fullBar, columns.bar, glyphs);
	const guesses = likeliest.slice(0, columns.guessCount).map(guess => guessText(guess, letterWidth, glyphs));
	return [
		cell(letter, columns.reads, glyphs),
		paint('key', cell(next.letter, columns.next, glyphs)),
		paint('value', formatPercent(next.probability).padStart(percentWidth)),
		paint('value', formatSurprise(surprise).padStart(surpriseWidth)),
		paint('smoothed', bar) + ' '.repeat(columns.bar - cellsOf(bar)),
		...guesses.map(guess => paint('label', guess)),
	].join(' ');
}

function guessText({letter, probability}: Guess, letterWidth: number, glyphs: Glyphs): string {
	return `${cell(letter, letterWidth, glyphs)} ${formatPercent(probability)}`;
}

function cell(letter: Letter, width: number, glyphs: Glyphs): string {
	return cutText(letterText(letter, glyphs), width, glyphs.isAscii);
}

/** In six cells, whatever its size. */
function formatSurprise(surprise: number): string {
	if (!Number.isFinite(surprise)) {
		return Number.isNaN(surprise) ? 'none' : 'inf';
	}

	return surprise < 1000 ? toDecimals(surprise, surprise < 10 ? 4 : 2) : surprise.toExponential(0).replace('+', '');
}

/** How the loss follows from the surprises, what of the document is cut off, and which of the positions one sees. */
export function meanLine({trace, lossBefore, documentCount}: Pick<StepReport, 'trace' | 'lossBefore' | 'documentCount'>, {width, rows, first}: LettersOptions, {start, theme: {paint}, glyphs}: Look & {readonly start?: ToldStart | undefined}): string {
	const {positions: {length}, loss} = trace;
	const {dropout = 0} = start?.model ?? {};
	// The step left activations out, and had another loss than the surprises that are shown.
	const dropped = dropout > 0 ? ', with dropout' : '';
	const ofOne = dropout > 0
		? [`its mean surprise is ${formatLoss(loss)}; in the step, with dropout, ${formatLoss(lossBefore)}`, `its mean ${formatLoss(loss)}; with dropout ${formatLoss(lossBefore)}`, `mean ${formatLoss(loss)}`]
		: [`loss ${formatLoss(loss)} = the mean of the ${length} surprises`, `loss ${formatLoss(loss)} = mean of all ${length}`, `loss ${formatLoss(loss)}: mean of ${length}`];
	const mean = documentCount === 1
		? ofOne
		: [
			`its mean surprise is ${formatLoss(loss)}; that of all ${documentCount} documents${dropped}, ${formatLoss(lossBefore)}`,
			`its mean surprise ${formatLoss(loss)}; of all ${documentCount} documents ${formatLoss(lossBefore)}`,
			`its mean ${formatLoss(loss)}, of all ${documentCount}: ${formatLoss(lossBefore)}`,
			`mean ${formatLoss(loss)}`,
		];
	const shown = `${first + 1}-${Math.min(length, first + rows)}`;
	const places = length <= rows ? [''] : [`; letters ${shown} shown: up, down`, `; ${shown} shown: up, down`, `; ${shown} shown`, ''];
	const notes = unreadNotes(trace, start, glyphs);
	const cuts = notes?.map(note => `; ${note}`) ?? [''];
	const wordings = notes ? [...mean, `loss ${formatLoss(loss)}`] : mean;
	// That some letters are out of sight, or cut off, matters more than how it is said.
	const texts = places.flatMap(place => cuts.flatMap(cut => wordings.map(text => text + cut + place)));
	return paint('label', cutText(fitOrLast(texts, width), width, true).trimEnd());
}
