import {expect, it} from 'vitest';
import {backgroundOf, isAnswered, withoutAnswers} from '../../source/ui/terminal-answers.js';

const [light, dark, kind] = ['\u{1B}]11;rgb:fafa/fafa/f0f0\u{1B}\\', '\u{1B}]11;rgb:1e/1e/2e\u{7}', '\u{1B}[?62;22c'];

it('says what the terminal writes on, if it says so, and when all has come', () => {
	expect(backgroundOf(light + kind)).toBe('light');
	expect(backgroundOf(dark + kind)).toBe('dark');
	expect(backgroundOf(kind)).toBeUndefined();
	expect([light, dark, `a${light}b${kind}`, kind].map(heard => isAnswered(heard))).toEqual([false, false, true, true]);
});

it('leaves what was typed meanwhile, and the beginning of an answer for its rest', () => {
	expect(withoutAnswers(`a${light}b${kind}c\u{1B}[A`)).toBe('abc\u{1B}[A');
	expect(withoutAnswers(`${dark}q${kind}`)).toBe('q');
	expect(withoutAnswers(`s${light.slice(0, 9)}`)).toBe(`s${light.slice(0, 9)}`);
	expect(withoutAnswers('\u{1B}')).toBe('\u{1B}');
});
