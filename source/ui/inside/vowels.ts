import {type Similarities} from '../../inspection/similarities.js';

/** How much more alike vowels are among themselves than with consonants, in cosines. */
export type VowelEvidence = {readonly among: number; readonly withConsonants: number};

const vowels = ['a', 'e', 'i', 'o', 'u'];
const alphabet = new Set('abcdefghijklmnopqrstuvwxyz');

/** Undefined where a vowel is missing, or all consonants. */
export function compareVowels({letters, cosines}: Similarities): VowelEvidence | undefined {
	const vowelPlaces = vowels.map(letter => letters.indexOf(letter));
	const consonantPlaces = [...letters.keys()].filter(place => alphabet.has(letters[place] ?? '') && !vowelPlaces.includes(place));
	if (vowelPlaces.includes(-1) || consonantPlaces.length === 0) {
		return undefined;
	}

	const among = vowelPlaces.flatMap((a, index) => vowelPlaces.slice(index + 1).map(b => cosines[a][b]));
	const withConsonants = vowelPlaces.flatMap(a => consonantPlaces.map(b => cosines[a][b]));
	return {among: mean(among), withConsonants: mean(withConsonants)};
}

function mean(numbers: readonly number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
