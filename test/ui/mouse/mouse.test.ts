import {PassThrough} from 'node:stream';
import process from 'node:process';
import {setTimeout} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {type Typed} from '../../../source/ui/mouse/keyboard.js';
import {Mouse} from '../../../source/ui/mouse/mouse.js';
import {type MouseReport} from '../../../source/ui/mouse/report.js';

const on = '\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1003h\u{1B}[?1006h';
const off = '\u{1B}[?1006l\u{1B}[?1003l\u{1B}[?1002l\u{1B}[?1000l';
const question = '\u{1B}[5n';

function openMouse({writable = true} = {}) {
	const terminal = new PassThrough();
	const itself = () => terminal as unknown as Typed;
	const written: string[] = [];
	const mouse = new Mouse(Object.assign(terminal, {setRawMode: itself, ref: itself, unref: itself}) as unknown as Typed, {
		writable, write(text: string | Uint8Array) {
			written.push(String(text));
			return true;
		},
	});
	const told: MouseReport[] = [];
	mouse.listen(report => {
		told.push(report);
	});
	mouse.keyboard.setRawMode(true);
	const send = async (text: string) => {
		terminal.write(text);
		await setTimeout(0);
	};

	return {
		mouse, written, told, send,
	};
}

describe('the mouse of the terminal', () => {
	it('is asked for, tells, and is given back, each once', async () => {
		const {mouse, written, told, send} = openMouse();
		mouse.giveBack();
		expect(written).toEqual([]);
		mouse.show();
		mouse.show();
		expect(written.splice(0)).toEqual([on]);
		await send('\u{1B}[<0;3;2M');
		expect(told.splice(0)).toEqual([{kind: 'press', row: 1, column: 2}]);
		mouse.giveBack();
		mouse.giveBack();
		expect(written.splice(0)).toEqual([off]);
		// What was under way then is for nobody.
		await send('\u{1B}[<0;3;2m');
		expect(told).toEqual([]);
		mouse.show();
		expect(written.splice(0)).toEqual([on]);
		mouse.giveBack();
	});

	it('is given back also when the program leaves at once', () => {
		const {mouse, written} = openMouse();
		const before = process.listeners('exit');
		mouse.show();
		const listener = process.listeners('exit').find(other => !before.includes(other));
		listener?.(0);
		expect(written.at(-1)).toBe(off);
		expect(process.listeners('exit')).toEqual(before);
	});

	it('is at rest at once where it has not been moved', async () => {
		const {mouse, written} = openMouse();
		mouse.show();
		await mouse.rest();
		expect(written).toEqual([on, off]);
	});

	it('is at rest when the terminal has answered: what was under way has come by then', async () => {
		const {mouse, written, send} = openMouse();
		mouse.show();
		await send('\u{1B}[<35;3;2M');
		let isAtRest = false;
		const resting = (async () => {
			await mouse.rest();
			isAtRest = true;
		})();
		await send('\u{1B}[<35;4;2M');
		expect([written, isAtRest]).toEqual([[on, off, question], false]);
		await send('\u{1B}[0n');
		await resting;
	});

	it('is at rest after a while in a terminal that does not answer, and at once in one that is gone', async () => {
		const {mouse, send} = openMouse();
		mouse.show();
		await send('\u{1B}[<35;3;2M');
		const began = performance.now();
		await mouse.rest();
		expect(performance.now() - began).toBeGreaterThan(250);
		const {mouse: other, written, send: sendOther} = openMouse({writable: false});
		other.show();
		await sendOther('\u{1B}[<35;3;2M');
		await other.rest();
		expect(written).toEqual([]);
	});

	it('is not asked for any more once it is closed', async () => {
		const {mouse, written} = openMouse();
		mouse.show();
		await mouse.close();
		mouse.show();
		expect(written).toEqual([on, off]);
	});
});
