import fc from 'fast-check';
import {expect, it} from 'vitest';
import {cellsOf} from '../../../../source/text/cells-of.js';
import {wrapWords} from '../../../../source/ui/views/writing/wrap.js';
import {anyText} from '../../../helpers/texts.js';

it.each([
	['the quick fox', 9, ['the quick', 'fox']],
	['the quick fox', 10, ['the quick', 'fox']],
	['a  b', 10, ['a  b']],
	['one\n\ntwo', 10, ['one', '', 'two']],
	['abcdefghij', 4, ['abcd', 'efgh', 'ij']],
	['x abcdefghij y', 4, ['x', 'abcd', 'efgh', 'ij y']],
	['日本語', 4, ['日本', '語']],
	['', 4, ['']],
	['end ', 3, ['end', '']],
] as ReadonlyArray<[string, number, string[]]>)('breaks %j at %i cells between words', (text, width, lines) => {
	expect(wrapWords(text, width, false)).toEqual(lines);
});

it('keeps all letters, in lines that fit, and sends no control characters', () => {
	fc.assert(fc.property(anyText, fc.integer({min: 12, max: 60}), fc.boolean(), (text, width, isAscii) => {
		const lines = wrapWords(text, width, isAscii);
		expect(lines.filter(line => cellsOf(line) > width)).toEqual([]);
		expect(lines.join('')).not.toMatch(/\p{Control}/v);
	}));
	const anyWords = fc.string({unit: fc.constantFrom('a', 'b', ' ', '\n'), maxLength: 80});
	fc.assert(fc.property(anyWords, fc.integer({min: 3, max: 20}), (text, width) => {
		const letters = wrapWords(text, width, false).join('');
		expect(letters.replaceAll(' ', '')).toBe(text.replaceAll(/[\n ]/gv, ''));
	}));
});
