import {asciiGlyphs, unicodeGlyphs} from './chart/glyphs.js';

/** The signs of our formulas and explanations in ASCII. */
const spellings: Readonly<Record<string, string>> = {
	'√': 'rt ', '\u{302}': '^', '²': '^2', '·': '*', ε: 'eps', β: 'beta', [unicodeGlyphs.end]: asciiGlyphs.end,
};

/** A formula or an explanation for terminals with nothing but ASCII. */
export function inAscii(text: string): string {
	return Object.entries(spellings).reduce((spelt, [sign, spelling]) => spelt.replaceAll(sign, () => spelling), text);
}
