import {type Key, useInput} from 'ink';

const namesOfKeys: ReadonlyArray<readonly [keyof Key, string]> = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['return', 'enter'],
	['escape', 'escape'],
	['backspace', 'backspace'],
	['delete', 'backspace'],
];

/** Keys that are control characters, where they arrive among others. */
const namesOfControls: Readonly<Record<string, string>> = {
	'\r': 'enter', '\n': 'enter', '\t': 'tab', '\b': 'backspace', '\u{7F}': 'backspace', '\u{1B}': 'escape', '\u{3}': 'ctrl+c', '\u{C}': 'ctrl+l', '\u{1A}': 'ctrl+z',
};

/** Gives every key that is pressed its name: a character, `up`, `shift+tab`, `ctrl+c` … */
export function useKeys(press: (key: string) => void, isActive: boolean): void {
	useInput((input, key) => {
		const name = nameOf(input, key);
		if (name !== undefined) {
			press(name);
		} else if (!key.meta) {
			// Keys that were pressed quickly arrive together.
			for (const character of input) {
				press(namesOfControls[character] ?? character);
			}
		}
	}, {isActive});
}

/** The name of a key that is no character. */
function nameOf(input: string, key: Key): string | undefined {
	if (key.tab) {
		return key.shift ? 'shift+tab' : 'tab';
	}

	return key.ctrl ? `ctrl+${input}` : namesOfKeys.find(([property]) => key[property] === true)?.[1];
}
