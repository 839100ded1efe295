import {type Key} from 'ink';

/** What a person does at the keyboard. */
export type InputHandlers = {
	/** One key, by its name: a character, `up`, `shift+tab`, `ctrl+c` … */
	readonly press: (key: string) => void;
	/** Keys that arrived together: they were pressed quickly, or another program presses them. */
	readonly pressTogether: (keys: readonly string[]) => void;
	/** A text that was pasted. */
	readonly paste: (text: string) => void;
};

const namesOfKeys: ReadonlyArray<readonly [keyof Key, string]> = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['return', 'enter'],
	['tab', 'tab'],
	['escape', 'escape'],
	['backspace', 'backspace'],
	['delete', 'backspace'],
	['home', 'home'],
	['end', 'end'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
];

/** Keys that are others together with shift. */
const shifted: ReadonlySet<string> = new Set(['tab', 'left', 'right']);

/** Keys that are control characters, where they arrive among others. */
const namesOfControls: Readonly<Record<string, string>> = {
	'\r': 'enter', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\u{7F}': 'backspace', '\u{1B}': 'escape', '\u{3}': 'ctrl+c', '\u{C}': 'ctrl+l', '\u{1A}': 'ctrl+z',
};

/** Hands, and programs that play them, press so few keys at once: more different ones are a text, pasted where the terminal does not mark it. */
const mostKeysAtOnce = 8;
/** The rest of a terminal sequence that means nothing to us. */
const unknownSequence = /^\[[\d:;<=>?]+[A-Za-z~]?$/v;
/** The marks before and after a pasted text, or what is left of them when a pause has torn them. */
const [tornBegin, tornEnd] = [/^(?:\[?2)?0?0~/v, /(?:\[?2)?0?1~$/v];
/** How long to wait for an end mark, from the beginning on: keys that are pressed meanwhile are taken for the text. */
const patienceMs = 1000;
/** More than any field takes; and what may be an end mark has its place behind it. */
const [longestTorn, longestMark] = [10_000, 6];

/**
Tells keys from pasted text in what Ink makes of the terminal's input.

Ink puts a pasted text together that comes in several reads, but takes its mark for keys if that itself is
torn by a pause: then the text is put together here.
*/
export class InputReader {
	readonly #handlers: InputHandlers;
	/** What has come of a pasted text with a torn mark. */
	#torn: string | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(handlers: InputHandlers) {
		this.#handlers = handlers;
	}

	/** Takes what Ink calls an input. */
	read(input: string, key: Key): void {
		if (this.#torn !== undefined) {
			if (!key.ctrl && [...input].every(character => !isPressed(character))) {
				this.#goOnWithTorn(key.return ? '\n' : input);
				return;
			}

			// No text has such a key in it: its end was lost.
			this.#endTorn();
		}

		const name = nameOf(input, key);
		if (name !== undefined) {
			this.#handlers.press(name);
		} else if (tornBegin.test(input)) {
			this.#goOnWithTorn(input.replace(tornBegin, ''));
		} else if (!key.meta && !unknownSequence.test(input)) {
			this.#readCharacters([...input]);
		}
	}

	#readCharacters(characters: readonly string[]) {
		const end = characters.findIndex(character => isPressed(character));
		if (end === -1) {
			this.#readTogether(characters);
			return;
		}

		// No text has such a key in it: what comes before it and after it was pressed.
		this.#readTogether(characters.slice(0, end));
		this.#handlers.press(namesOfControls[characters[end]]);
		this.#readCharacters(characters.slice(end + 1));
	}

	#readTogether(characters: readonly string[]) {
		const names = characters.map(character => namesOfControls[character] ?? character);
		if (new Set(names).size <= 1) {
			// A key that is held down: it is pressed once, and what it led to was not seen by then.
			const [first, ...others] = names;
			if (first !== undefined) {
				this.#handlers.press(first);
			}

			if (others.length > 0) {
				this.#handlers.pressTogether(others);
			}
		} else if (names.length > mostKeysAtOnce) {
			this.#handlers.paste(characters.join(''));
		} else {
			this.#handlers.pressTogether(names);
		}
	}

	#goOnWithTorn(input: string) {
		const text = (this.#torn ?? '') + input;
		this.#torn = text.length > longestTorn ? text.slice(0, longestTorn - longestMark) + text.slice(-longestMark) : text;
		if (tornEnd.test(this.#torn)) {
			this.#endTorn();
			return;
		}

		this.#timer ??= setTimeout(() => {
			this.#endTorn();
		}, patienceMs);
	}

	#endTorn() {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const text = (this.#torn ?? '').replace(tornEnd, '');
		this.#torn = undefined;
		this.#handlers.paste(text);
	}
}

/** Whether a character is one that no text has in it. */
function isPressed(character: string): boolean {
	return namesOfControls[character]?.startsWith('ctrl+') ?? false;
}

/** The name of a key that is no character. */
function nameOf(input: string, key: Key): string | undefined {
	const name = namesOfKeys.find(([property]) => key[property] === true)?.[1];
	if (name !== undefined && key.shift && shifted.has(name)) {
		return `shift+${name}`;
	}

	return key.ctrl ? `ctrl+${input}` : name;
}
