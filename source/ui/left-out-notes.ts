import {visibleText} from '../text/visible-text.js';

/**
Which characters of a typed text the model does not know, the longer wording first.

@param characters - All that it knows.
@returns undefined if it knows all of them.
*/
export function leftOutNotes(text: string, characters: string, isAscii: boolean): string[] | undefined {
	const unknown = [...new Set(text)].filter(character => !characters.includes(character));
	if (unknown.length === 0) {
		return undefined;
	}

	const list = unknown.map(character => character === ' ' ? 'blank' : visibleText(character, isAscii)).join(' ');
	return [`Left out, because the training data has none of it: ${list}`, `Left out, not in the data: ${list}`];
}

/** A typed text as the model reads it: without the characters that it does not know. */
export function knownPart(text: string, characters: string): string {
	return [...text].filter(character => characters.includes(character)).join('');
}
