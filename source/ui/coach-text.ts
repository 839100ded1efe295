import {
	type CoachMessage,
	type Lever,
	type NumberedMessage,
	withLevers,
} from '../coach/coach-message.js';
import {type Action, keyBindings} from './keys.js';

/**
What the coach says, in the fullest wording that fits, with the keys by which one does what it advises.

@param width - The room for it in cells.
*/
export function coachText({wordings}: CoachMessage, width: number): string {
	const sentences = wordings.map(wording => withLevers(wording, keyOf));
	return sentences.find(({length}) => length <= width) ?? sentences.at(-1)!.slice(0, width);
}

/** The same with the number by which the chart refers to it: `3: …`. */
export function numberedText(message: NumberedMessage, width: number): string {
	const number = `${message.number}: `;
	return number + coachText(message, width - number.length);
}

function keyOf(lever: Lever): string {
	const action: Action = lever;
	return keyBindings.find(binding => binding.action === action)!.name;
}
