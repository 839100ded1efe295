import {Writable} from 'node:stream';
import {setTimeout} from 'node:timers/promises';
import {render} from 'ink';
import {createElement} from 'react';
import {expect, it, vi} from 'vitest';
import {unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type Ask} from '../../../../source/run/run.js';
import {type LiveViewProps} from '../../../../source/ui/view-props.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {LiveSamples} from '../../../../source/ui/views/samples/samples.js';
import {exampleTrace, exampleSamples} from '../../../helpers/example-samples.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {aloneOnScreen, plainTheme} from '../../../helpers/frame.js';
import {noRuns} from '../../../helpers/no-runs.js';

/** The same objects every time, as a session keeps them. */
const samples = exampleSamples(39);

/** A terminal that only remembers what was drawn last. */
function open({readMs = 0} = {}) {
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			frames.push(frame);
			done();
		},
	}), {columns: 80, rows: 40}) as unknown as NodeJS.WriteStream;
	const frames: string[] = [];
	const asked: string[] = [];
	const compared: string[] = [];
	const ask = (async ([name, details, temperature]: readonly [string, string | string[], number]) => {
		if (name === 'traceDocument') {
			asked.push(details as string);
			await setTimeout(readMs);
			return {...exampleTrace(details as string), temperature};
		}

		compared.push(...details);
		return (details as string[]).map(text => `near ${text}`);
	}) as unknown as Ask;
	const element = (count: number, row: number, temperature = 0.5, then: Partial<LiveViewProps> = {}) => createElement(LiveSamples, {
		snapshot: exampleSnapshot(393, {samples: samples.slice(0, count), temperature}),
		state: {...firstViewState, view: 'samples', cursor: {row, column: 0}},
		ask,
		columns: 80,
		rows: 23,
		theme: plainTheme,
		glyphs: unicodeGlyphs,
		hasKeys: true, shown: aloneOnScreen, browser: noRuns(), heldPage: {current: undefined}, pinned: {current: undefined}, onHeld: () => undefined, ...then,
	});
	const instance = render(element(1, 0), {stdout, debug: true, patchConsole: false});
	return {
		show(count: number, row: number, temperature?: number, then?: Partial<LiveViewProps>) {
			instance.rerender(element(count, row, temperature, then));
		},
		asked,
		compared,
		frame: () => frame,
		frames,
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
	await vi.waitFor(() => {
		expect(screen.asked.at(-1)).toBe('kora');
	});
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
	await setTimeout(200);
	expect(screen.compared).toHaveLength(6);
	screen.close();
});

it('shows the same sample in the list and letter by letter, however fast they come', async () => {
	const screen = open({readMs: 50});
	for (let count = 1; count <= 39; count++) {
		screen.show(count, 0);
		await setTimeout(15);
	}

	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/390 ▸/v);
		expect(screen.frame()).not.toContain('reading…');
	});
	const textAfter = (frame: string, mark: string) => frame.split(mark)[1]?.trim().split(/\s/v, 1)[0];
	const pairs = screen.frames.map(frame => ({detail: textAfter(frame, 'nearest     '), listed: textAfter(frame, ' ▸ ')})).filter(({listed}) => listed !== undefined);
	expect(pairs.length).toBeGreaterThan(10);
	expect(pairs.filter(({detail, listed}) => detail !== listed)).toEqual([]);
	// It does not wait until no more come.
	expect(new Set(pairs.map(({listed}) => listed)).size).toBeGreaterThan(3);
	screen.close();
});

it('draws the letters anew at the temperature that is chosen', async () => {
	const screen = open();
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/chances under the model now[\s\S]*temperature 0\.50/v);
	});
	screen.show(1, 0, 0.6);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/chances under the model now[\s\S]*temperature 0\.60/v);
	});
	screen.close();
});

it('keeps the place of a nearest document that is being looked up', async () => {
	const screen = open();
	screen.show(5, 0);
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('near kora');
		expect(screen.frame()).not.toMatch(/new {7}…/v);
	}, 3000);
	expect(screen.frames.some(frame => /kora {7}new {7}…/v.test(frame))).toBe(true);
	// No column moves when it is found.
	const places = screen.frames.map(frame => frame.split('\n').find(line => line.includes('   kora '))?.search(/…|near/v)).filter(place => place !== undefined);
	expect(new Set(places).size).toBe(1);
	screen.close();
});

it('shows no chances of another moment than the one that one looks at', async () => {
	const screen = open();
	screen.show(8, 0);
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('under the model now');
	});
	const chance = /m +7\.0%/v;
	expect(screen.frame()).toMatch(chance);
	let answer!: () => void;
	const answered = new Promise<void>(resolve => {
		answer = resolve;
	});
	let isAsked = false;
	const then = (async ([name, text]: readonly [string, string]) => {
		if (name !== 'traceDocument') {
			return undefined;
		}

		isAsked = true;
		await answered;
		return {...exampleTrace(text), temperature: 0.5};
	}) as unknown as Ask;
	// As the newest sample was then, it is in focus already.
	screen.show(8, 0, 0.5, {past: 393, ask: then});
	await vi.waitFor(() => {
		expect(isAsked).toBe(true);
	});
	expect(screen.frame()).not.toContain('under the model now');
	expect(screen.frame()).not.toMatch(chance);
	answer();
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('of step 393');
	});
	screen.show(8, 0);
	await setTimeout(5);
	expect(screen.frame()).not.toContain('of step 393');
	screen.close();
});

it('shows the samples, their copies and their temperature of the moment that one looks at', async () => {
	const screen = open();
	const ask = (async () => undefined) as unknown as Ask;
	screen.show(30, 0, 0.7, {past: 1, ask});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('No sample had been made up by step 1.');
	});
	expect(screen.frame()).not.toContain('0.70');
	expect(screen.frame()).not.toContain('Press m');
	screen.show(30, 0, 0.7, {past: samples[9].step, ask});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain(samples[9].text);
	});
	expect(screen.frame()).toContain(`temperature ${samples[9].temperature.toFixed(2)}`);
	expect(screen.frame()).not.toContain('0.70');
	screen.close();
});

it('asks nothing where there is no sample', async () => {
	const screen = open();
	await vi.waitFor(() => {
		expect(screen.asked.length).toBe(1);
	});
	let asked = 0;
	const ask = (async () => {
		asked++;
	}) as unknown as Ask;
	screen.show(0, 0, 0.5, {ask});
	await setTimeout(100);
	expect(asked).toBe(0);
	screen.close();
});
