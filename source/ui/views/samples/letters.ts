import wrapAnsi from 'wrap-ansi';
import {cellsOf} from '../../../text/cells-of.js';
import {type DocumentTrace, type PositionTrace} from '../../../inspection/document-trace.js';
import {drawBar} from '../../../report/chart/bar.js';
import {cutText} from '../../../text/cut-text.js';
import {formatCount, formatLoss} from '../../../text/format.js';
import {type Glyphs} from '../../../report/chart/glyphs.js';
import {letterText} from '../../../report/letter-text.js';
import {formatPercent} from '../../../text/percent.js';
import {sampleText} from '../../../report/sample-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {type ToldSample} from '../../../training/told-events.js';
import {pendingText} from '../../pending-text.js';
import {type Look} from '../../theme.js';
import {type ViewProps} from '../../view-props.js';
import {momentOf} from './stream.js';

/** A sample and what the model makes of it now; undefined until that is known. */
export type TracedSample = {readonly sample: ToldSample; readonly trace: DocumentTrace | undefined};

const mostBarWidth = 30;
const leastBarWidth = 6;
const percentWidth = 4;
const gap = 2;
/** They go before a longer bar, and others after it. */
const usualGuesses = 3;
/** For a note that says at length what the numbers are. */
const roomForSentence = 50;
/** From here on there is room to say how the sample was made, and how well it is expected. */
const rowsForMore = 20;

/** The letters of a sample one below the other, each with its chance: for a place beside the stream. */
export function lettersBeside({sample, trace}: TracedSample, {width, rows}: {readonly width: number; readonly rows: number}, look: Look & Pick<ViewProps, 'past'>): string[] {
	const {theme: {paint}, glyphs, past} = look;
	const [whole, brief] = past === undefined ? ['as it is now', 'now'] : [`as it was after step ${formatCount(past)}`, `of step ${formatCount(past)}`];
	const note = (text: string) => wrapAnsi(text, width, {hard: true}).split('\n').map(line => paint('label', line));
	const head = [
		paint('key', cutText(sampleText(sample.text, glyphs.isAscii), width, glyphs.isAscii).trimEnd()),
		...(rows >= rowsForMore ? note(originOf(sample)) : []),
	];
	if (!trace) {
		return [...head, ...note(pendingText('reading', glyphs))];
	}

	const temperature = temperatureText(trace);
	const title = note(width >= roomForSentence ? `The chance of each letter under the model ${whole}, at temperature ${temperature}:` : `chances under the model ${brief}, at temperature ${temperature}`);
	const foot = rows >= rowsForMore ? ['', ...note(`loss ${formatLoss(trace.loss)}: the mean of -ln(chance) at temperature 1`)] : [];
	return [...head, ...title, ...letterRows({sample, trace}, {width, rows: rows - head.length - title.length - foot.length}, look), ...foot];
}

/** With two decimals, as the temperature that is chosen. */
function temperatureText({temperature}: DocumentTrace): string {
	return toDecimals(temperature, 2);
}

function originOf(sample: ToldSample): string {
	const moment = sample.ordinal === undefined ? `at step ${momentOf(sample)}` : 'at the end';
	return `made up ${moment}${sample.temperature === undefined ? '' : `, temperature ${toDecimals(sample.temperature, 2)}`}`;
}

function letterRows({sample, trace}: Required<TracedSample> & {readonly trace: DocumentTrace}, {width, rows}: {readonly width: number; readonly rows: number}, {theme: {paint}, glyphs}: Look): string[] {
	const {positions} = trace;
	const shown = positions.length <= rows ? positions : positions.slice(0, Math.max(0, rows - 1));
	const letterWidth = widestLetter(positions, glyphs);
	const guessWidth = letterWidth + 1 + percentWidth + gap;
	const left = width - letterWidth - percentWidth - (2 * gap);
	const hasGuesses = left - (usualGuesses * guessWidth) >= leastBarWidth;
	const barWidth = Math.max(0, Math.min(mostBarWidth, hasGuesses ? left - (usualGuesses * guessWidth) : left));
	const guessCount = Math.floor((left - barWidth) / guessWidth);
	const given = [...sample.prefix ?? ''].length;
	const lines = shown.map(({next, likeliest}, index) => {
		// A letter that was given was not drawn: its chance had no say.
		const bar = index < given ? '' : drawBar(next.probability, barWidth, glyphs);
		const cells = [
			paint('value', letterText(next.letter, glyphs, letterWidth)),
			`${formatPercent(next.probability)} `,
			paint('running', bar) + paint('label', cutText(index < given ? 'given' : '', barWidth - cellsOf(bar), glyphs.isAscii)),
		];
		const guesses = likeliest.slice(0, guessCount).map(({letter, probability}) => `${letterText(letter, glyphs, letterWidth)} ${formatPercent(probability)}`).join(' '.repeat(gap));
		return cells.join(' ') + (hasGuesses ? ' '.repeat(gap) + paint('label', guesses) : '');
	});
	const titles = hasGuesses && lines.length < rows
		? [paint('label', `${' '.repeat(letterWidth + percentWidth + gap + barWidth + gap)}most likely here`)]
		: [];
	const rest = positions.length - shown.length;
	// One that takes all of the context has no end that the model has chosen.
	const foot = rest > 0 ? `${rest} more` : (trace.unread ? 'no end: the context is full' : '');
	return [...titles, ...lines, ...(foot === '' ? [] : [paint('label', cutText(foot, width, glyphs.isAscii).trimEnd())])].slice(0, Math.max(0, rows));
}

/** The same in three lines: for a place below the stream. */
export function lettersBelow({sample, trace}: TracedSample, width: number, {theme: {paint}, glyphs, past}: Look & Pick<ViewProps, 'past'>): string[] {
	const title = trace ? momentTitle(sample, trace, {width, past}) : pendingText('reading', glyphs);
	const name = cutText(sampleText(sample.text, glyphs.isAscii), width - title.length - 1, glyphs.isAscii).trimEnd();
	const positions = trace?.positions ?? [];
	const cellWidth = Math.max(percentWidth, widestLetter(positions, glyphs)) + 1;
	const shown = positions.slice(0, Math.floor(width / cellWidth));
	return [
		`${paint('key', name)} ${paint('label', title)}`,
		shown.map(({next}) => ' '.repeat(cellWidth - cellsOf(letterText(next.letter, glyphs))) + paint('value', letterText(next.letter, glyphs))).join(''),
		paint('running', shown.map(({next}) => formatPercent(next.probability).padStart(cellWidth)).join('')),
	];
}

/** As which step the model expects the letters of a sample; with the step only where the sample has room beside it. */
function momentTitle({text}: ToldSample, trace: DocumentTrace, {width, past}: {readonly width: number; readonly past: number | undefined}): string {
	const temperature = `temperature ${temperatureText(trace)}:`;
	if (past === undefined) {
		return `now, at ${temperature}`;
	}

	const whole = `as of step ${formatCount(past)}, ${temperature}`;
	return cellsOf(text) + 1 + whole.length <= width ? whole : `then, at ${temperature}`;
}

function widestLetter(positions: readonly PositionTrace[], glyphs: Glyphs): number {
	return Math.max(1, ...positions.flatMap(({next, likeliest}) => [next, ...likeliest].map(({letter}) => cellsOf(letterText(letter, glyphs)))));
}
