import {Writable} from 'node:stream';
import {render} from 'ink';
import {createElement} from 'react';
import {expect, it, vi} from 'vitest';
import {unicodeGlyphs} from '../../source/report/glyphs.js';
import {type Inspect} from '../../source/session/open-run.js';
import {firstViewState} from '../../source/ui/view-state.js';
import {LiveSamples} from '../../source/ui/views/samples.js';
import {exampleReading, exampleSamples} from '../helpers/example-samples.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';
import {plainTheme} from '../helpers/frame.js';

/** The same objects every time, as a session keeps them. */
const samples = exampleSamples(39);

/** A terminal that only remembers what was drawn last. */
function open() {
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			done();
		},
	}), {columns: 80, rows: 40}) as unknown as NodeJS.WriteStream;
	const asked: string[] = [];
	const compared: string[] = [];
	const inspect = (async (name: string, details: string | string[]) => {
		if (name === 'read') {
			asked.push(details as string);
			return exampleReading(details as string);
		}

		compared.push(...details);
		return (details as string[]).map(text => `near ${text}`);
	}) as unknown as Inspect;
	const element = (count: number, row: number) => createElement(LiveSamples, {
		snapshot: exampleSnapshot(393, {samples: samples.slice(0, count)}),
		state: {...firstViewState, view: 'samples', cursor: {row, column: 0}},
		inspect,
		columns: 80,
		rows: 23,
		theme: plainTheme,
		glyphs: unicodeGlyphs,
		hasKeys: true, runsFolder: '',
	});
	const instance = render(element(1, 0), {stdout, debug: true, patchConsole: false});
	return {
		show(count: number, row: number) {
			instance.rerender(element(count, row));
		},
		asked,
		compared,
		frame: () => frame,
		close() {
			instance.unmount();
		},
	};
}

it('reads the sample in focus, and stays with it while others come', async () => {
	const screen = open();
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/nearest {5}malei\n/v);
	});
	screen.show(3, 0);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/nearest {5}anna\n/v);
	});
	screen.show(3, 1);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/nearest {5}kora\n/v);
	});
	screen.show(8, 1);
	await vi.waitFor(() => {
		expect(screen.frame()).toContain(' 80 ');
	});
	expect(screen.frame()).toContain(' 20 ▸ kora');
	expect(screen.asked.at(-1)).toBe('kora');
	screen.show(9, 0);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/90 ▸ jo /v);
	});
	screen.close();
});

it('asks once for the nearest of each new sample', async () => {
	const screen = open();
	for (const count of [3, 9, 30]) {
		screen.show(count, 0);
	}

	await vi.waitFor(() => {
		expect(screen.frame()).toContain('near mal…');
		expect(screen.frame()).toContain('near kaha');
		expect(screen.compared).toHaveLength(6);
	}, 5000);
	expect(screen.compared.toSorted((a, b) => a.localeCompare(b))).toEqual(['', 'kaha', 'kora', 'malei', 'mariamna', 'sadele']);
	screen.show(39, 0);
	await new Promise(resolve => {
		setTimeout(resolve, 200);
	});
	expect(screen.compared).toHaveLength(6);
	screen.close();
});
