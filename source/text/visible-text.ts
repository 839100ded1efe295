import {escaped, safeText} from './safe-text.js';

/** What is not seen by itself or makes one picture of several characters: how wide that is, each terminal has its own opinion. */
const joining = /[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\p{Regional_Indicator}\u{20E3}]/gv;
const variation = /^\p{Variation_Selector}$/v;
const joiners: Readonly<Record<string, string>> = {'\u{200C}': '⁔', '\u{200D}': '‿', '\u{20E3}': '▯'};
const [firstTone, lastTone, firstIndicator] = [0x1_F3_FB, 0x1_F3_FF, 0x1_F1_E6];
/** Of full width: as wide in each terminal. */
const [wideTwo, wideA] = [0xFF_12, 0xFF_21];

/**
Text from outside in a form that is safe to show and of the same width in every terminal: each character by
itself, as the model reads them. Of a family joined from three emoji there are all three, with what joins them (‿);
a tone of skin is its number on Fitzpatrick's scale, a flag the two letters of its country, both of full width.
*/
export function visibleText(text: string, isAscii = false): string {
	const safe = safeText(text, isAscii);
	return isAscii ? safe : safe.replaceAll(joining, character => substituteOf(character));
}

function substituteOf(character: string): string {
	const codePoint = character.codePointAt(0)!;
	if (codePoint >= firstTone && codePoint <= lastTone) {
		return String.fromCodePoint(wideTwo + codePoint - firstTone);
	}

	return codePoint >= firstIndicator && codePoint <= firstIndicator + 25
		? String.fromCodePoint(wideA + codePoint - firstIndicator)
		: joiners[character] ?? (variation.test(character) ? 'ᵛ' : escaped(character));
}
