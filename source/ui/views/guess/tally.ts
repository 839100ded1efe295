import {type Letter} from '../../../inspection/document-trace.js';
import {type GuessedPosition, type GuessingRound} from '../../../inspection/guessing.js';

/** A letter that somebody has guessed, and what it was. */
export type Guessed = {readonly guess: Letter; readonly position: GuessedPosition; readonly isRight: boolean};

/** What guesses come to. */
export type Tally = {
	readonly count: number;
	readonly rightCount: number;
	/** Mean surprises over all that was guessed, in nats; undefined before the first. */
	readonly means: {readonly you: number; readonly model: number; readonly bigram: number} | undefined;
	/** The document that is guessed now; undefined while it is fetched. */
	readonly round: GuessingRound | undefined;
	/** What has been guessed of it. */
	readonly guessed: readonly Guessed[];
	/** The document before it, as it was guessed. */
	readonly finished: readonly Guessed[] | undefined;
	/** The latest of all. */
	readonly last: Guessed | undefined;
};

/**
Counts guesses, one for each letter of one document after the other.

A guess is no probability; so that its surprise can be told, whoever guesses is taken to be as sure of it as they have been
right so far: (right + 1) / (guesses + 2), by Laplace's rule of succession. All other tokens share the rest alike.

@param rounds - The documents, as far as they are known.
@param guesses - Letters that the model knows; undefined is the end of a document. Those for which no document is known yet wait.
*/
export function tallyGuesses(rounds: readonly GuessingRound[], guesses: readonly Letter[], vocabSize: number): Tally {
	const sums = {you: 0, model: 0, bigram: 0};
	let [count, rightCount] = [0, 0];
	let finished: Guessed[] | undefined;
	let last: Guessed | undefined;
	for (const round of rounds) {
		const guessed: Guessed[] = [];
		for (const position of round.positions.slice(0, guesses.length - count)) {
			const guess = guesses[count];
			const isRight = guess === position.letter;
			const sureness = (rightCount + 1) / (count + 2);
			sums.you -= Math.log(isRight ? sureness : (1 - sureness) / (vocabSize - 1));
			sums.model += position.model;
			sums.bigram += position.bigram;
			count++;
			rightCount += Number(isRight);
			last = {guess, position, isRight};
			guessed.push(last);
		}

		if (guessed.length < round.positions.length) {
			return {
				count, rightCount, means: meansOf(sums, count), round, guessed, finished, last,
			};
		}

		finished = guessed;
	}

	return {
		count, rightCount, means: meansOf(sums, count), round: undefined, guessed: [], finished, last,
	};
}

function meansOf({you, model, bigram}: NonNullable<Tally['means']>, count: number): Tally['means'] {
	return count === 0 ? undefined : {you: you / count, model: model / count, bigram: bigram / count};
}
