import {
	type CoachMessage,
	type Lever,
	levers,
	type NumberedMessage,
	pull,
	withLevers,
} from '../coach/coach-message.js';
import {type KeyBinding, type Moment} from './key-binding.js';
import {keyBindings} from './key-table.js';

/**
What the coach says, in the fullest wording that fits, with the keys by which one does what it advises.

@param width - The room for it in cells.
@param moment - A wording that names a key which cannot do it then gives way to one that does not.
*/
export function coachText({wordings}: CoachMessage, width: number, moment?: Moment): string {
	const useless = moment === undefined ? [] : levers.filter(lever => bindingOf(lever).canDo?.(moment) === false);
	const useful = wordings.filter(wording => useless.every(lever => !wording.includes(pull(lever))));
	const sentences = (useful.length > 0 ? useful : wordings).map(wording => withLevers(wording, lever => bindingOf(lever).name));
	return sentences.find(({length}) => length <= width) ?? sentences.at(-1)!.slice(0, width);
}

/** The same with the number by which the chart refers to it: `3: …`. */
export function numberedText(message: NumberedMessage, width: number, moment?: Moment): string {
	const number = `${message.number}: `;
	return number + coachText(message, width - number.length, moment);
}

function bindingOf(lever: Lever): KeyBinding {
	return keyBindings.find(({action}) => action === lever)!;
}
