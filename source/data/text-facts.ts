import {type DocumentTokens} from './document-list.js';
import {groupEqual} from './group-equal.js';
import {type LookedLines} from './text-shape.js';

/** So many documents have a length from one to another, both included; the last group has no end. */
export type LengthGroup = {readonly from: number; readonly to: number | undefined; readonly count: number};

/** A character, and how often it occurs. */
export type CharacterCount = {readonly character: string; readonly count: number};

/** What the lines of a text are like. */
export type TextFacts = {
	readonly characterCount: number;
	/** Lines that are not blank. */
	readonly lineCount: number;
	/** Of these, how many begin with blanks. */
	readonly indentedCount: number;
	readonly differentLineCount: number;
	/** Of the lines, in characters. */
	readonly lengths: {readonly shortest: number; readonly median: number; readonly longest: number; readonly groups: readonly LengthGroup[]};
	/** Of the documents, in the order of their code points. */
	readonly characters: readonly CharacterCount[];
	/** Those that one would not see, or that hardly ever occur. */
	readonly odd: readonly CharacterCount[];
	readonly rare: readonly CharacterCount[];
};

const groupCount = 10;
/** The last group begins where hardly any are longer. */
const shareInGroups = 0.99;
/** So seldom, a model cannot learn what a character is for. */
const mostRare = 5;
/** Control characters, marks without a shape, blanks that are no space, and what stands for what could not be read. */
const oddCharacter = /[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\p{Private_Use}\p{Unassigned}\u{FFFD}[\p{Space_Separator}-- ]]/v;

/**
What the lines of a text are like.

@param trained - The text as it is to be trained on, which may have the ends of lines among its characters.
*/
export function describeText({scan, documents, lengths}: LookedLines, trained: Omit<DocumentTokens, 'offsets'>): TextFacts {
	const characters = countTokens(trained);
	return {
		characterCount: scan.characterCount,
		lineCount: scan.lineCount,
		indentedCount: scan.indentedCount,
		differentLineCount: groupEqual(documents.all).sizes.length,
		lengths: {
			shortest: lengths[0], median: lengths[Math.floor(lengths.length / 2)], longest: lengths.at(-1)!, groups: groupLengths(lengths),
		},
		characters,
		odd: characters.filter(({character}) => isOdd(character)),
		rare: characters.filter(({character, count}) => count <= mostRare && character !== '\n' && !isOdd(character)),
	};
}

/** How often each character occurs. */
function countTokens({ids, tokenizer}: Omit<DocumentTokens, 'offsets'>): CharacterCount[] {
	const counts = new Uint32Array(tokenizer.vocabSize);
	for (const id of ids) {
		counts[id]++;
	}

	return tokenizer.vocabulary.map((character, id) => ({character, count: counts[id]}));
}

/** Whether one would not see it, or not know what it is. */
function isOdd(character: string): boolean {
	return character !== '\n' && oddCharacter.test(character);
}

/** Groups of one width, which is a round number. */
function groupLengths(lengths: Uint32Array): LengthGroup[] {
	const longest = lengths.at(-1)!;
	const width = roundUp(lengths[Math.ceil(lengths.length * shareInGroups) - 1] / groupCount);
	const counts = Array.from({length: Math.min(groupCount, Math.ceil(longest / width))}, () => 0);
	for (const length of lengths) {
		counts[Math.min(counts.length, Math.ceil(length / width)) - 1]++;
	}

	return counts.map((count, index) => ({
		from: (index * width) + 1, to: index === counts.length - 1 && longest > counts.length * width ? undefined : (index + 1) * width, count,
	}));
}

/** The next of 1, 2, 5, 10, 20, 50 … */
function roundUp(value: number): number {
	const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
	return [1, 2, 5, 10].map(factor => factor * power).find(round => round >= value)!;
}
