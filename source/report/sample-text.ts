import {visibleText} from '../text/visible-text.js';

/** A made-up document as one shows it: also a model that ends it at once has said something. */
export function sampleText(text: string, isAscii: boolean): string {
	return text === '' ? '(nothing)' : visibleText(text, isAscii);
}
