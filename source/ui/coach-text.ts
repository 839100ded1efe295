import {type CoachMessage, type Lever, withLevers} from '../coach/coach-message.js';
import {type Action, keyBindings} from './keys.js';

/**
What the coach says, in the fullest wording that fits, with the keys by which one does what it advises.

@param width - The room for it in cells.
*/
export function coachText({wordings}: CoachMessage, width: number): string {
	const sentences = wordings.map(wording => withLevers(wording, keyOf));
	return sentences.find(({length}) => length <= width) ?? sentences.at(-1)!.slice(0, width);
}

function keyOf(lever: Lever): string {
	const action: Action = lever;
	return keyBindings.find(binding => binding.action === action)!.name;
}
