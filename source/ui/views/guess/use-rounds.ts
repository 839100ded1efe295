import {useEffect, useState} from 'react';
import {type GuessingRound} from '../../../inspection/guessing.js';
import {type Ask} from '../../../run/run.js';

/**
The documents to guess, one after the other: the next is asked for when all letters of those before have been guessed.

@param firstRound - The number of the first.
@param guessCount - Of guesses that count.
*/
export function useRounds(ask: Ask, firstRound: number, guessCount: number): readonly GuessingRound[] {
	const [rounds, setRounds] = useState<readonly GuessingRound[]>([]);
	const letterCount = rounds.reduce((sum, {positions}) => sum + positions.length, 0);
	const wanted = guessCount >= letterCount ? firstRound + rounds.length : undefined;
	useEffect(() => {
		if (wanted === undefined) {
			return;
		}

		const asking = new AbortController();
		const inquire = async () => {
			const round = await ask(['guessingRound', wanted], {signal: asking.signal});
			if (round && !asking.signal.aborted) {
				setRounds(known => [...known, round]);
			}
		};

		void inquire();
		return () => {
			asking.abort();
		};
	}, [ask, wanted]);
	return rounds;
}
