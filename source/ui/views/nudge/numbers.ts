import {formatShort} from '../../../text/short-number.js';

/** The cells of a number in a table. */
export const numberWidth = 9;

/** A number in so few cells, with a sign where it is what another has grown by. */
export function numberText(number: number): string {
	return formatShort(number, numberWidth - 1);
}

export function changeText(change: number): string {
	return change > 0 ? `+${numberText(change)}` : numberText(change);
}

/** How far a number is nudged: `+0.01`. */
export function nudgeText(by: number): string {
	return by > 0 ? `+${by}` : String(by);
}
