import {formatCount} from '../text/format.js';
import {type DocumentList} from './document-list.js';
import {type LinesScan} from './scan-text.js';

/** How a text might better be taken than it is. */
export type DataAdvice =
	/** It is one text and not a list: it should be cut into windows. */
	| {readonly kind: 'stream'}
	/** Nobody said how to take it, and it is one line: it is cut into windows. */
	| {readonly kind: 'streamed'; readonly characterCount: number}
	/** A longer context would hold nearly all documents whole: so many positions, such a share of them. */
	| {readonly kind: 'context'; readonly blockSize: number; readonly share: number};

/** With fewer documents, a tenth is too few to measure on, and a model learns them by heart. */
export const fewDocuments = 1000;
/** What is cut off of fewer documents does not matter much. */
const mostCut = 0.2;
/** So many of the documents should be whole. */
const wantedShare = 0.95;
/** A context beyond this is slow; whoever needs it has no list of documents but a text. */
export const longestContext = 256;
const contextUnit = 8;
/** Enough lines to tell prose from a list. */
const mostLooked = 2000;
const wordsOfProse = 5;
/** Lines of prose end anywhere; a list of sentences ends each of them. */
const openLinesOfProse = 0.25;
/** A line that holds so much of a text is the text. */
const shareOfOneLine = 0.9;
/** Elsewhere they are slips. */
const shareOfIndented = 0.1;
const leastIndented = 5;
const leastOneLine = 1000;

/**
Which share of the documents a context holds whole. A document of n characters needs n + 1 positions: the last predicts its end.

@param lengths - In characters, in ascending order, as for `fittingContext`.
*/
export function shareWithin(lengths: Uint32Array, blockSize: number): number {
	let [low, high] = [0, lengths.length];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (lengths[middle] < blockSize) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low / lengths.length;
}

/** The shortest context, in multiples of 8, in which nearly all documents are whole. */
export function fittingContext(lengths: Uint32Array): number {
	const longest = lengths[Math.ceil(lengths.length * wantedShare) - 1] + 1;
	return Math.ceil(longest / contextUnit) * contextUnit;
}

/** Whether a text is one line, or next to nothing but one, which no context would hold. */
export function isNextToOneLine({lineCount, longest, total, characterCount}: Omit<LinesScan, 'characters' | 'indentedCount'>, blockSize: number): boolean {
	return lineCount === 1
		? characterCount >= blockSize
		: longest >= Math.max(blockSize, leastOneLine) && longest >= shareOfOneLine * total;
}

/** Whether the blanks before lines belong to what they say, as in program code. */
export function isIndented({indentedCount, lineCount}: Pick<LinesScan, 'indentedCount' | 'lineCount'>): boolean {
	return indentedCount >= leastIndented && indentedCount / lineCount >= shareOfIndented;
}

/** What a reader should know of lines that lose the blanks before them. */
export function notesOnBlanks({indentedCount, lineCount}: Pick<LinesScan, 'indentedCount' | 'lineCount'>): string[] {
	if (indentedCount === 0) {
		return [];
	}

	const lines = lineCount === 1 ? 'the only line' : `${formatCount(indentedCount)} of the ${formatCount(lineCount)} lines`;
	return [`The blanks before ${lines} are left out; --documents stream keeps them.`];
}

/** Whether lines are those of prose, or of a play, and belong together. */
export function isProse(lines: DocumentList): boolean {
	const every = Math.ceil(lines.length / mostLooked);
	const looked = Array.from({length: Math.ceil(lines.length / every)}, (_, index) => lines.at(index * every)!);
	const wordCounts = looked.map(line => line.split(/\s+/v).length).toSorted((a, b) => a - b);
	const openCount = looked.filter(line => !/[!.?…。！？]["'\)\]»’”]*$/v.test(line)).length;
	return wordCounts[Math.floor(wordCounts.length / 2)] >= wordsOfProse && openCount / looked.length >= openLinesOfProse;
}

/**
What to say of documents that are lines; undefined if they are well taken.

@param cutCount - Of how many the model sees only the beginning.
@param isChosen - Whether somebody wants lines.
*/
export function adviseOnLines(lines: DocumentList, cutCount: number, isChosen = false): DataAdvice | undefined {
	// First of all, for the rest takes its time.
	if (cutCount / lines.length <= mostCut) {
		return undefined;
	}

	const lengths = lines.lengths.toSorted();
	const fitting = fittingContext(lengths);
	if (fitting > longestContext || (!isChosen && isProse(lines))) {
		return isChosen ? undefined : {kind: 'stream'};
	}

	return {kind: 'context', blockSize: fitting, share: shareWithin(lengths, fitting)};
}
