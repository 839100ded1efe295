import {Writable} from 'node:stream';
import {render} from 'ink';
import {createElement} from 'react';
import {expect, it, vi} from 'vitest';
import {type WritingRequest} from '../../../../source/inspection/writing.js';
import {unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type Ask} from '../../../../source/run/run.js';
import {type LiveViewProps} from '../../../../source/ui/view-props.js';
import {firstViewState} from '../../../../source/ui/view-state.js';
import {LiveWriting} from '../../../../source/ui/views/writing/writing.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {aloneOnScreen, plainTheme} from '../../../helpers/frame.js';
import {noRuns} from '../../../helpers/no-runs.js';

/** A model that numbers the lines that it writes, of a run that was asked after a step. */
function modelAt(step: number) {
	const requests: WritingRequest[] = [];
	const signals: AbortSignal[] = [];
	const ask = (async ([name, request]: readonly [string, WritingRequest], {signal}: {signal: AbortSignal}) => {
		expect(name).toBe('writeOn');
		requests.push(request);
		signals.push(signal);
		const text = `line ${step + requests.length}\n`;
		return {text, end: `${request.end}${text}`.slice(-8), step};
	}) as unknown as Ask;
	return {ask, requests, signals};
}

/** A terminal that only remembers what was drawn last. */
function open(ask: Ask) {
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			done();
		},
	}), {columns: 80, rows: 24}) as unknown as NodeJS.WriteStream;
	const element = (props: Partial<LiveViewProps>, row: number) => createElement(LiveWriting, {
		snapshot: exampleSnapshot(393, {status: 'paused', prefix: 'ka'}),
		state: {...firstViewState, view: 'writing', cursor: {row, column: 0}},
		ask,
		columns: 80,
		rows: 13,
		theme: plainTheme,
		glyphs: unicodeGlyphs,
		hasKeys: true,
		shown: aloneOnScreen,
		browser: noRuns(),
		...props,
	});
	const instance = render(element({}, 0), {stdout, debug: true, patchConsole: false});
	return {
		show(props: Partial<LiveViewProps>, row = 0) {
			instance.rerender(element(props, row));
		},
		close() {
			instance.unmount();
		},
		lines: () => frame.split('\n').filter(line => line.includes('line ')).map(line => Number(line.replaceAll(/\D/gv, ''))),
		frame: () => frame,
	};
}

it('begins as typed, goes on from where it is, and follows its end', async () => {
	const {ask, requests} = modelAt(1000);
	const screen = open(ask);
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('kaline 1001');
	}, {timeout: 10_000});
	await vi.waitFor(() => {
		expect(screen.lines().at(-1)).toBeGreaterThan(1020);
	}, {timeout: 10_000});
	expect(screen.frame()).not.toContain('kaline');
	expect(requests[0]).toEqual({
		prefix: 'ka', temperature: 0.5, isEndless: false, end: 'ka',
	});
	expect(requests[5].end).toBe('ne 1005\n');
	screen.close();
});

it('stays where one has gone up, and follows the end again when one has gone down as far', async () => {
	const {ask} = modelAt(1000);
	const screen = open(ask);
	await vi.waitFor(() => {
		expect(screen.lines().at(-1)).toBeGreaterThan(1020);
	}, {timeout: 10_000});
	screen.show({}, 5);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/[5-9] lines below/v);
	}, {timeout: 10_000});
	const above = screen.lines();
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/\d\d lines below/v);
	}, {timeout: 10_000});
	expect(screen.lines()).toEqual(above);
	screen.show({}, 0);
	await vi.waitFor(() => {
		expect(screen.lines()[0]).toBeGreaterThan(above.at(-1)!);
	}, {timeout: 10_000});
	screen.close();
});

it('counts no keys that were pressed before there was anything to scroll through', async () => {
	const {ask} = modelAt(1000);
	const screen = open(ask);
	screen.show({}, 4);
	await vi.waitFor(() => {
		expect(screen.lines().at(-1)).toBeGreaterThan(1020);
	}, {timeout: 10_000});
	expect(screen.frame()).not.toContain('below');
	screen.show({}, 7);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/\d\d lines below/v);
	}, {timeout: 10_000});
	const above = screen.lines();
	screen.show({}, 4);
	await vi.waitFor(() => {
		expect(screen.lines()[0]).toBeGreaterThan(above.at(-1)!);
	}, {timeout: 10_000});
	expect(screen.frame()).not.toContain('below');
	screen.close();
});

it('goes on with the model of another moment, and ends with the page', async () => {
	const [now, then] = [modelAt(1000), modelAt(5000)];
	const screen = open(now.ask);
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('line 1003');
	}, {timeout: 10_000});
	screen.show({ask: then.ask, past: 5000});
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/line 10\d\d[\s\S]*line 5001/v);
	}, {timeout: 10_000});
	expect(screen.frame()).toContain('after step 5,000');
	expect(then.requests[0].end).toMatch(/^ne 10\d\d\n$/v);
	screen.close();
	expect([now, then].map(({signals}) => signals.at(-1)!.aborted)).toEqual([true, true]);
});
