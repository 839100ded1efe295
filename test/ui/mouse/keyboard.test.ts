import {Buffer} from 'node:buffer';
import {PassThrough} from 'node:stream';
import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {Keyboard, type Typed} from '../../../source/ui/mouse/keyboard.js';

/** A terminal on which a test types, and who reads from it as Ink does. */
function openKeyboard() {
	const terminal = new PassThrough();
	const asked: string[] = [];
	const note = (what: string) => () => {
		asked.push(what);
		return terminal as unknown as Typed;
	};

	const typed: Typed = Object.assign(terminal, {
		setRawMode: (isRaw: boolean) => note(`raw ${isRaw}`)(), ref: note('ref'), unref: note('unref'),
	}) as unknown as Typed;
	const reports: string[] = [];
	const keyboard = new Keyboard(typed, report => {
		reports.push(report);
	});
	const read: string[] = [];
	keyboard.setEncoding('utf8');
	keyboard.on('readable', () => {
		for (let text: unknown = keyboard.read(); typeof text === 'string'; text = keyboard.read()) {
			read.push(text);
		}
	});
	const send = async (text: string | Uint8Array) => {
		terminal.write(text);
		await vi.advanceTimersByTimeAsync(0);
	};

	return {
		keyboard, terminal, asked, reports, read, send,
	};
}

beforeEach(() => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
});

afterEach(() => {
	vi.useRealTimers();
});

describe('what is typed on a terminal with a mouse', () => {
	it('is read only in raw mode, and the terminal is asked for what Ink asks it', async () => {
		const {keyboard, asked, read, send} = openKeyboard();
		await send('a');
		expect(read).toEqual([]);
		keyboard.ref().setRawMode(true);
		await send('b');
		expect(read.join('')).toBe('ab');
		keyboard.setRawMode(false).unref();
		await send('c');
		expect(read.join('')).toBe('ab');
		keyboard.setRawMode(true).setRawMode(true);
		await send('d');
		expect(read.join('')).toBe('abcd');
		expect(asked).toEqual(['ref', 'raw true', 'raw false', 'unref', 'raw true', 'raw true']);
		expect(keyboard.isTTY).toBe(true);
	});

	it('is what comes together, but for the reports', async () => {
		const {keyboard, reports, read, send} = openKeyboard();
		keyboard.setRawMode(true);
		await send('q\u{1B}[<35;1;1My');
		await send(Buffer.from('é').subarray(0, 1));
		await send(Buffer.from('é').subarray(1));
		await send('\u{1B}[<0;1;1M\u{1B}[<0;1;1m');
		expect(read).toEqual(['qy', 'é']);
		expect(reports).toEqual(['\u{1B}[<35;1;1M', '\u{1B}[<0;1;1M', '\u{1B}[<0;1;1m']);
	});

	it('is the escape key a moment later, however much the mouse moves', async () => {
		const {keyboard, reports, read, send} = openKeyboard();
		keyboard.setRawMode(true);
		await send('\u{1B}');
		expect(read).toEqual([]);
		await vi.advanceTimersByTimeAsync(40);
		// In the form that nobody takes for the beginning of something.
		expect(read.splice(0)).toEqual(['\u{1B}[27u']);
		await send('\u{1B}');
		await send('\u{1B}[<35;1;1M');
		expect(read.splice(0)).toEqual(['\u{1B}']);
		expect(reports.splice(0)).toHaveLength(1);
		// A report that is torn behind its first character, by a longer pause than keys can wait.
		await send('\u{1B}');
		await vi.advanceTimersByTimeAsync(40);
		await send('[<0;7');
		await vi.advanceTimersByTimeAsync(500);
		await send(';7Mq');
		expect(read).toEqual(['\u{1B}[27u', 'q']);
		expect(reports).toEqual(['\u{1B}[<0;7;7M']);
	});

	it('is itself again a second after the beginning of a report without an end', async () => {
		const {keyboard, reports, read, send} = openKeyboard();
		keyboard.setRawMode(true);
		await send('\u{1B}[<0;7');
		await vi.advanceTimersByTimeAsync(1100);
		await send('1');
		expect([read, reports]).toEqual([['1'], []]);
	});
});

describe('what is kept of what is typed', () => {
	it('is given once more to whoever reads then, and no later', async () => {
		const {keyboard, read, send} = openKeyboard();
		keyboard.setRawMode(true);
		await send('a');
		keyboard.keep();
		await send('bc');
		expect(read.join('')).toBe('abc');
		const kept = keyboard.takeKept();
		await send('d');
		keyboard.give(kept);
		await vi.advanceTimersByTimeAsync(0);
		expect([kept, read.join('')]).toEqual(['bc', 'abcdbc']);
		expect(keyboard.takeKept()).toBe('');
	});
});
