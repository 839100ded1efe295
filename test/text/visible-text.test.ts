import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {cellsOf} from '../../source/text/cells-of.js';
import {visibleText} from '../../source/text/visible-text.js';

const unsafe = /[\p{Bidi_Control}\p{Control}\p{Line_Separator}\p{Paragraph_Separator}]/v;
const joining = /[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\p{Regional_Indicator}\u{20E3}]/v;
const controls = ['\u{0}', '\u{7}', '\t', '\n', '\r', '\u{1B}', '\u{7F}', '\u{85}', '\u{9B}'];
const marks = ['\u{61C}', '\u{200E}', '\u{200F}', '\u{2028}', '\u{202E}', '\u{2066}', '\u{2069}'];
const anyText = fc.oneof(
	fc.string({unit: 'binary'}),
	fc.string({unit: fc.constantFrom(...controls, ...marks, '[31m', 'a', 'é', '🎉', '\u{D800}')}),
);

describe('visible text', () => {
	it.each([
		['\u{1B}[31mred\u{1B}[0m', '␛[31mred␛[0m'],
		['two\nlines\tand\r\u{0}', 'two␊lines␉and␍␀'],
		['\u{7F}', '␡'],
		['\u{9B}2J', String.raw`\u{9b}2J`],
		['invoice\u{202E}txt.exe', String.raw`invoice\u{202e}txt.exe`],
	])('shows %j as %s', (text, shown) => {
		expect(visibleText(text)).toBe(shown);
	});

	it.each([
		['\u{1B}[31mred', String.raw`\u{1b}[31mred`],
		['Zoë 🎉', String.raw`Zo\u{eb} \u{1f389}`],
		['\u{7F}\n', String.raw`\u{7f}\u{a}`],
	])('shows %j in ASCII as %s', (text, shown) => {
		expect(visibleText(text, true)).toBe(shown);
	});

	it.each([
		['👩\u{200D}👩\u{200D}👧', '👩‿👩‿👧'],
		['👍\u{1F3FD}', '👍４'],
		['🇩🇪', 'ＤＥ'],
		['❤\u{FE0F}', '❤ᵛ'],
		['1\u{FE0F}\u{20E3}', '1ᵛ▯'],
		['می\u{200C}خواهم', 'می⁔خواهم'],
		['so\u{AD}ft', String.raw`so\u{ad}ft`],
	])('shows each character of %j by itself: %s', (text, shown) => {
		expect(visibleText(text)).toBe(shown);
	});

	it('is as wide as its characters are one by one, whatever emoji are joined in it', () => {
		const emoji = fc.constantFrom('👩', '👧', '❤', '🏴', '1', 'a', '\u{200D}', '\u{FE0F}', '\u{20E3}', '\u{1F3FB}', '\u{1F3FF}', '🇩', '🇿', '\u{E0067}', '\u{E007F}');
		fc.assert(fc.property(fc.string({unit: emoji}), text => {
			const shown = visibleText(text);
			expect(cellsOf(shown)).toBe([...shown].reduce((sum, character) => sum + cellsOf(character), 0));
		}), {numRuns: 500});
	});

	it('leaves harmless text as it is', () => {
		for (const text of ['', 'names.txt', 'Zoë', 'Ελένη', '名前', '🎉', 'a b', String.raw`C:\names.txt`]) {
			expect(visibleText(text)).toBe(text);
		}

		fc.assert(fc.property(fc.string({unit: 'grapheme'}), text => {
			fc.pre(!unsafe.test(text) && !joining.test(text));
			expect(visibleText(text)).toBe(text);
		}));
		fc.assert(fc.property(fc.string({unit: 'grapheme-ascii'}), text => {
			expect(visibleText(text, true)).toBe(text);
		}));
	});

	it('never lets through what a terminal would obey', () => {
		fc.assert(fc.property(anyText, text => {
			expect(visibleText(text)).not.toMatch(unsafe);
		}), {numRuns: 500});
	});

	it('is printable ASCII only where that is asked for', () => {
		fc.assert(fc.property(anyText, text => {
			expect(visibleText(text, true)).toMatch(/^[\u{20}-\u{7E}]*$/v);
		}), {numRuns: 500});
	});
});
