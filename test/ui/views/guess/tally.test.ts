import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {type Letter} from '../../../../source/inspection/document-trace.js';
import {type GuessingRound} from '../../../../source/inspection/guessing.js';
import {tallyGuesses} from '../../../../source/ui/views/guess/tally.js';

/** A document that surprises the model by 1, 2, 3 … and the table of pairs by ten times that. */
function roundOf(text: string): GuessingRound {
	return {
		isHeldOut: true,
		given: undefined,
		step: 5,
		positions: [...text, undefined].map((letter, index) => ({
			letter, model: index + 1, bigram: 10 * (index + 1), likeliest: [],
		})),
	};
}

const rounds = [roundOf('ab'), roundOf('c')];

describe('what guesses come to', () => {
	it('is nothing before the first', () => {
		expect(tallyGuesses(rounds, [], 4)).toMatchObject({
			count: 0, rightCount: 0, means: undefined, guessed: [], finished: undefined, last: undefined, round: rounds[0],
		});
	});

	it('takes whoever guesses to be as sure as they were right before, and spreads the rest', () => {
		const {means, count, rightCount, guessed, last} = tallyGuesses(rounds, ['a', 'x'], 4);
		// Right at 1 / 2, then wrong where 2 / 3 were sure of another.
		expect(means!.you).toBeCloseTo((Math.log(2) - Math.log((1 / 3) / 3)) / 2, 12);
		expect(means).toMatchObject({model: 1.5, bigram: 15});
		expect([count, rightCount, guessed.map(({isRight}) => isRight), last!.guess]).toEqual([2, 1, [true, false], 'x']);
	});

	it('goes on from one document to the next, and waits for one that is not known', () => {
		const second = tallyGuesses(rounds, ['a', 'b', undefined], 4);
		expect(second).toMatchObject({rightCount: 3, round: rounds[1], guessed: []});
		expect(second.finished!.map(({guess}) => guess)).toEqual(['a', 'b', undefined]);
		const over = tallyGuesses(rounds, ['a', 'b', undefined, 'x', 'x', 'x', 'x'], 4);
		expect(over).toMatchObject({count: 5, rightCount: 3, round: undefined});
		expect(over.means!.model).toBeCloseTo((1 + 2 + 3 + 1 + 2) / 5, 12);
	});

	it('is never surer of all letters together than certain', () => {
		const letter = fc.constantFrom<Letter>('a', 'b', 'c', undefined);
		fc.assert(fc.property(fc.array(letter, {minLength: 1, maxLength: 20}), fc.array(letter, {maxLength: 19}), (truth, before) => {
			const known: GuessingRound = {...roundOf(''), positions: truth.map(each => ({...roundOf('').positions[0], letter: each}))};
			const told = before.slice(0, truth.length - 1);
			const surpriseOf = (last: Letter, guess: Letter) => {
				const positions = known.positions.with(told.length, {...known.positions[0], letter: last});
				const of = (guesses: readonly Letter[]) => {
					const {means, count} = tallyGuesses([{...known, positions}], guesses, 4);
					return (means?.you ?? 0) * count;
				};

				return of([...told, guess]) - of(told);
			};

			const total = ['a', 'b', 'c', undefined].reduce((sum, last) => sum + Math.exp(-surpriseOf(last, 'a')), 0);
			expect(total).toBeCloseTo(1, 9);
		}));
	});
});
