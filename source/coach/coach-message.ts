import {countText, toDecimals} from '../text/decimals.js';

/** What there is to be pulled. */
export const levers = ['lowerLearningRate', 'raiseLearningRate', 'restart', 'next', 'showStep'] as const;

/** What a person may do about what is said; the screen knows how. (Flags are the names of settings, and are said as they are.) */
export type Lever = (typeof levers)[number];

/** One sentence on what is going on, with the step that it is about. */
export type CoachMessage = {
	readonly step: number;
	/** The same in more words and in fewer, from the fullest to the briefest: the first that fits is to be shown. */
	readonly wordings: readonly string[];
};

/** A message with its place among all, from 1, by which the screen refers to it. */
export type NumberedMessage = CoachMessage & {readonly number: number};

/** Gives the messages that are remembered their numbers. */
export function numbered(history: readonly CoachMessage[], forgotten: number): NumberedMessage[] {
	return history.map((message, index) => ({...message, number: forgotten + index + 1}));
}

/** What stands in a sentence for whatever pulls a lever, such as a key. */
export const pull = (lever: Lever): string => `{${lever}}`;

/** Puts the names of what pulls them into the place of the levers. */
export function withLevers(sentence: string, nameOf: (lever: Lever) => string): string {
	return levers.reduce((text, lever) => text.replaceAll(pull(lever), () => nameOf(lever)), sentence);
}

/** A loss with the decimals that a sentence needs. */
export function lossText(loss: number): string {
	if (loss < 1000) {
		return toDecimals(loss, 2);
	}

	return loss < 1e6 ? countText(Math.round(loss)) : loss.toExponential(1);
}
