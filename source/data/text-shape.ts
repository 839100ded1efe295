import {
	countCharacters,
	fittingContext,
	isOneLine,
	isProse,
	longestContext,
	sortedLengths,
} from './advice.js';
import {type DocumentMode, parseDocuments, textOfLines} from './documents.js';

/** Why a text is best taken as it is advised. */
export type ModeReason = 'one line' | 'prose' | 'long lines' | 'list';

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

/** How lines are best taken, and why. */
export function reasonOf(lines: readonly string[], lengths: Uint32Array): ModeReason {
	if (isOneLine(lines, contextOfStream)) {
		return 'one line';
	}

	if (fittingContext(lengths) > longestContext) {
		return 'long lines';
	}

	return isProse(lines) ? 'prose' : 'list';
}

/**
Looks at a text; of a long one, at its beginning.

@param called - What to call the text in an error.
@throws DatasetError for a text that nothing can be learnt from.
*/
export function shapeOf(text: string, called: string, {documents, blockSize}: WantedShape = {}): TextShape {
	const beginning = text.length > mostLooked ? text.slice(0, mostLooked) : text;
	const scale = text.length / beginning.length;
	const looked = textOfLines(beginning, called);
	const lines = parseDocuments(looked, 'lines', contextOfStream, called);
	const lengths = sortedLengths(lines);
	const mode = documents === 'lines' || documents === 'stream' ? documents : (reasonOf(lines, lengths) === 'list' ? 'lines' : 'stream');
	const context = blockSize ?? (mode === 'stream' ? contextOfStream : Math.min(fittingContext(lengths), longestContext));
	const stream = looked.trim();
	const characters = new Set(mode === 'stream' ? stream : lines.join(''));
	const counts = mode === 'stream'
		? streamCounts(countCharacters(stream), context)
		: {documentCount: lines.length, tokenCount: lengths.reduce((sum, length) => sum + Math.min(length + 1, context), 0), leastRepeated: leastRepeated(lines)};
	return {
		documents: mode,
		blockSize: context,
		documentCount: Math.round(counts.documentCount * scale),
		tokenCount: Math.round(counts.tokenCount * scale),
		vocabSize: characters.size + 1,
		leastRepeated: counts.leastRepeated,
	};
}

function streamCounts(tokenCount: number, context: number) {
	return {documentCount: Math.ceil(tokenCount / context), tokenCount, leastRepeated: 1};
}

function leastRepeated(lines: readonly string[]): number {
	const counts = new Map<string, number>();
	for (const line of lines) {
		counts.set(line, (counts.get(line) ?? 0) + 1);
	}

	let least = Infinity;
	for (const count of counts.values()) {
		least = Math.min(least, count);
	}

	return least;
}
