import {Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {render, Text} from 'ink';
import {createElement} from 'react';
import {expect, it, vi} from 'vitest';
import {type Ask} from '../../source/run/run.js';
import {useInspection} from '../../source/ui/hooks/use-inspection.js';

function Answer({ask, isExact}: {readonly ask: Ask; readonly isExact: boolean}) {
	const answer = useInspection(ask, 'nearestDocuments', [[]], {step: 1, isExact});
	return createElement(Text, undefined, answer ? answer.join(' ') : 'nothing');
}

function open(ask: Ask, isExact: boolean) {
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			done();
		},
	}), {columns: 80, rows: 5}) as unknown as NodeJS.WriteStream;
	const instance = render(createElement(Answer, {ask, isExact}), {stdout, debug: true, patchConsole: false});
	return {
		show(next: Ask) {
			instance.rerender(createElement(Answer, {ask: next, isExact}));
		},
		frame: () => frame.trim(),
		close() {
			instance.unmount();
		},
	};
}

const first = (async () => ['first']) as unknown as Ask;
const silent = () => (async () => setTimeout(60_000, undefined, {ref: false})) as unknown as Ask;

it('keeps the answer of the moment before for a while, however many moments come', async () => {
	const screen = open(first, false);
	await vi.waitFor(() => {
		expect(screen.frame()).toBe('first');
	});
	screen.show(silent());
	await setTimeout(20);
	expect(screen.frame()).toBe('first');
	// Each comes before the last has waited long.
	for (let count = 0; count < 8; count++) {
		screen.show(silent());
		await setTimeout(50);
	}

	expect(screen.frame()).toBe('nothing');
	screen.close();
});

it('keeps none where that is not to be', async () => {
	const screen = open(first, true);
	await vi.waitFor(() => {
		expect(screen.frame()).toBe('first');
	});
	screen.show(silent());
	await setTimeout(5);
	expect(screen.frame()).toBe('nothing');
	screen.close();
});
