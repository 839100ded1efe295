import fc from 'fast-check';
import {expect, it} from 'vitest';
import {Graphemes} from '../../source/text/graphemes.js';

const segmenter = new Intl.Segmenter();
/** All that may have a short way, what joins others, and more. */
const characters = [...Array.from({length: 0x30_00}, (_, code) => String.fromCodePoint(code)), '\u{FE0F}', '\u{1F3FB}', '🙂', '🇩', '🇪', '각'];

it('are those of Intl.Segmenter, for each character beside a letter', () => {
	const graphemes = new Graphemes();
	const texts = characters.flatMap(character => [`a${character}`, `${character}a`]);
	expect(texts.filter(text => [...graphemes.segment(text)].length !== [...segmenter.segment(text)].length)).toEqual([]);
});

it('are those of Intl.Segmenter for any text, and at any place of it', () => {
	const [latin, signs] = [characters.slice(0, 0x4_00), characters.slice(0x20_00, 0x29_00)];
	const text = fc.array(fc.oneof(fc.constantFrom(...latin), fc.constantFrom(...signs), fc.constantFrom('\r', '\n', '\u{1B}', '\u{301}', '\u{200D}'), fc.constantFrom(...characters)), {maxLength: 12});
	fc.assert(fc.property(text, fc.integer({min: -1, max: 13}), (parts, place) => {
		const graphemes = new Graphemes();
		const joined = parts.join('');
		expect([...graphemes.segment(joined)]).toEqual([...segmenter.segment(joined)]);
		expect(graphemes.segment(joined).containing(place)).toEqual(segmenter.segment(joined).containing(place));
	}), {numRuns: 2000});
});
