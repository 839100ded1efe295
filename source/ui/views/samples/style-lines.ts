import {cellsOf} from '../../../text/cells-of.js';
import {cutText, endOfText} from '../../../text/cut-text.js';
import {visibleText} from '../../../text/visible-text.js';
import {toDecimals} from '../../../text/decimals.js';
import {knownPart, leftOutNotes} from '../../left-out-notes.js';
import {type ViewProps} from '../../view-props.js';
import {fit, fitOrLast} from '../../fitting.js';

/** Longest first. */
const meanings = [
	'Below 1, likely letters become even likelier; above 1, rare letters get more of a chance.',
	'Below 1 favours likely letters; above 1 gives rare ones a chance.',
	'Below 1: likely letters. Above 1: rare.',
	'Low: likely. High: rare letters.',
];

/** For a line that spells things out. */
const roomForWords = 48;

/** The temperature and the prefix of samples. */
export function temperatureLine({snapshot, state, past, theme: {paint}, glyphs: {isAscii, separator}}: ViewProps, width: number): string {
	if (past !== undefined && snapshot.samples.length === 0) {
		// Nobody knows how one would have been made.
		return '';
	}

	const told = snapshot.mode === 'watch' ? snapshot.samples.at(-1)?.temperature : snapshot.temperature;
	if (told === undefined) {
		return paint('label', 'made up by the other program');
	}

	const {isTyping} = state;
	// What is left out of it is said below.
	const prefix = isTyping ? state.texts.samples : knownPart(snapshot.prefix, snapshot.start?.dataset.characters ?? snapshot.prefix);
	const temperature = toDecimals(told, 2);
	const start = `${paint('label', 'temperature')} ${paint('value', temperature)} ${paint('label', separator)} `;
	const hasWords = width >= roomForWords;
	if (prefix === '' && !isTyping) {
		return start + paint('label', hasWords ? 'begins with any letter' : 'any letter');
	}

	const label = hasWords ? 'begins with' : 'begins';
	const used = `temperature ${temperature} ${separator} ${label} `.length;
	const cursor = isAscii ? '_' : '▌';
	const [open, close] = isAscii ? ['"', '"'] : ['“', '”'];
	const whole = visibleText(prefix, isAscii);
	const room = width - used - 3;
	const text = isTyping ? endOfText(whole, room, isAscii) : cutText(whole, Math.min(room, cellsOf(whole)), isAscii);
	return `${start}${paint('label', label)} ${open}${paint('key', text)}${close}${isTyping ? paint('key', cursor) : ''}`;
}

/** What temperature means; or, if there is one, the problem with the prefix. */
export function noteBelow({snapshot, state, theme: {paint}, glyphs: {isAscii}}: ViewProps, width: number, hasMeaning: boolean): string[] {
	const problem = problemOf(state.isTyping ? state.texts.samples : snapshot.prefix, snapshot, isAscii);
	if (problem) {
		return [paint('warning', cutText(fitOrLast(problem, width), width, isAscii).trimEnd())];
	}

	return hasMeaning && snapshot.mode !== 'watch' ? [paint('label', fit(meanings, width))] : [];
}

function problemOf(prefix: string, {start}: ViewProps['snapshot'], isAscii: boolean): string[] | undefined {
	const {dataset: {characters} = {}, model: {blockSize} = {}} = start ?? {};
	if (characters === undefined || blockSize === undefined) {
		return undefined;
	}

	const leftOut = leftOutNotes(prefix, characters, isAscii);
	if (leftOut) {
		return leftOut;
	}

	return [...prefix].length >= blockSize
		? [`The context is ${blockSize} tokens long: there is no room left to make anything up.`, `The context, ${blockSize} tokens, is full.`]
		: undefined;
}
