import stringWidth from 'string-width';
import {narrow} from './narrow.js';

/** The cells that a text takes in a terminal. The same as `string-width` says, sooner for what is usual. */
export function cellsOf(text: string): number {
	return narrow.test(text) ? text.length : stringWidth(text);
}
