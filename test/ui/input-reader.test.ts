import fc from 'fast-check';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {type Key} from 'ink';
import {InputReader} from '../../source/ui/input-reader.js';

const noKey: Partial<Key> = {};

/** What Ink makes of the terminal's input, and what the reader makes of that. */
function openReader() {
	const told: string[] = [];
	const reader = new InputReader({
		press(key) {
			told.push(key);
		},
		pressTogether(keys) {
			told.push(`together ${keys.join(' ')}`);
		},
		paste(text) {
			told.push(`pasted ${text}`);
		},
	});
	const read = (...inputs: ReadonlyArray<string | Partial<Key>>) => {
		for (const input of inputs) {
			const key = typeof input === 'string' ? noKey : input;
			reader.read(typeof input === 'string' ? input : '', key as Key);
		}

		return told.splice(0);
	};

	return {told, read, reader};
}

afterEach(() => {
	vi.useRealTimers();
});

describe('what comes from the keyboard', () => {
	it('is one key after the other, by its name', () => {
		expect(openReader().read('a', 'Q', 'é', '🎉', '[', {upArrow: true}, {return: true}, {tab: true}, {tab: true, shift: true})).toEqual(['a', 'Q', 'é', '🎉', '[', 'up', 'enter', 'tab', 'shift+tab']);
	});

	it('is a key that is held down where many alike come together: the first is pressed by itself', () => {
		expect(openReader().read('+'.repeat(20), '\u{3}\u{3}', '\r\r')).toEqual(['+', `together${' +'.repeat(19)}`, 'ctrl+c', 'ctrl+c', 'enter', 'together enter']);
	});

	it('is some keys together, or, of more, a text', () => {
		expect(openReader().read('qy', 'ka\r', 'the quick brown fox\r')).toEqual(['together q y', 'together k a enter', 'pasted the quick brown fox\r']);
	});

	it('is single keys around one that no text has in it', () => {
		expect(openReader().read('q\u{3}', '\u{1A}r', 'qy\u{C}r')).toEqual(['q', 'ctrl+c', 'ctrl+z', 'r', 'together q y', 'ctrl+l', 'r']);
	});

	it('is nothing where the terminal says what nobody knows', () => {
		expect(openReader().read('[25~', '[201~', '[20', '[1;2R', '[?1;2c')).toEqual([]);
	});

	it('is a pasted text, wherever a pause has torn its marks', () => {
		expect(openReader().read('[20', '0~quit', '[201~')).toEqual(['pasted quit']);
		expect(openReader().read('[', '200~qu', 'i', {return: true}, 't', '[20', '1~', 'y')).toEqual(['[', 'pasted qui\nt', 'y']);
		expect(openReader().read('[200~quit', '[201~')).toEqual(['pasted quit']);
	});

	it('is no key for ever where the end of a pasted text never comes', () => {
		vi.useFakeTimers();
		const {told, read} = openReader();
		expect(read('[20', '0~quit')).toEqual([]);
		vi.advanceTimersByTime(2000);
		expect(told.splice(0)).toEqual(['pasted quit']);
		expect(read('q')).toEqual(['q']);
	});

	it('is Ctrl+C also where the end of a pasted text is missing', () => {
		const {told, read, reader} = openReader();
		expect(read('[20', '0~some text')).toEqual([]);
		reader.read('c', {ctrl: true} as Key);
		expect(told.splice(0)).toEqual(['pasted some text', 'ctrl+c']);
		expect(read('[20', '0~some text', 'q\u{3}', 'q')).toEqual(['pasted some text', 'q', 'ctrl+c', 'q']);
		expect(read('[20', '0~some text', '[201~', 'q')).toEqual(['pasted some text', 'q']);
	});

	it('is a key again a second after the beginning of a pasted text, however many are pressed', () => {
		vi.useFakeTimers();
		const {told, read, reader} = openReader();
		read('[20', '0~text');
		for (let time = 0; time < 4; time++) {
			vi.advanceTimersByTime(300);
			reader.read('q', noKey as Key);
		}

		// The fourth came after it.
		expect(told.splice(0)).toEqual(['pasted textqqq', 'q']);
		expect(read('q')).toEqual(['q']);
	});

	it('is no more of a pasted text than a field takes, and its end is still found', () => {
		const [pasted, key] = openReader().read('[20', '0~', ...Array.from({length: 300}, () => 'some words '.repeat(10)), '[20', '1~', 'q');
		expect(pasted.length).toBeLessThan(11_000);
		expect(pasted).toMatch(/^pasted some words some/v);
		expect(key).toBe('q');
	});

	it('never loses or adds a character of what comes together', () => {
		fc.assert(fc.property(fc.string({unit: 'grapheme', minLength: 2, maxLength: 30}), text => {
			fc.pre(!/^[02\[]|\p{Control}/v.test(text));
			const said = openReader().read(text).map(entry => entry.replace(/^pasted /v, '').replace(/^together /v, '')).join('');
			expect(said.replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
		}));
	});
});
