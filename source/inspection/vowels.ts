import {type Tokenizer} from '../data/tokenizer.js';
import {type Engine} from '../model/engine.js';
import {embeddingCosines} from './embedding-cosines.js';

/** How alike vowels are among themselves and with consonants: mean cosines of their embeddings. */
export type VowelCosines = {readonly among: number; readonly withConsonants: number};

/** The same, with the figures to compare it with. */
export type VowelEvidence = VowelCosines & {
	/** Before the first step; undefined where the weights of then are not known any more. */
	readonly initial: VowelCosines | undefined;
	/** Of all groups of as many letters, the share of those that stand out from the others at least as much. */
	readonly chance: number;
};

const vowels = ['a', 'e', 'i', 'o', 'u'] as const;
const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];

/** Undefined where a vowel is missing, or all consonants. */
export function compareVowels(engine: Engine, tokenizer: Tokenizer): VowelCosines | undefined {
	const cosines = letterCosines(engine, tokenizer);
	return cosines && standOut(cosines, vowels.map((_, place) => place));
}

/**
Compares the vowels with all other groups of five letters, and with what they were before the first step.

@param initial - What `compareVowels` said then.
*/
export function weighVowels(engine: Engine, tokenizer: Tokenizer, initial: VowelCosines | undefined): VowelEvidence | undefined {
	const cosines = letterCosines(engine, tokenizer);
	if (!cosines) {
		return undefined;
	}

	const found = standOut(cosines, vowels.map((_, place) => place));
	return {...found, initial, chance: shareOfGroups(cosines, contrastOf(found))};
}

/** How much more alike vowels are among themselves. */
export function contrastOf({among, withConsonants}: VowelCosines): number {
	return among - withConsonants;
}

/** (letters, letters), the vowels first; of the letters of the alphabet that the model knows. */
function letterCosines(engine: Engine, {vocabulary}: Tokenizer): number[][] | undefined {
	const letters = [...vowels, ...alphabet.filter(letter => !vowels.includes(letter as typeof vowels[number]) && vocabulary.includes(letter))];
	const canCompare = letters.length > vowels.length && vowels.every(letter => vocabulary.includes(letter));
	return canCompare ? embeddingCosines(engine, letters.map(letter => vocabulary.indexOf(letter))) : undefined;
}

/** Of some letters, the mean cosine of their pairs, and that of their pairs with others. */
function standOut(cosines: ReadonlyArray<readonly number[]>, group: readonly number[]): VowelCosines {
	let within = 0;
	let all = 0;
	for (const a of group) {
		for (const [b, cosine] of cosines[a].entries()) {
			all += a === b ? 0 : cosine;
			within += a < b && group.includes(b) ? cosine : 0;
		}
	}

	return meansOf({within, all}, cosines.length);
}

/** From the sum over the pairs within a group of five, and that over all pairs of its letters, those within twice. */
function meansOf({within, all}: {readonly within: number; readonly all: number}, letterCount: number): VowelCosines {
	const size = vowels.length;
	return {among: within / (size * (size - 1) / 2), withConsonants: (all - (2 * within)) / (size * (letterCount - size))};
}

/** The share of groups of five whose contrast is at least so much: all of them are tried, 65,780 of 26 letters. */
function shareOfGroups(cosines: ReadonlyArray<readonly number[]>, contrast: number): number {
	const count = cosines.length;
	const sums = cosines.map((row, place) => row.reduce((sum, cosine, other) => sum + (other === place ? 0 : cosine), 0));
	// To the letters of a group, for each of its sizes: (sizes, letters).
	const toGroup = Array.from({length: vowels.length}, () => new Float64Array(count));
	let groups = 0;
	let asMuch = 0;
	const extend = (size: number, first: number, within: number, all: number) => {
		if (size === vowels.length) {
			groups++;
			// The last bits of the same sum in another order are no difference.
			asMuch += contrastOf(meansOf({within, all}, count)) >= contrast - 1e-9 ? 1 : 0;
			return;
		}

		for (let next = first; next < count; next++) {
			for (let other = next; size + 1 < vowels.length && other < count; other++) {
				toGroup[size + 1][other] = toGroup[size][other] + cosines[next][other];
			}

			extend(size + 1, next + 1, within + toGroup[size][next], all + sums[next]);
		}
	};

	extend(0, 0, 0, 0);
	return asMuch / groups;
}
