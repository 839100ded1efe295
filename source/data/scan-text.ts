import {piecesOf} from '../text/pieces-of.js';
import {type OnLoadProgress, progressTeller} from './load-progress.js';

/** One more than the highest code point. */
const codePointCount = 0x11_00_00;
const lineFeed = '\n';
const space = 0x20;
const noBreakSpace = 0xA0;

/** What a look at all characters of a text comes to. */
export type TextScan = {
	/** Each that occurs, in the order of their code points. */
	readonly characters: readonly string[];
	readonly characterCount: number;
};

/** The same of its lines that are not blank, without the blanks around them. */
export type LinesScan = TextScan & {
	readonly lineCount: number;
	/** How many of them have blanks before them. */
	readonly indentedCount: number;
	/** In UTF-16 units: the longest, and all together. */
	readonly longest: number;
	readonly total: number;
};

/** Notes the characters of stretches of a text. */
class CharacterScan {
	readonly #seen = new Uint8Array(codePointCount);
	#count = 0;

	/** Goes through a stretch that does not begin or end in the middle of a character. */
	add(text: string, from: number, to: number): void {
		for (let index = from; index < to; index++) {
			const code = text.codePointAt(index)!;
			this.#seen[code] = 1;
			this.#count++;
			index += code > 0xFF_FF ? 1 : 0;
		}
	}

	get result(): TextScan {
		const characters: string[] = [];
		for (let code = this.#seen.indexOf(1); code !== -1; code = this.#seen.indexOf(1, code + 1)) {
			characters.push(String.fromCodePoint(code));
		}

		return {characters, characterCount: this.#count};
	}
}

export function scanText(text: string, onProgress?: OnLoadProgress): TextScan {
	const scan = new CharacterScan();
	const tell = progressTeller(onProgress, {activity: 'scanning', total: text.length});
	for (const [from, to] of piecesOf(text)) {
		scan.add(text, from, to);
		tell(to);
	}

	return scan.result;
}

export function scanLines(text: string, onProgress?: OnLoadProgress): LinesScan {
	const scan = new CharacterScan();
	const tell = progressTeller(onProgress, {activity: 'scanning', total: text.length});
	let [lineCount, indentedCount, longest, total] = [0, 0, 0, 0];
	forEachLine(text, (from, to) => {
		scan.add(text, from, to);
		lineCount++;
		indentedCount += from > 0 && text[from - 1] !== lineFeed ? 1 : 0;
		longest = Math.max(longest, to - from);
		total += to - from;
		tell(to);
	});
	return {
		...scan.result, lineCount, indentedCount, longest, total,
	};
}

/**
Goes through the lines of a text that are not blank, without the blanks around them.

@param text - Its lines are ended by line feeds.
@param visit - Is given where a line begins and ends.
*/
export function forEachLine(text: string, visit: (from: number, to: number) => void): void {
	for (let begin = 0; begin < text.length;) {
		const found = text.indexOf(lineFeed, begin);
		const end = found === -1 ? text.length : found;
		let [from, to] = [begin, end];
		while (from < to && isBlank(text.codePointAt(from)!)) {
			from++;
		}

		while (from < to && isBlank(text.codePointAt(to - 1)!)) {
			to--;
		}

		if (from < to) {
			visit(from, to);
		}

		begin = end + 1;
	}
}

/** Whether `trim` takes it away. */
function isBlank(code: number): boolean {
	return code < noBreakSpace
		? code === space || (code >= 0x09 && code <= 0x0D)
		: String.fromCodePoint(code).trim() === '';
}
