import {Writable} from 'node:stream';
import {type Instance, render} from 'ink';
import {createElement} from 'react';
import {
	afterEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
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
function modelAt(step: number, textOf = (number: number) => `line ${number}\n`) {
	const requests: WritingRequest[] = [];
	const signals: AbortSignal[] = [];
	const ask = (async ([name, request]: readonly [string, WritingRequest], {signal}: {signal: AbortSignal}) => {
		expect(name).toBe('writeOn');
		requests.push(request);
		signals.push(signal);
		const text = textOf(step + requests.length);
		return {text, end: `${request.end}${text}`.slice(-8), step};
	}) as unknown as Ask;
	return {ask, requests, signals};
}

const opened: Array<Pick<Instance, 'unmount'>> = [];

// One that goes on writing would keep the program from ending.
afterEach(() => {
	for (const instance of opened.splice(0)) {
		instance.unmount();
	}
});

/** A terminal that only remembers what was drawn last. */
function open(ask: Ask, given: Partial<LiveViewProps> = {}, firstRow = 0) {
	const heldPage: LiveViewProps['heldPage'] = {current: undefined};
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
		heldPage,
		pinned: {current: undefined}, onHeld: () => undefined,
		...given,
		...props,
	});
	const instance = render(element({}, firstRow), {stdout, debug: true, patchConsole: false});
	opened.push(instance);
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

const mostKept = 20_000;

it.each([
	['lines', (number: number) => `line ${number} ${'x'.repeat(3000)}\n`],
	['lines without a blank', (number: number) => `${number}${'x'.repeat(3000)}\n`],
	['no end of a line and no blank', (number: number) => `${number}${'\u{1F389}'.repeat(1500)}`],
])('keeps no more than one would scroll through of %s', async (_, textOf) => {
	const {ask, requests} = modelAt(1000, textOf);
	const heldPage: LiveViewProps['heldPage'] = {current: undefined};
	const screen = open(ask, {heldPage});
	await vi.waitFor(() => {
		expect(requests.length).toBeGreaterThan(9);
	}, {timeout: 10_000});
	const {text} = heldPage.current!;
	expect(text.length).toBeLessThanOrEqual(mostKept);
	expect(text.length).toBeGreaterThan(mostKept / 2);
	expect(text).not.toMatch(/^\p{Surrogate}/v);
	screen.close();
});

it('moves nothing that one reads above its end, but waits until one has come down', async () => {
	const {ask, requests} = modelAt(1000, number => `line ${number}\n${`${'x'.repeat(70)}\n`.repeat(8)}`);
	const screen = open(ask);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/line 100[5-9]/v);
	}, {timeout: 10_000});
	screen.show({}, 60);
	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/The model waits until you have come down: \d+ lines below/v);
	}, {timeout: 10_000});
	const asked = requests.length;
	const read = screen.lines();
	expect(read).not.toEqual([]);
	await new Promise(resolve => {
		setTimeout(resolve, 200);
	});
	expect(requests).toHaveLength(asked);
	expect(screen.lines()).toEqual(read);
	screen.show({}, 0);
	await vi.waitFor(() => {
		expect(requests.length).toBeGreaterThan(asked);
	}, {timeout: 10_000});
	expect(screen.frame()).toContain('Now writing');
	screen.close();
});

describe('when something has come over it', () => {
	const heldPage: LiveViewProps['heldPage'] = {current: undefined};

	it('is found again as it was, where one was', async () => {
		const {ask} = modelAt(1000);
		const screen = open(ask, {heldPage});
		await vi.waitFor(() => {
			expect(screen.lines().at(-1)).toBeGreaterThan(1020);
		}, {timeout: 10_000});
		screen.show({}, 5);
		await vi.waitFor(() => {
			expect(screen.frame()).toMatch(/\d\d lines below/v);
		}, {timeout: 10_000});
		const read = screen.lines();
		screen.close();
		const again = open(ask, {heldPage}, 5);
		await vi.waitFor(() => {
			expect(again.frame()).toMatch(/\d\d lines below/v);
		}, {timeout: 10_000});
		expect(again.lines()).toEqual(read);
		again.show({}, 0);
		await vi.waitFor(() => {
			expect(again.lines()[0]).toBeGreaterThan(read.at(-1)!);
		}, {timeout: 10_000});
		again.close();
	});

	it('begins anew where another beginning has been typed', async () => {
		const {ask} = modelAt(7000);
		const anew = open(ask, {heldPage, snapshot: exampleSnapshot(393, {status: 'paused', prefix: 'an'})});
		await vi.waitFor(() => {
			expect(anew.frame()).toContain('anline 7001');
		}, {timeout: 10_000});
		anew.close();
		const back = open(ask, {heldPage, snapshot: exampleSnapshot(393, {status: 'paused', prefix: 'ka'})});
		await vi.waitFor(() => {
			expect(back.frame()).toContain('kaline 70');
		}, {timeout: 10_000});
		back.close();
	});

	it('begins anew all the same where another page is opened', async () => {
		const {ask} = modelAt(5000);
		const anew = open(ask, {heldPage, state: {...firstViewState, view: 'writing', pagesBegun: 1}});
		await vi.waitFor(() => {
			expect(anew.frame()).toContain('kaline 5001');
		}, {timeout: 10_000});
		anew.close();
	});
});

it('begins with what the model can read of the beginning, and says what it cannot', async () => {
	const {ask, requests} = modelAt(1000);
	const screen = open(ask, {snapshot: exampleSnapshot(393, {status: 'paused', prefix: 'k7a!'})});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('kaline 1001');
	}, {timeout: 10_000});
	expect(screen.frame()).toContain('Left out, because the training data has none of it: 7 !');
	expect(requests[0]).toMatchObject({prefix: 'ka', end: 'ka'});
	screen.close();
});
