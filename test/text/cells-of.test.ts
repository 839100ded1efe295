import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, it} from 'vitest';
import {cellsOf} from '../../source/text/cells-of.js';

/** All that may have a short way, and more. */
const characters = Array.from({length: 0x30_00}, (_, code) => String.fromCodePoint(code));

it('is that of string-width for each character', () => {
	expect(characters.filter(character => cellsOf(character) !== stringWidth(character))).toEqual([]);
});

it('is that of string-width for any text', () => {
	const [latin, signs] = [characters.slice(0, 0x4_00), characters.slice(0x20_00, 0x29_00)];
	const anyCharacter = fc.oneof(fc.constantFrom(...latin), fc.constantFrom(...signs), fc.string({unit: 'grapheme', maxLength: 1}));
	const short = fc.array(fc.constantFrom(...latin, ...signs), {maxLength: 3});
	const long = fc.array(anyCharacter, {maxLength: 30});
	fc.assert(fc.property(fc.oneof(short, long), texts => {
		const text = texts.join('');
		expect(cellsOf(text)).toBe(stringWidth(text));
	}), {numRuns: 2000});
});
