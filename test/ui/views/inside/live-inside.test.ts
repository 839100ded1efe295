import {Writable} from 'node:stream';
import {render} from 'ink';
import {createElement} from 'react';
import {expect, it, vi} from 'vitest';
import {unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type Ask} from '../../../../source/run/run.js';
import {firstViewState, type ViewState} from '../../../../source/ui/view-state.js';
import {LiveInside} from '../../../../source/ui/views/inside/inside.js';
import {
	attentiveTrace,
	exampleGpt,
	exampleLosses,
	exampleSimilarities,
	exampleWeights,
	gptSnapshot,
} from '../../../helpers/example-inside.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {aloneOnScreen, plainTheme} from '../../../helpers/frame.js';
import {noRuns} from '../../../helpers/no-runs.js';

/** A terminal that only remembers what was drawn last. */
function open(snapshot = gptSnapshot()) {
	let frame = '';
	const stdout = Object.assign(new Writable({
		write(chunk: Uint8Array, _, done) {
			frame = chunk.toString();
			done();
		},
	}), {columns: 80, rows: 40}) as unknown as NodeJS.WriteStream;
	const asked: unknown[][] = [];
	const ask = (async ([name, ...details]: readonly [string, ...unknown[]]) => {
		asked.push([name, ...details]);
		const answers: Record<string, () => unknown> = {
			traceDocument: () => attentiveTrace((details[0] as string | undefined) ?? 'marwan'),
			compareEmbeddings: () => exampleSimilarities(),
			weights: () => exampleWeights(exampleGpt, {rows: details[0] as number, columns: details[1] as number}),
			measurePositions: () => exampleLosses,
		};
		return answers[name]();
	}) as unknown as Ask;
	const element = (changes: Partial<ViewState>) => createElement(LiveInside, {
		snapshot,
		state: {...firstViewState, view: 'inside', ...changes},
		ask,
		columns: 80,
		rows: 23,
		theme: plainTheme,
		glyphs: unicodeGlyphs,
		hasKeys: true, shown: aloneOnScreen, browser: noRuns(), heldPage: {current: undefined}, pinned: {current: undefined}, onHeld: () => undefined,
	});
	const instance = render(element({}), {stdout, debug: true, patchConsole: false});
	return {
		asked,
		frame: () => frame,
		show(changes: Partial<ViewState>) {
			instance.rerender(element(changes));
		},
		close() {
			instance.unmount();
		},
	};
}

const at = (row: number, column: number) => ({cursor: {row, column}});

it('asks only for what is on the open page', async () => {
	const screen = open();
	const names = ['traceDocument', 'compareEmbeddings', 'weights', 'measurePositions'];
	for (const [column, name] of names.entries()) {
		const before = screen.asked.length;
		screen.show(at(0, column));
		await vi.waitFor(() => {
			expect(screen.asked.length).toBeGreaterThan(column === 0 ? 0 : before);
		});
		expect(new Set(screen.asked.slice(before).map(([asked]) => asked))).toEqual(new Set(column === 0 && before > 0 ? [] : [name]));
	}

	expect(screen.asked[0]).toEqual(['traceDocument']);
	screen.close();
});

it('forgets moves beyond the last page and the last row', async () => {
	const screen = open();
	for (let column = 0; column <= 9; column++) {
		screen.show(at(0, column));
	}

	await vi.waitFor(() => {
		expect(screen.frame()).toContain('[positions]');
	});
	screen.show(at(0, 8));
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('matrices 1-3 of 9');
	});
	for (let row = 0; row <= 9; row++) {
		screen.show(at(row, 8));
	}

	await vi.waitFor(() => {
		expect(screen.frame()).toMatch(/matri(?:x|ces) (?:\d-)?9 of 9/v);
	});
	const bottom = screen.frame();
	screen.show(at(8, 8));
	await vi.waitFor(() => {
		expect(screen.frame()).not.toBe(bottom);
	});
	expect(screen.frame()).not.toMatch(/matri(?:x|ces) (?:\d-)?9 of 9/v);
	screen.close();
});

it('reads what is typed, and goes to the first page for it', async () => {
	const screen = open();
	screen.show(at(0, 2));
	screen.show({...at(0, 2), isTyping: true, texts: {...firstViewState.texts, samples: 'no', inside: 'kat'}});
	await vi.waitFor(() => {
		expect(screen.asked).toContainEqual(['traceDocument', 'kat']);
		expect(screen.frame()).toContain('reads “kat”▌');
		expect(screen.frame()).toContain('∎   k   a   t');
	});
	screen.show({...at(0, 2), texts: {...firstViewState.texts, samples: 'no'}});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('reads “marwan”');
	});
	screen.close();
});

it('begins with what the model has: without attention, with its embeddings', async () => {
	const screen = open(exampleSnapshot(393));
	await vi.waitFor(() => {
		expect(screen.frame()).toContain(' [embeddings] weights  positions  attention ');
		expect(screen.asked).toEqual([['compareEmbeddings']]);
	});
	screen.show({...at(0, 0), isTyping: true, texts: {...firstViewState.texts, inside: 'kat'}});
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('[attention]');
		expect(screen.frame()).toContain('reads “kat”▌');
	});
	screen.show(at(0, 0));
	await vi.waitFor(() => {
		expect(screen.frame()).toContain('it sees the current letter and its position');
	});
	screen.close();
});
