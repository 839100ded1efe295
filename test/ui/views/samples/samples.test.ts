import fc from 'fast-check';
import {createElement, type FunctionComponent} from 'react';
import {describe, expect, it} from 'vitest';
import {cellsOf} from '../../../../source/text/cells-of.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {firstViewState, type ViewState} from '../../../../source/ui/view-state.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {drawSamples, Samples, type SamplesProps} from '../../../../source/ui/views/samples/samples.js';
import {
	exampleTrace,
	exampleSamples,
	exampleSamplesView,
	hostileSamplesView,
} from '../../../helpers/example-samples.js';
import {emptySnapshot, exampleSnapshot, exampleStart} from '../../../helpers/example-snapshot.js';
import {
	aloneOnScreen,
	expectToFit,
	type FrameOptions,
	plainTheme,
	renderFrame,
} from '../../../helpers/frame.js';
import {expectSpotsToFit, keysAt} from '../../../helpers/spots.js';

type Given = Pick<SamplesProps, 'snapshot' | 'focus' | 'read' | 'nearest'> & {readonly state?: ViewState};

const samplesState: ViewState = {...firstViewState, view: 'samples'};

function viewOf({snapshot: _, state: __, ...given}: Given): FunctionComponent<ViewProps> {
	return props => createElement(Samples, {...props, ...given});
}

function optionsOf({snapshot, state = samplesState}: Given, columns: number, rows: number, isAscii = false): FrameOptions {
	return {
		snapshot, state, columns, rows, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
	};
}

const frameOf = (given: Given, columns = 80, rows = 23, isAscii = false) => renderFrame(viewOf(given), optionsOf(given, columns, rows, isAscii));

const nothing = {focus: 0, read: undefined, nearest: new Map<string, string>()};
const running: Given = exampleSamplesView();
const {snapshot} = running;
const typing = (text: string): ViewState => ({...samplesState, isTyping: true, texts: {...samplesState.texts, samples: text}});
const withStart = (changes: Partial<typeof exampleStart>, given = running): Given => ({...given, snapshot: {...given.snapshot, start: {...exampleStart, ...changes}}});

const ended: Given = (() => {
	const samples = exampleSamples(25).map((sample, index) => index < 9 ? sample : {...sample, step: 1000, ordinal: index - 8});
	return {...exampleSamplesView(samples, 4), snapshot: {...exampleSamplesView(samples).snapshot, status: 'finished'}};
})();

/** A name that began as it was told to, and others before it. */
const begun: Given = (() => {
	const samples = [...exampleSamples(4), {...exampleSamples(7)[6], temperature: 1.44, prefix: 'sad'}];
	const given = exampleSamplesView(samples);
	return {...given, snapshot: {...given.snapshot, temperature: 1.44, prefix: 'sad'}, state: typing('sad')};
})();

const stream = withStart({
	model: {...exampleStart.model, blockSize: 64},
	dataset: {...exampleStart.dataset, mode: 'stream', name: 'play.txt'},
}, exampleSamplesView(exampleSamples(20).map(sample => ({...sample, text: 'To be, or not to be:\nthat is the question; whether it is nobler i'})), 2));

const givens = {
	running,
	starting: {...nothing, snapshot: {...emptySnapshot}},
	'nothing yet': {...nothing, snapshot: exampleSnapshot(3, {samples: []})},
	'no answer yet': {...running, read: undefined, nearest: new Map<string, string>()},
	ended,
	begun,
	stream,
	unknown: {...running, state: typing('k4Q ')},
	hostile: hostileSamplesView(),
	'very many': exampleSamplesView(exampleSamples(200, 12_345), 150),
} as const satisfies Record<string, Given>;

const frames: Readonly<Record<string, readonly [Given, number, number, boolean?]>> = {
	'samples-40x12': [running, 40, 11],
	'samples-60x18': [running, 60, 17],
	'samples-80x24': [running, 80, 23],
	'samples-120x40': [running, 120, 39],
	'samples-80x24-ascii': [running, 80, 23, true],
	'samples-80x24-starting': [givens['nothing yet'], 80, 23],
	'samples-80x24-ended': [ended, 80, 23],
	'samples-80x24-typing': [begun, 80, 23],
	'samples-80x24-unknown': [givens.unknown, 80, 23],
	'samples-80x24-stream': [stream, 80, 23],
	'samples-80x24-hostile': [givens.hostile, 80, 23],
	'samples-200x60-very-many': [givens['very many'], 200, 59],
};

