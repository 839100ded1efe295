import {drawBar} from '../../../report/chart/bar.js';
import {letterText} from '../../../report/letter-text.js';
import {cellsOf} from '../../../text/cells-of.js';
import {formatCount, formatLoss} from '../../../text/format.js';
import {formatPercent} from '../../../text/percent.js';
import {type Letter} from '../../../inspection/document-trace.js';
import {type GuessingRound} from '../../../inspection/guessing.js';
import {hasEnds} from '../../../training/told-events.js';
import {frameRows, Page} from '../../components/page.js';
import {margin} from '../../components/scrolled-page.js';
import {fit, fitOrLast} from '../../fitting.js';
import {pendingText} from '../../pending-text.js';
import {type LiveViewProps, type ViewProps} from '../../view-props.js';
import {type Guessed, type Tally, tallyGuesses} from './tally.js';
import {useRounds} from './use-rounds.js';

export type GuessProps = ViewProps & {readonly rounds: readonly GuessingRound[]};

/** As many of the model's own guesses are told. */
const toldGuesses = 3;
/** Whose surprises are compared. */
const guessers = ['you', 'model', 'bigram', 'blind'] as const;
const labelWidth = Math.max(...guessers.map(({length}) => length));
const numberWidth = 6;
/** A full bar is twice the surprise of a blind guess, as in the view of a step. */
const fullBar = 2;

/** Somebody guesses a document letter by letter, against the model, the table of pairs and blind chance. */
export function LiveGuess({ask, ...view}: LiveViewProps) {
	return <Guess {...view} rounds={useRounds(ask, view.state.game.firstRound, countedGuesses(view).length)}/>;
}

export function Guess({rounds, ...view}: GuessProps) {
	const {columns, rows} = view;
	const width = columns - (2 * margin);
	const vocabSize = charactersOf(view).length + 1;
	const tally = tallyGuesses(rounds, countedGuesses(view), vocabSize);
	const parts = [
		[introduction(tally, view, width)],
		[...textLines(tally, view, width), lastLine(tally, view, width)],
		barLines(tally, vocabSize, view, width),
		[surenessLine(tally, view, width)],
	];
	const lineCount = parts.reduce((sum, lines) => sum + lines.length, 0);
	const isLoose = lineCount + parts.length - 1 <= rows - frameRows;
	const lines = parts.flatMap((part, index) => isLoose && index > 0 ? ['', ...part] : part);
	return <Page {...view} lines={lines.map(line => ' '.repeat(margin) + line)}/>;
}

/** Those that the model could have made: letters that it knows, and the end where documents have one. */
function countedGuesses(view: ViewProps): Letter[] {
	const characters = charactersOf(view);
	return view.state.game.guesses.filter(letter => letter === undefined ? canEnd(view) : characters.includes(letter));
}

function charactersOf({snapshot: {start}}: ViewProps): string[] {
	return [...start?.dataset.characters ?? ''];
}

function canEnd({snapshot: {start}}: ViewProps): boolean {
	return hasEnds(start?.dataset ?? {});
}

/** What Enter is for, from the longest wording to the shortest; nothing where lines have no ends either. */
function enterWords(view: ViewProps): readonly [long: string, short: string] {
	if (charactersOf(view).includes('\n')) {
		return [', or Enter for a new line', 'Enter: a new line.'];
	}

	return canEnd(view) ? [', or Enter for the end', 'Enter: it ends here.'] : ['', ''];
}

function introduction({round}: Tally, view: ViewProps, width: number): string {
	const of = round ? (round.isHeldOut ? 'a document that is held out' : 'a document of the training data') : 'a document';
	const when = round ? ` The model has read it after step ${formatCount(round.step)}.` : '';
	const [long, short] = enterWords(view);
	return view.theme.paint('label', fit([
		`Guess the next letter of ${of}: type it${long}.${when}`,
		`Guess the next letter of ${of}: type it${long}.`,
		short === '' ? 'Type the next letter.' : `Type the next letter; ${short}`,
		`Next letter? ${short}`,
	], width));
}

