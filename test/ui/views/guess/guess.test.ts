import fc from 'fast-check';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {type GuessingRound} from '../../../../source/inspection/guessing.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {beginGame, firstViewState} from '../../../../source/ui/view-state.js';
import {Guess} from '../../../../source/ui/views/guess/guess.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';

const snapshot = exampleSnapshot(393);

function roundOf(text: string): GuessingRound {
	return {
		isHeldOut: true,
		given: undefined,
		step: 393,
		positions: [...text, undefined].map((letter, index) => ({
			letter, model: 2 + (index / 10), bigram: 2.5, likeliest: ['a', 'n', undefined].map((each, place) => ({letter: each, probability: 0.5 / (place + 1)})),
		})),
	};
}

const rounds = [roundOf('maria'), roundOf('ole')];
const begun = beginGame(firstViewState);
const after = (guesses: ReadonlyArray<string | undefined>) => ({...begun, game: {firstRound: 0, guesses}});
const played = after(['m', 'a', 'm', 'm', 'a', undefined, 'o']);

/** The view, with these documents. */
const guessing = (given: readonly GuessingRound[]) => (view: ViewProps) => createElement(Guess, {...view, rounds: given});
const draw = (given: readonly GuessingRound[], options: Omit<FrameOptions, 'snapshot'> & Partial<FrameOptions>) => renderFrame(guessing(given), {snapshot, ...options});

describe('the game of guessing', () => {
	it.each([[40, 11], [80, 23]])('is drawn in %i × %i as in its golden file', async (columns, rows) => {
		const frame = draw(rounds, {state: played, columns, rows});
		await expect(`${frame}\n`).toMatchFileSnapshot(`../../../golden/frames/guess-${columns}x${rows + 1}.txt`);
	});

	it('does not show a letter that is not guessed yet', () => {
		const frame = draw([roundOf('mzq')], {state: after(['x', 'a']), columns: 80, rows: 23});
		expect(frame).toContain('mz▌');
		expect(frame).not.toContain('q▌');
		expect(frame).toContain('It was z, not a. The model expected a 50%, n 25%, ∎ 17%.');
	});

	it('shows no numbers before the first guess, and a whole document until the next is begun', () => {
		const frameAt = (guesses: ReadonlyArray<string | undefined>) => draw(rounds, {state: after(guesses), columns: 80, rows: 23});
		expect(frameAt([])).toMatch(/you +–\n +model +–\n +bigram +–\n +blind +3\.2958/v);
		expect(frameAt([...'maria', undefined])).toContain('maria∎ next: ▌');
	});

	it('says what Enter is for in windows of a text, and counts it only where it is a letter', () => {
		const round = {...roundOf('ab'), given: 'x', positions: roundOf('ab').positions.slice(0, 2)};
		const frameOf = (characters: string, guesses: ReadonlyArray<string | undefined>) => draw([round], {
			state: after(guesses), columns: 100, rows: 23, snapshot: {...snapshot, start: {...snapshot.start!, dataset: {...snapshot.start!.dataset, windows: 'random', characters}}},
		});
		expect(frameOf('\nabx', [])).toContain('type it, or Enter for a new line.');
		const oneLine = frameOf('abx', ['a', undefined, undefined]);
		expect(oneLine).toContain('of a document that is held out: type it.\n');
		expect(oneLine).toContain('over 1 letter,');
	});

	it('does not count what is no token', () => {
		const frameWith = (guesses: readonly string[]) => draw(rounds, {state: after(guesses), columns: 80, rows: 23});
		expect(frameWith(['m', '7', 'Ä', 'a'])).toBe(frameWith(['m', 'a']));
	});

	it('fits any window', () => {
		const view = guessing([roundOf('maria'), roundOf('o\u{1F389}'.repeat(50))]);
		fc.assert(fc.property(
			fc.integer({min: 40, max: 250}),
			fc.integer({min: 9, max: 80}),
			fc.boolean(),
			(columns, rows, isAscii) => {
				expectToFit(view, {
					columns, rows, snapshot, state: played, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
				});
			},
		), {numRuns: 40});
	});
});