describe('the samples view', () => {
	it.each(Object.entries(frames))('draws %s as in its golden file', async (name, [given, ...size]) => {
		await expect(`${frameOf(given, ...size)}\n`).toMatchFileSnapshot(`../../../golden/frames/${name}.txt`);
	});

	it.each([[40, 11], [60, 17], [80, 23], [120, 39]])('says as of which step the chances are that it shows, at %i columns', (columns, rows) => {
		const at = (past: number | undefined) => renderFrame(viewOf(running), {...optionsOf(running, columns, rows), past});
		const title = (text: string) => text.split('\n').slice(1, -1).join(' ').replaceAll(/\s+/gv, ' ');
		expect(title(at(undefined))).toMatch(/(?:as it is|under the model|\S) now\b/v);
		expect(title(at(295))).toContain('step 295');
		expect(title(at(295))).not.toMatch(/\bnow\b/v);
		expect(title(at(67_594))).not.toMatch(/\bnow\b/v);
		expectToFit(viewOf(running), {...optionsOf(running, columns, rows), past: 67_594});
	});

	it('fits any window', () => {
		// Chosen by name: a failure prints what it chose, and a snapshot is long.
		const anyOptions = fc.record({
			columns: fc.integer({min: 40, max: 250}),
			rows: fc.integer({min: 9, max: 80}),
			name: fc.constantFrom(...Object.keys(givens) as Array<keyof typeof givens>),
			isAscii: fc.boolean(),
		});
		fc.assert(fc.property(anyOptions, ({
			columns, rows, name, isAscii,
		}) => {
			const given: Given = givens[name];
			expectToFit(viewOf(given), optionsOf(given, columns, rows, isAscii));
		}), {numRuns: 150});
	});

	it('draws no more lines than there is room for, and none that is too wide', () => {
		const anySize = fc.record({columns: fc.integer({min: 40, max: 260}), rows: fc.integer({min: 5, max: 80})});
		const anyGiven = fc.constantFrom(...Object.values<Given>(givens));
		fc.assert(fc.property(anySize, anyGiven, fc.boolean(), ({columns, rows}, given, isAscii) => {
			const {read, nearest, focus} = given;
			const {lines} = drawSamples({
				shown: aloneOnScreen, ...optionsOf(given, columns, rows, isAscii), hasKeys: true, theme: plainTheme, read, nearest, focus,
			} as SamplesProps);
			expect(lines.length).toBeLessThanOrEqual(rows - 2);
			expect(lines.filter(line => cellsOf(line) > columns)).toEqual([]);
		}), {numRuns: 500});
	});

	it('goes on in the next column where one ends, with the sample in focus in one of them', () => {
		const rows = frameOf(givens['very many'], 200, 59).split('\n');
		const steps = (column: number) => rows.flatMap(line => /^ *\d+ /v.exec(line.slice(column, column + 13).replaceAll(',', '')) ?? []).map(Number);
		const second = rows.find(line => line.includes('step   made up'))!.lastIndexOf('step   made up') - 6;
		const [left, right] = [steps(0), steps(second)];
		expect(left.length).toBe(right.length);
		expect(right[0] - left.at(-1)!).toBe(left[1] - left[0]);
		expect(rows.filter(line => line.includes('▸'))).toHaveLength(1);
	});

	it('looks at the sample that one clicks on also in the second column', () => {
		const given = givens['very many'];
		const drawn = drawSamples({
			shown: aloneOnScreen, ...optionsOf(given, 200, 59), hasKeys: true, theme: plainTheme, read: undefined, nearest: new Map(), focus: 150,
		} as SamplesProps);
		const row = drawn.lines.findIndex(line => line.includes('▸'));
		const column = drawn.lines[row].indexOf('▸');
		expect(column).toBeGreaterThan(50);
		expect(keysAt(drawn, {row, column})).toEqual([]);
		expect(keysAt(drawn, {row: row + 2, column})).toEqual(['down', 'down']);
		// The one before it is at the end of the first column.
		expect(keysAt(drawn, {row: drawn.lines.length - 1, column: 5})).toEqual(['up']);
	});

	it('looks at the sample that one clicks on', () => {
		for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
			const draw = (focus: number) => drawSamples({
				shown: aloneOnScreen, ...optionsOf(running, columns, rows), hasKeys: true, theme: plainTheme, read: undefined, nearest: new Map(), focus,
			} as SamplesProps);
			const drawn = draw(4);
			expectSpotsToFit(drawn, {columns, isAscii: false});
			const texts = snapshot.samples.toReversed().map(({text}) => text);
			const clicks = drawn.lines.map((line, row) => ({line, keys: keysAt(drawn, {row, column: 5})})).filter(({keys}) => keys.length > 0);
			expect(clicks.length).toBeGreaterThan(1);
			for (const {line, keys} of clicks) {
				expect(line).toContain(texts[4 + (keys[0] === 'down' ? keys.length : -keys.length)]);
			}
		}
	});

	it('needs no Unicode with ASCII glyphs', () => {
		for (const given of Object.values<Given>(givens)) {
			for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
				expect(frameOf(given, columns, rows, true)).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
			}
		}
	});

	it('lets no control character of a sample, a document or what is typed through', () => {
		for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
			expect(frameOf(givens.hostile, columns, rows)).not.toMatch(/[\u{0}-\u{9}\u{B}-\u{1F}\u{7F}-\u{9F}\u{202E}]/v);
		}
	});

	it('keeps the numbers in their columns from one sample to the next', () => {
		const columnsOf = (given: Given) => frameOf(given).split('\n').filter(line => /^ +\d+ ./v.test(line)).map(line => line.search(/ (?:new|copied|held-out)(?: |$)/v));
		const few = exampleSamplesView(exampleSamples(3));
		expect(new Set([...columnsOf(running), ...columnsOf(few)]).size).toBe(1);
	});

	it('says which letters are left out and when the context is full', () => {
		expect(frameOf(givens.unknown)).toContain('Left out, because the training data has none of it: 4 Q blank');
		expect(frameOf({...running, state: typing('abcdefgh')})).toContain('The context is 8 tokens long: there is no room left to make anything up.');
		expect(frameOf({...running, state: typing('abcdefg')})).not.toContain('context');
		expect(frameOf({...running, snapshot: {...snapshot, prefix: 'ab!'}}, 40, 11)).toContain('Left out, not in the data: !');
	});

	it('shows a cursor while one types, and the beginning in force after that', () => {
		expect(frameOf({...running, state: typing('')})).toContain('begins with “”▌');
		expect(frameOf({...running, state: typing('ka')}, 80, 23, true)).toContain('begins with "ka"_');
		expect(frameOf({...running, snapshot: {...snapshot, prefix: 'ka'}})).toContain('begins with “ka”\n');
		// What is left out is not what it begins with.
		expect(frameOf({...running, snapshot: {...snapshot, prefix: 'kaÖ#'}})).toContain('begins with “ka”\n');
		expect(frameOf({...running, snapshot: {...snapshot, prefix: 'Ö#'}})).toContain('begins with any letter\n');
		expect(frameOf({...running, snapshot: {...snapshot, prefix: 'Ö#'}})).toContain('none of it: Ö #');
		expect(frameOf(running)).toContain('begins with any letter\n');
	});

	it('speaks of validation data only if there are any, and of copies only of documents', () => {
		expect(frameOf(running)).not.toContain('held-out:');
		expect(frameOf(withStart({dataset: {...exampleStart.dataset, validationDocumentCount: 600}}))).toContain('held-out: validation only · new: in neither');
		expect(frameOf(stream)).not.toMatch(/copied|nearest| new /v);
	});

	it('shows the nearest document of what is new only', () => {
		const frame = frameOf({...running, nearest: new Map([['kora', 'cora'], ['anna', 'hanna'], ['klen', 'glen']])}, 120, 39);
		expect(frame).toContain('cora');
		expect(frame).not.toMatch(/hanna|glen/v);
	});

	it('shows the sample in focus wherever that is', () => {
		for (let focus = 0; focus < 200; focus += 9) {
			const given = exampleSamplesView(exampleSamples(200), focus);
			expect(frameOf(given, 40, 11)).toContain(` ${(2000 - (10 * focus)).toLocaleString('en')} ▸ `);
		}
	});

	it('marks the letters that were given', () => {
		expect([...frameOf(begun).matchAll(/(?<= )\S(?= +[\d.<]+% +given)/gv)].map(([letter]) => letter)).toEqual(['s', 'a', 'd']);
	});

	it('says how many letters have no room', () => {
		const sample = {...exampleSamples(1)[0], text: 'abcdefghijklmnopqrstuvwxyz'};
		expect(frameOf({...running, read: {sample, trace: exampleTrace(sample.text)}})).toMatch(/ \d+ more\n/v);
		const full = exampleSamples(1)[0];
		expect(frameOf({...running, read: {sample: full, trace: {...exampleTrace(full.text), unread: {text: '', count: 0}}}})).toContain('no end: the context is full');
	});
});
