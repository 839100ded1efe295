import {countText, toDecimals} from '../text/decimals.js';

/** One sentence on what is going on, with the step that it is about. */
export type CoachMessage = {
	readonly step: number;
	readonly text: string;
	/** For narrow windows. */
	readonly short: string;
};

/** The rooms of a window of 80 columns and of one of 40, without their margins. */
export const textWidth = 78;
export const shortWidth = 38;

/**
Puts a message together.

@param texts - Wordings from the fullest to the briefest: the first that fits is taken.
@param shorts - The same for narrow windows.
*/
export function messageOf(step: number, texts: readonly string[], shorts: readonly string[]): CoachMessage {
	return {step, text: firstFitting(texts, textWidth), short: firstFitting(shorts, shortWidth)};
}

function firstFitting(wordings: readonly string[], width: number): string {
	return wordings.find(({length}) => length <= width) ?? wordings.at(-1)!.slice(0, width);
}

/** A loss with the decimals that a sentence needs. */
export function lossText(loss: number): string {
	if (loss < 1000) {
		return toDecimals(loss, 2);
	}

	return loss < 1e6 ? countText(Math.round(loss)) : loss.toExponential(1);
}
