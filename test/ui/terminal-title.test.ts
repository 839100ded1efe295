import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {TerminalTitle, titleOf} from '../../source/ui/terminal-title.js';
import {
	emptySnapshot,
	exampleSnapshot,
	exampleStart,
	finishedSnapshot,
} from '../helpers/example-snapshot.js';

function openTitle({isTTY = true, terminal = 'xterm-256color'} = {}) {
	const written: string[] = [];
	const title = new TerminalTitle({
		isTTY, writable: true, write(text: string | Uint8Array) {
			written.push(String(text));
			return true;
		},
	}, terminal);
	return {title, written};
}

describe('the title of the terminal', () => {
	it('is kept, changed and given back', () => {
		const {title, written} = openTitle();
		title.giveBack();
		expect(written).toEqual([]);
		title.show('names');
		title.show('names');
		title.show('names 1%');
		expect(written.splice(0)).toEqual(['\u{1B}[22;0t', '\u{1B}]2;names\u{7}', '\u{1B}]2;names 1%\u{7}']);
		title.giveBack();
		title.giveBack();
		expect(written.splice(0)).toEqual(['\u{1B}]2;\u{7}\u{1B}[23;0t']);
		// Back from the shell.
		title.show('names 1%');
		expect(written.splice(0)).toEqual(['\u{1B}[22;0t', '\u{1B}]2;names 1%\u{7}']);
		title.giveBack();
	});

	it('is given back also when the program leaves at once', () => {
		const {title, written} = openTitle();
		const before = process.listeners('exit');
		title.show('names');
		const listener = process.listeners('exit').find(other => !before.includes(other));
		listener?.(0);
		expect(written.at(-1)).toBe('\u{1B}]2;\u{7}\u{1B}[23;0t');
		expect(process.listeners('exit')).toEqual(before);
	});

	it('is left alone where there is none', () => {
		for (const place of [{isTTY: false}, {terminal: 'linux'}, {terminal: 'dumb'}]) {
			const {title, written} = openTitle(place);
			title.show('names');
			title.giveBack();
			expect(written).toEqual([]);
		}
	});

	it('tells the run, how far it is and how well it does', () => {
		const snapshot = exampleSnapshot(393);
		expect(titleOf(snapshot, unicodeGlyphs)).toBe('names · 39% · mean loss 2.55');
		expect(titleOf(snapshot, asciiGlyphs)).toBe('names | 39% | mean loss 2.55');
		expect(titleOf({...snapshot, status: 'paused'}, unicodeGlyphs)).toBe('names · 39% · mean loss 2.55 · paused');
		expect(titleOf({...snapshot, stopping: 'step'}, unicodeGlyphs)).toBe('names · 39% · mean loss 2.55 · stopping');
		expect(titleOf(finishedSnapshot(), unicodeGlyphs)).toMatch(/^names · 100% · mean loss 2\.\d\d · completed$/v);
		expect(titleOf(emptySnapshot, unicodeGlyphs)).toBe('microgpt-tui · step 0');
	});

	it('lets no control character of a name through, and no long name', () => {
		const start = {...exampleStart, dataset: {...exampleStart.dataset, name: `\u{7}\u{1B}]2;evil\u{9C}${'a'.repeat(500)}`}};
		const text = titleOf({...emptySnapshot, start}, unicodeGlyphs);
		expect(text).not.toMatch(/\p{Control}/v);
		expect(text.length).toBeLessThan(80);
	});
});
