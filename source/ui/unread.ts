import {cellsOf} from '../text/cells-of.js';
import {type DocumentTrace} from '../inspection/document-trace.js';
import {cutText} from '../text/cut-text.js';
import {formatCount} from '../text/format.js';
import {type Glyphs} from '../report/chart/glyphs.js';
import {sampleText} from '../report/sample-text.js';
import {visibleText} from '../text/visible-text.js';
import {type ToldStart} from '../training/told-events.js';
import {type Look} from './theme.js';

/** As much of the rest as one needs to see. */
const widestRest = 12;

/**
A document in so many cells, with what of it the model does not see in brackets: `stavroul[a]`. Of one that
only loses its end, that is the sign of the end.

@param width - At least 6.
*/
export function documentText(trace: DocumentTrace, start: ToldStart | undefined, width: number, look: Look): string {
	const {theme: {paint}, glyphs: {isAscii}} = look;
	const seen = sampleText(trace.text, isAscii);
	const rest = restOf(trace, start, look.glyphs);
	if (rest === undefined) {
		return paint('title', cutText(seen, width, isAscii).trimEnd());
	}

	const restWidth = Math.min(cellsOf(rest), Math.max(1, width - cellsOf(seen) - 2));
	const shown = cutText(seen, Math.min(cellsOf(seen), width - restWidth - 2), isAscii).trimEnd();
	return `${paint('title', shown)}${paint('label', '[')}${paint('unread', cutText(rest, restWidth, isAscii).trimEnd())}${paint('label', ']')}`;
}

/** Why some of a document is in brackets, from the most words to the fewest; undefined if nothing is. */
export function unreadNotes(trace: DocumentTrace, start: ToldStart | undefined, glyphs: Glyphs): string[] | undefined {
	const rest = restOf(trace, start, glyphs);
	const {blockSize} = start?.model ?? {};
	if (rest === undefined || blockSize === undefined) {
		return undefined;
	}

	const mark = `[${cutText(rest, Math.min(widestRest, cellsOf(rest)), glyphs.isAscii)}]`;
	const context = formatCount(blockSize);
	return [
		`${mark} is cut off: the context is ${context} tokens long`,
		`${mark} is cut off at ${context}, the context`,
		`${mark} is cut at ${context}`,
		`cut at ${context}`,
	];
}

/** What the model does not see, as one shows it; undefined where it sees all, and in windows of a text, which have no end. */
function restOf({unread}: DocumentTrace, start: ToldStart | undefined, {end, isAscii}: Glyphs): string | undefined {
	if (!unread || start?.dataset.mode === 'stream') {
		return undefined;
	}

	const {text, count} = unread;
	const more = count - [...text].length;
	return count === 0 ? end : visibleText(text, isAscii) + (more > 0 ? (isAscii ? '~' : '…') : '');
}
