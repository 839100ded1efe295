/** Control characters, and the marks that turn the direction of writing around. */
const unsafe = /[\p{Control}\u{61C}\u{200E}\u{200F}\u{2028}-\u{202E}\u{2066}-\u{2069}]/gv;
const notAscii = /[^\u{20}-\u{7E}]/gv;

/**
Text from outside (a file's name, a document, a sample) in a form that is safe to print: control
characters and escape sequences become symbols, so that none reaches the terminal. How wide it is
there, nobody knows.
*/
export function safeText(text: string, isAscii = false): string {
	return text.replaceAll(isAscii ? notAscii : unsafe, character => {
		const codePoint = character.codePointAt(0)!;
		if (!isAscii && codePoint < 0x20) {
			return String.fromCodePoint(0x24_00 + codePoint);
		}

		return !isAscii && codePoint === 0x7F ? '␡' : escaped(character);
	});
}

/** A character by its number. */
export function escaped(character: string): string {
	return String.raw`\u{${character.codePointAt(0)!.toString(16)}}`;
}
