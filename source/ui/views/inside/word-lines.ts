import {stripVTControlCharacters} from 'node:util';
import {cellsOf} from '../../../text/cells-of.js';
import {type DocumentTrace} from '../../../inspection/document-trace.js';
import {cutText, endOfText} from '../../../text/cut-text.js';
import {formatCount} from '../../../text/format.js';
import {sampleText} from '../../../report/sample-text.js';
import {knownPart, leftOutNotes} from '../../left-out-notes.js';
import {documentText, unreadNotes} from '../../unread.js';
import {type ViewProps} from '../../view-props.js';
import {fit, fitOrLast} from '../../fitting.js';

/** Which text is read, where it comes from, and how one gives it another. */
export function wordLine(view: ViewProps, trace: DocumentTrace | undefined, width: number): string {
	const {state: {isTyping, texts}, snapshot: {start, mode}, hasKeys, theme: {paint}, glyphs} = view;
	const {isAscii} = glyphs;
	const hasTyped = isTyping || texts.inside !== '';
	const [open, close] = isAscii ? ['"', '"'] : ['“', '”'];
	const end = isTyping ? (isAscii ? '_' : '▌') : '';
	const label = 'reads ';
	const room = width - label.length - 2 - end.length;
	const text = hasTyped ? paint('key', typedText(texts.inside, room, {isAscii, isTyping})) : (trace ? documentText(asRead(trace, start), start, room, view) : '');
	const notes = hasTyped || !trace ? undefined : unreadNotes(trace, start, glyphs);
	const origins = hasTyped ? [', typed'] : originsOf(notes?.at(-1), stepToName(view, trace));
	const hints = hasKeys && !isTyping && mode === 'training' ? (hasTyped ? ['; t, then Esc, returns to the document', '; t, Esc: back'] : ['; t types a word']) : [];
	const wordings = [...hints.flatMap(hint => origins.map(origin => origin + hint)), ...(hasTyped || notes ? [] : hints), ...origins];
	const origin = fit(wordings, room - cellsOf(stripVTControlCharacters(text)));
	return `${paint('label', label)}${open}${text}${close}${paint('key', end)}${paint('label', origin)}`;
}

/** Of a window of a text, the letters that the model reads, which the rows of the page begin with: the document is what it is to guess. */
function asRead(trace: DocumentTrace, start: ViewProps['snapshot']['start']): DocumentTrace {
	return start?.dataset.mode === 'stream' ? {...trace, text: trace.positions.map(({letter}) => letter ?? '').join('')} : trace;
}

function typedText(text: string, room: number, {isAscii, isTyping}: {readonly isAscii: boolean; readonly isTyping: boolean}): string {
	const whole = text === '' ? '' : sampleText(text, isAscii);
	return isTyping ? endOfText(whole, room, isAscii) : cutText(whole, Math.min(room, cellsOf(whole)), isAscii).trimEnd();
}

/** The step of the document, if it is not the last. */
function stepToName({past, snapshot: {lastStep}}: ViewProps, trace: DocumentTrace | undefined): number | undefined {
	return past === undefined && trace?.step === lastStep?.step ? undefined : trace?.step ?? past;
}

/**
The longest first; that a document is cut off is in all of them.

@param step - That of the document, if it is not the last.
*/
function originsOf(cut: string | undefined, step: number | undefined): string[] {
	const [origin, brief] = step === undefined
		? [', the document of the last step', ', the last document']
		: [`, the document of step ${formatCount(step)}`, `, of step ${formatCount(step)}`];
	return cut === undefined ? [origin, brief] : [`${origin}, ${cut}`, `${brief}, ${cut}`, `, ${cut}`];
}

/** What of a typed text the model cannot read. */
export function typedNote({state: {texts}, snapshot: {start}, theme: {paint}, glyphs: {isAscii}}: ViewProps, width: number): string[] {
	const {dataset: {characters} = {}, model: {blockSize} = {}} = start ?? {};
	if (characters === undefined || blockSize === undefined) {
		return [];
	}

	const known = [...knownPart(texts.inside, characters)];
	const notes = leftOutNotes(texts.inside, characters, isAscii)
		?? (known.length > blockSize ? [`The context is ${blockSize} tokens long: the rest is not read.`, `Only ${blockSize} tokens are read.`] : undefined);
	return notes ? [paint('warning', cutText(fitOrLast(notes, width), width, isAscii).trimEnd())] : [];
}
