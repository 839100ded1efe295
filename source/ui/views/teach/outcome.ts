import {sampleText} from '../../../report/sample-text.js';
import {cellsOf} from '../../../text/cells-of.js';
import {cutText} from '../../../text/cut-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {formatCount, formatLearningRate, formatLoss} from '../../../text/format.js';
import {formatPercent} from '../../../text/percent.js';
import {fit, fitOrLast} from '../../fitting.js';
import {leftOutNotes} from '../../left-out-notes.js';
import {type TeachLook} from './look.js';

const numberWidth = 9;
/** A word or a document is cut to so many cells. */
const leastNameWidth = 8;
const mostNameWidth = 24;

/** The word as one shows it, in so many cells at most. */
export function shortWord(text: string, width: number, isAscii: boolean): string {
	const whole = sampleText(text, isAscii);
	return cutText(whole, Math.min(width, cellsOf(whole)), isAscii).trimEnd();
}

/** A loss that is not what it was: what it has grown by. */
export function signed(change: number): string {
	const text = toDecimals(change, 4);
	return change > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Why there is nothing to see of a word. */
export function notTaughtLine({taught: {text}, state: {teaching}, width, glyphs: {isAscii}, theme: {paint}}: TeachLook): string {
	const word = `“${shortWord(teaching.word, mostNameWidth, isAscii)}”`;
	const wordings = text === ''
		? [`${word} cannot be taught: the vocabulary of this run has nothing of it.`, `${word} is not in the vocabulary.`, 'Not in the vocabulary.']
		: [`${word} cannot be taught: its loss, or that of the others, is not a finite number.`, `${word}: the loss is not a finite number.`, 'The loss is not a finite number.'];
	return paint('warning', warningLine(wordings, width, isAscii));
}

/** What has been done, to what and how. */
export function doneLine({taught, isBusy, state: {teaching}, width, glyphs: {isAscii}, theme: {paint}}: TeachLook): string[] {
	const {text, step, learningRate, points, isDiverged} = taught;
	const done = points.length - 1;
	if (isDiverged) {
		return [paint('warning', fitOrLast([`Diverged after ${stepsOf(done)}: a loss is not a finite number any more.`, `Diverged after ${stepsOf(done)}.`], width))];
	}

	const [open, close] = isAscii ? ['"', '"'] : ['“', '”'];
	const word = `${open}${shortWord(text, mostNameWidth, isAscii)}${close}`;
	const copy = `a copy of the run after step ${formatCount(step)}`;
	const rate = `learning rate ${formatLearningRate(learningRate)}`;
	const count = isBusy && teaching.steps > done ? `${formatCount(done)} of ${stepsOf(teaching.steps)}` : stepsOf(done);
	const wordings = done === 0 && !isBusy
		? [`Not taught yet: ${copy}, to be taught at ${rate}`, `Not taught yet: ${copy}; ${rate}`, `Not taught yet, ${rate}; copied after ${formatCount(step)}`, `Not taught yet, ${rate}`]
		: [`${count} on ${word} alone, ${rate}, on ${copy}`, `${count} on ${word} alone, ${rate}; copied after ${formatCount(step)}`, `${count} on ${word} alone, ${rate}`, `${count}, ${rate}`];
	return [paint('title', fitOrLast(wordings, width))];
}

function stepsOf(count: number): string {
	return `${formatCount(count)} ${count === 1 ? 'step' : 'steps'}`;
}

/** What of the word is not read, which rate there is besides, and that the run does not change. */
export function notesOf(look: TeachLook): string[] {
	const {taught: {text, isCut, isInData, otherRate}, state: {teaching}, snapshot: {start}, width, rows, glyphs: {isAscii}, theme: {paint}} = look;
	const {word} = teaching;
	const leftOut = leftOutNotes(word, start?.dataset.characters ?? word, isAscii);
	const warning = leftOut ?? (isCut ? [`The context is too short for the whole word: only “${shortWord(text, mostNameWidth, isAscii)}” is read, without its end.`, `The context has room for “${shortWord(text, mostNameWidth, isAscii)}” only.`, 'Cut at the end of the context.'] : undefined);
	const notes = [
		'The run itself stays as it is.',
		...(isInData ? ['The word is one of the training documents.'] : []),
		...(otherRate === undefined ? [] : [`e: ${formatLearningRate(otherRate.value)}, ${otherRate.of === 'highest' ? 'the highest of its schedule' : 'the rate of its last step'}.`]),
	];
	const note = fit(notes.map((_, index) => notes.slice(0, notes.length - index).join(' ')), width);
	return [
		...(warning ? [paint('warning', warningLine(warning, width, isAscii))] : []),
		...(rows >= 14 || !warning ? [paint('label', note)] : []),
	];
}

function warningLine(wordings: readonly string[], width: number, isAscii: boolean): string {
	const text = fitOrLast(wordings, width);
	return cutText(isAscii ? text.replaceAll(/[“”]/gv, '"') : text, width, isAscii).trimEnd();
}

/** The losses of the word and of the others, before and now; and the place of the word among them. */
export function lossLines(look: TeachLook): string[] {
	const {taught, width, glyphs, theme: {paint}} = look;
	const {points, text, otherCount} = taught;
	const [before, now] = [points[0], points.at(-1)!];
	const nameWidth = Math.max(leastNameWidth, Math.min(mostNameWidth, width - (3 * numberWidth) - 2));
	const others = fitOrLast(otherCount === 1 ? ['one other document', 'the other'] : [`${formatCount(otherCount)} other documents`, `${formatCount(otherCount)} others`, 'others'], nameWidth);
	const isTaught = points.length > 1;
	const row = (line: string, name: string, was: number, is: number) => {
		const cells = [formatLoss(was), ...(isTaught ? [formatLoss(is), signed(is - was)] : [])].map(cell => cell.padStart(numberWidth)).join('');
		return `${line} ${name}${' '.repeat(Math.max(0, nameWidth - cellsOf(name)))}${paint('value', cells)}`;
	};

	return [
		paint('label', `  ${fitOrLast(['loss in nats', 'loss'], nameWidth).padEnd(nameWidth)}${['before', ...(isTaught ? ['now', 'change'] : [])].map(title => title.padStart(numberWidth)).join('')}`),
		row(paint('smoothed', glyphs.lines.smoothed[4]), shortWord(text, nameWidth, glyphs.isAscii), before.word, now.word),
		...(otherCount > 0 ? [row(paint('validation', glyphs.lines.validation[4]), others, before.others, now.others), placeLine(look)] : []),
	];
}

/** Where the word stands among all that are measured. */
function placeLine({taught: {places, otherCount, points}, width, theme: {paint}}: TeachLook): string {
	const {before, now} = places;
	const of = formatCount(otherCount + 1);
	const easier = (place: number) => `easier than ${formatPercent((otherCount + 1 - place) / otherCount).trim()}`;
	const was = `${ordinal(before)} of ${of}`;
	const wordings = points.length === 1
		? [`place of its loss: ${was} measured, ${easier(before)} of the others`, `place: ${was}, ${easier(before)}`, `place: ${was}`]
		: [
			`place of its loss: ${was} before, ${easier(before)} of the others; now ${ordinal(now)}, ${easier(now)}`,
			`place: ${was} before, ${easier(before)}; now ${ordinal(now)}, ${easier(now)}`,
			`place: ${was} before, now ${ordinal(now)}`,
		];
	return paint('label', fitOrLast(wordings, width));
}

function ordinal(place: number): string {
	const tens = place % 100;
	const ending = tens >= 11 && tens <= 13 ? 'th' : ['th', 'st', 'nd', 'rd'].at(place % 10) ?? 'th';
	return `${formatCount(place)}${ending}`;
}
