import {
	fittingContext,
	isIndented,
	isNextToOneLine,
	isProse,
	longestContext,
} from './advice.js';
import {type DocumentList, encodeLines} from './document-list.js';
import {checkNotBlank, type DocumentMode, textOfLines} from './documents.js';
import {groupEqual} from './group-equal.js';
import {type Beginning} from './read-text.js';
import {type LinesScan, scanLines, scanText} from './scan-text.js';

/** Why a text is best taken as it is advised. */
export type ModeReason = 'one line' | 'indented' | 'prose' | 'long lines' | 'list';

/** What a text is like, as far as the size of a model and of its training depend on it. */
export type TextShape = {
	/** As suits it, or as somebody wants it. */
	readonly documents: DocumentMode;
	/** The context in which nearly all lines are whole, or one that suits a stream. */
	readonly blockSize: number;
	readonly documentCount: number;
	/** Positions to learn from in all documents: their characters and ends, as far as the context holds them. */
	readonly tokenCount: number;
	/** Different characters, and the token for both ends. */
	readonly vocabSize: number;
	/** How often the document occurs that occurs least often: so many have to be held out at a time. */
	readonly leastRepeated: number;
};

/** What somebody has decided about it. */
export type WantedShape = {readonly documents?: DocumentMode | 'auto' | undefined; readonly blockSize?: number | undefined};

export const contextOfStream = 64;
/** Of a longer text, the rest is taken to be like it. */
const mostLooked = 2_000_000;
/** So many characters in any encoding. */
export const mostBytesLooked = 4 * mostLooked;

/** The lines of a text, as they are looked at. */
export type LookedLines = {
	readonly scan: LinesScan;
	readonly documents: DocumentList;
	/** In characters, in ascending order. */
	readonly lengths: Uint32Array;
};

/**
Looks at the lines of a text.

@param text - Its lines are ended by line feeds.
@param called - What to call the text in an error.
@throws DatasetError for a text that nothing can be learnt from.
*/
export function lookAtLines(text: string, called: string): LookedLines {
	const scan = scanLines(text);
	checkNotBlank({length: scan.lineCount}, called);
	const {documents} = encodeLines(text, scan);
	return {scan, documents, lengths: documents.lengths.toSorted()};
}

/** How lines are best taken, and why. */
export function reasonOf({scan, documents, lengths}: LookedLines): ModeReason {
	if (isNextToOneLine(scan, contextOfStream)) {
		return 'one line';
	}

	if (isIndented(scan)) {
		return 'indented';
	}

	if (fittingContext(lengths) > longestContext) {
		return 'long lines';
	}

	return isProse(documents) ? 'prose' : 'list';
}

/**
Looks at a text; of a long one, at its beginning.

@param called - What to call the text in an error.
@throws DatasetError for a text that nothing can be learnt from.
*/
export function shapeOf({text, share}: Beginning, called: string, wanted: WantedShape = {}): TextShape {
	const beginning = text.length > mostLooked || share < 1 ? wholeLines(text.slice(0, mostLooked)) : text;
	const looked = textOfLines(beginning, called);
	return shapeOfLines(looked, lookAtLines(looked, called), wanted, text.length / beginning.length / share);
}

/** A text that may end within a line, which would be one that is there only once. */
function wholeLines(text: string): string {
	const end = text.lastIndexOf('\n') + 1;
	return end > text.length / 2 ? text.slice(0, end) : text;
}

/**
The same of a text whose lines have been looked at.

@param looked - The text with line feeds at the ends of its lines.
*/
export function shapeOfLooked(text: string, looked: string, lines: LookedLines, called: string): TextShape {
	return text.length > mostLooked ? shapeOf({text, share: 1}, called) : shapeOfLines(looked, lines, {}, 1);
}

/**
The shape of a text from that of its beginning.

@param scale - How many times as long it is.
*/
function shapeOfLines(text: string, lines: LookedLines, {documents: wanted, blockSize}: WantedShape, scale: number): TextShape {
	const mode = wanted === 'lines' || wanted === 'stream' ? wanted : (reasonOf(lines) === 'list' ? 'lines' : 'stream');
	const context = blockSize ?? (mode === 'stream' ? contextOfStream : Math.min(fittingContext(lines.lengths), longestContext));
	const {documentCount, tokenCount, characters, leastRepeated} = mode === 'stream' ? streamCounts(text.trim(), context) : lineCounts(lines, context, scale);
	return {
		documents: mode,
		blockSize: context,
		documentCount: Math.round(documentCount * scale),
		tokenCount: Math.round(tokenCount * scale),
		vocabSize: characters.length + 1,
		leastRepeated,
	};
}

function streamCounts(text: string, context: number) {
	const {characters, characterCount} = scanText(text);
	return {
		documentCount: Math.ceil(characterCount / context), tokenCount: characterCount, characters, leastRepeated: 1,
	};
}

function lineCounts({scan, documents, lengths}: LookedLines, context: number, scale: number) {
	return {
		documentCount: documents.length,
		tokenCount: lengths.reduce((sum, length) => sum + Math.min(length + 1, context), 0),
		characters: scan.characters,
		// What is there again and again in the beginning is there in the rest.
		leastRepeated: Math.round(scale * groupEqual(documents.all).sizes.reduce((least, size) => Math.min(least, size))),
	};
}
