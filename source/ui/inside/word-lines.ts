import stringWidth from 'string-width';
import {type Reading} from '../../inspection/reading.js';
import {cutText} from '../../report/cut-text.js';
import {sampleText} from '../../report/sample-text.js';
import {leftOutNotes} from '../left-out-notes.js';
import {type ViewProps} from '../view-props.js';
import {fittingText} from './look.js';

/** Which text is read, where it comes from, and how one gives it another. */
export function wordLine({state, hasKeys, theme: {paint}, glyphs: {isAscii}}: ViewProps, reading: Reading | undefined, width: number): string {
	const {isTyping, texts} = state;
	const hasTyped = isTyping || texts.inside !== '';
	const whole = sampleTextOf(hasTyped ? texts.inside : reading?.text, isAscii);
	const [open, close] = isAscii ? ['"', '"'] : ['“', '”'];
	const end = isTyping ? (isAscii ? '_' : '▌') : '';
	const label = 'reads ';
	const room = width - label.length - 2 - end.length;
	const text = stringWidth(whole) > room ? cutText(whole, room, isAscii).trimEnd() : whole;
	const origin = fittingText(originsOf(hasTyped, hasKeys && !isTyping), room - stringWidth(text));
	return `${paint('label', label)}${open}${paint('key', text)}${close}${paint('key', end)}${paint('label', origin)}`;
}

function sampleTextOf(text: string | undefined, isAscii: boolean): string {
	return text === undefined || text === '' ? '' : sampleText(text, isAscii);
}

/** The longest first. */
function originsOf(hasTyped: boolean, hasHint: boolean): string[] {
	const origin = hasTyped ? ', typed' : ', the document of the last step';
	const hint = hasTyped ? '; t and esc go back to the document' : '; t types a word';
	return [...(hasHint ? [origin + hint, hasTyped ? '; t, esc: back' : '; t types a word'] : []), origin];
}

/** What of a typed text the model cannot read. */
export function typedNote({state: {texts}, snapshot: {start}, theme: {paint}, glyphs: {isAscii}}: ViewProps, width: number): string[] {
	if (!start) {
		return [];
	}

	const {dataset: {characters}, model: {blockSize}} = start;
	const known = [...texts.inside].filter(character => characters.includes(character));
	const notes = leftOutNotes(texts.inside, characters, isAscii)
		?? (known.length > blockSize ? [`The context is ${blockSize} letters long: what comes after is not read.`, `Only ${blockSize} letters are read.`] : undefined);
	return notes ? [paint('warning', cutText(notes.find(({length}) => length <= width) ?? notes.at(-1)!, width, isAscii).trimEnd())] : [];
}