/** The document as far as it is known, and below each letter whether it was guessed; between two documents, the one before. */
function textLines({round, guessed, finished}: Tally, {theme: {paint}, glyphs}: ViewProps, width: number): string[] {
	if (!round && !finished) {
		return [paint('label', pendingText('Fetching a document', glyphs)), ''];
	}

	const isBetween = guessed.length === 0 && finished !== undefined;
	const given = round?.given === undefined ? '' : letterText(round.given, glyphs);
	const cursor = round ? paint('key', glyphs.isAscii ? '_' : '▌') : '';
	const end = isBetween ? `${paint('label', ` next: ${given}`)}${cursor}` : cursor;
	const letters = (isBetween ? finished : guessed).map(({position, isRight}) => ({
		text: letterText(position.letter, glyphs), mark: isRight ? '+' : '-', role: isRight ? 'value' : 'warning',
	} as const));
	const begun = isBetween || given === '' ? letters : [{text: given, mark: '', role: 'label'} as const, ...letters];
	const shown = lastOf(begun, width - (isBetween ? ` next: ${given}`.length : 0) - 1);
	return [
		shown.map(({text, role}) => paint(role, text)).join('') + end,
		paint('label', shown.map(({text, mark}) => mark.padEnd(cellsOf(text))).join('')),
	];
}

/** The last ones that a line has room for. */
function lastOf<Shown extends {readonly text: string}>(letters: readonly Shown[], room: number): readonly Shown[] {
	let width = 0;
	const first = letters.findLastIndex(({text}) => {
		width += cellsOf(text);
		return width > room;
	});
	return letters.slice(first + 1);
}

/** What the last guess has come to. */
function lastLine({last}: Tally, {glyphs, theme: {paint}}: ViewProps, width: number): string {
	if (!last) {
		return paint('label', fitOrLast(['+ guessed, - not', ''], width));
	}

	const {guess, position: {letter, likeliest}, isRight}: Guessed = last;
	const [said, was] = [guess, letter].map(each => letterText(each, glyphs));
	const expected = likeliest.slice(0, toldGuesses).map(each => `${letterText(each.letter, glyphs)} ${formatPercent(each.probability).trim()}`);
	const verdict = isRight ? `Right: ${was}.` : `It was ${was}, not ${said}.`;
	return fitOrLast([
		`${verdict} The model expected ${expected.join(', ')}.`,
		`${verdict} Model: ${expected.join(', ')}.`,
		`${verdict} Model: ${expected[0]}.`,
		verdict,
	], width);
}

function barLines({count, means}: Tally, vocabSize: number, {theme: {paint}, glyphs}: ViewProps, width: number): string[] {
	const blind = Math.log(vocabSize);
	const title = count === 0 ? 'mean surprise in nats' : `mean surprise over ${formatCount(count)} ${count === 1 ? 'letter' : 'letters'}, in nats`;
	const barWidth = width - labelWidth - numberWidth - 2;
	return [
		paint('label', title),
		...guessers.map(name => {
			const mean = name === 'blind' ? blind : means?.[name];
			const number = mean === undefined ? (glyphs.isAscii ? '-' : '–') : formatLoss(mean);
			const bar = mean === undefined ? '' : ` ${drawBar(mean / blind / fullBar, barWidth, glyphs)}`;
			return `${name.padEnd(labelWidth)} ${paint('value', number.padStart(numberWidth))}${name === 'you' ? paint('key', bar) : bar}`;
		}),
	];
}

function surenessLine({count, rightCount}: Tally, {theme: {paint}}: ViewProps, width: number): string {
	const right = `${formatCount(rightCount)} of ${formatCount(count)}`;
	return paint('label', fit(count === 0
		? ['Your guess counts as a chance: the share that you had right so far.', '']
		: [
			`Your guess counts as a chance: the share that you had right so far, ${right}.`,
			`Right so far: ${right}, your chance.`,
			`Right so far: ${right}.`,
		], width));
}
