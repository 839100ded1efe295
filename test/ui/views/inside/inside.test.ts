import {stripVTControlCharacters} from 'node:util';
import fc from 'fast-check';
import {createElement, type FunctionComponent} from 'react';
import {describe, expect, it} from 'vitest';
import {cellsOf} from '../../../../source/text/cells-of.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {type Snapshot} from '../../../../source/session/snapshot.js';
import {createTheme, type Theme} from '../../../../source/ui/theme.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {type PositionLosses} from '../../../../source/inspection/position-losses.js';
import {firstViewState, type ViewState} from '../../../../source/ui/view-state.js';
import {mapRoom} from '../../../../source/ui/views/inside/weights.js';
import {drawInside, Inside, type InsideContent} from '../../../../source/ui/views/inside/inside.js';
import {
	attentiveTrace,
	exampleGpt,
	exampleLosses,
	exampleSimilarities,
	exampleVowels,
	exampleWeights,
	gptSnapshot,
} from '../../../helpers/example-inside.js';
import {exampleLanes} from '../../../helpers/example-lanes.js';
import {exampleTrace} from '../../../helpers/example-samples.js';
import {emptySnapshot, exampleSnapshot, exampleStart} from '../../../helpers/example-snapshot.js';
import {
	aloneOnScreen,
	colorTheme,
	plainTheme,
	renderFrame,
} from '../../../helpers/frame.js';
import {expectSpotsToFit, toldAt} from '../../../helpers/spots.js';

type Size = {readonly columns: number; readonly rows: number};
type Given = {
	readonly snapshot: Snapshot;
	readonly content: InsideContent | ((view: ViewProps) => InsideContent);
	readonly state?: ViewState;
	readonly place?: number;
};

const standard: Size = {columns: 80, rows: 23};
const manyColors = createTheme({hasColor: true, colorCount: 256});
const inside: ViewState = {...firstViewState, view: 'inside'};
const typing = (text: string): ViewState => ({...inside, isTyping: true, texts: {...inside.texts, inside: text}});
const large = {
	...exampleGpt, architecture: 'gpt', nEmbd: 128, nLayer: 4, nHead: 4, blockSize: 64, vocabSize: 99,
} as const;
const strangeLetters = ['\u{1B}', '名', '\u{301}', undefined, ' ', '\u{202E}', '🎉', 'a', '\u{7F}', '\n'];
const strangeText = strangeLetters.join('');
const hostileStart = {
	...exampleStart, preset: 'microgpt', model: exampleGpt, dataset: {...exampleStart.dataset, characters: strangeText},
};

const weightsOf = (model: typeof exampleGpt) => (view: ViewProps): InsideContent => ({
	page: 'weights', answer: exampleWeights(model, mapRoom(view, {width: view.columns - 2, rows: view.rows - 3})),
});

const attention = (text: string, layerCount = 1): InsideContent => ({page: 'attention', answer: attentiveTrace(text, layerCount)});

const givens: Readonly<Record<string, Given>> = {
	attention: {snapshot: gptSnapshot(), content: attention('marwan')},
	'attention-steady': {snapshot: gptSnapshot(), content: {page: 'attention', answer: attentiveTrace('jo'), longest: 11}},
	'attention-large': {snapshot: gptSnapshot(large), content: attention('To be, or not to be: that is the question; whether it is nobler', 4), place: 2},
	'attention-typing': {snapshot: gptSnapshot(), content: attention('kat'), state: typing('kat9 ')},
	'attention-off': {
		snapshot: gptSnapshot({
			...exampleGpt, architecture: 'gpt', nLayer: 2, nHead: 4, without: ['head:1.2', 'layer:0'],
		}),
		content: {page: 'attention', answer: {...attentiveTrace('marwan'), attention: [[], ...attentiveTrace('marwan').attention]}},
	},
	'attention-alone-off': {
		snapshot: exampleSnapshot(393, {start: {...exampleStart, model: {...exampleStart.model, without: ['position']}}}),
		content: {page: 'attention', answer: exampleTrace('marwan')},
	},
	'attention-hostile': {snapshot: {...gptSnapshot(), start: hostileStart}, content: attention(strangeText), state: typing(`${strangeText}\u{9B}x名`)},
	'attention-alone': {snapshot: exampleSnapshot(393), content: {page: 'attention', answer: exampleTrace('marwan')}},
	'attention-alone-next': {snapshot: exampleSnapshot(393, {nextPreset: 'microgpt'}), content: {page: 'attention', answer: exampleTrace('marwan')}},
	'attention-alone-cut': {snapshot: exampleSnapshot(393), content: {page: 'attention', answer: {...exampleTrace('stavroul'), unread: {text: 'a', count: 1}}}},
	'attention-alone-hostile': {snapshot: exampleSnapshot(393), content: {page: 'attention', answer: exampleTrace(strangeText)}},
	'attention-starting': {snapshot: emptySnapshot, content: {page: 'attention', answer: undefined}},
	embeddings: {snapshot: gptSnapshot(), content: {page: 'embeddings', answer: exampleSimilarities()}},
	'embeddings-hostile': {snapshot: gptSnapshot(), content: {page: 'embeddings', answer: exampleSimilarities(strangeLetters)}, place: 1},
	'embeddings-many': {snapshot: gptSnapshot(), content: {page: 'embeddings', answer: exampleSimilarities(Array.from({length: 64}, (_, index) => String.fromCodePoint(0x4E_00 + index)))}, place: 99},
	'embeddings-starting': {snapshot: emptySnapshot, content: {page: 'embeddings', answer: undefined}},
	weights: {snapshot: gptSnapshot(), content: weightsOf(exampleGpt)},
	'weights-large': {snapshot: gptSnapshot(large), content: weightsOf(large), place: 3},
	'weights-starting': {snapshot: emptySnapshot, content: {page: 'weights', answer: undefined}},
	positions: {snapshot: gptSnapshot(), content: {page: 'positions', answer: exampleLosses}},
	'positions-scrolled': {snapshot: gptSnapshot(), content: {page: 'positions', answer: exampleLosses}, place: 99},
	'positions-no-numbers': {snapshot: gptSnapshot(), content: {page: 'positions', answer: {means: [NaN, Infinity], counts: [1, 1]}}},
	'positions-starting': {snapshot: emptySnapshot, content: {page: 'positions', answer: undefined}},
};

function viewOf({content, place = 0}: Given): FunctionComponent<ViewProps> {
	return view => createElement(Inside, {...view, place, content: typeof content === 'function' ? content(view) : content});
}

function frameOf(given: Given, {columns, rows}: Size = standard, theme: Theme = plainTheme, isAscii = false): string {
	return renderFrame(viewOf(given), {
		snapshot: given.snapshot, state: given.state ?? inside, columns, rows, theme, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
	});
}

const sizes = [[40, 12], [80, 24], [120, 40]] as const;
const largeSizes = [...sizes, [200, 60]] as const;
const goldens = [
	...['attention', 'embeddings', 'weights', 'positions'].flatMap(name => largeSizes.map(([columns, rows]) => [name, columns, rows, ''] as const)),
	...['attention-alone', 'attention-alone-next'].flatMap(name => sizes.map(([columns, rows]) => [name, columns, rows, ''] as const)),
	...['attention', 'embeddings', 'weights', 'positions'].map(name => [name, 80, 24, 'ascii'] as const),
	...['embeddings', 'weights'].map(name => [name, 80, 24, 'colors'] as const),
	...['attention', 'weights'].map(name => [name, 200, 60, 'colors'] as const),
	['weights-large', 200, 60, ''] as const,
	['attention-off', 40, 12, 'ascii'] as const,
	...['attention-off', 'attention-alone-off', 'attention-steady', 'attention-large', 'attention-typing', 'attention-hostile', 'embeddings-hostile', 'weights-large', 'positions-scrolled'].map(name => [name, 80, 24, ''] as const),
];

describe('the inside view', () => {
	it.each(goldens)('draws %s at %ix%i %s as in its golden file', async (name, columns, rows, look) => {
		const frame = frameOf(givens[name], {columns, rows: rows - 1}, look === 'colors' ? manyColors : plainTheme, look === 'ascii');
		const file = ['inside', name, `${columns}x${rows}`, ...(look === '' ? [] : [look])].join('-');
		await expect(`${stripVTControlCharacters(frame)}\n`).toMatchFileSnapshot(`../../../golden/frames/${file}.txt`);
	});

	it.each([
		[40, 11, ' 2 of 4 heads, 4 of 7 letters: up, down'],
		[80, 9, ' the first 2 of 7 positions'],
		[80, 23, undefined],
	])('says at %ix%i which heads and letters have no room', (columns, rows, note) => {
		const foot = frameOf(givens.attention, {columns, rows}).split('\n').find(line => /\d of \d/v.test(line) && !line.includes('left, right'));
		expect(foot).toBe(note);
	});

	it('tells of the cell where the mouse is what its number is', () => {
		const draw = (given: Given, [columns, rows]: readonly [columns: number, rows: number], theme: Theme, isAscii: boolean) => {
			const view = {
				snapshot: given.snapshot, state: given.state ?? inside, columns, rows, theme, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs, shown: aloneOnScreen, hasKeys: true,
			};
			return drawInside({...view, place: given.place ?? 0, content: typeof given.content === 'function' ? given.content(view) : given.content});
		};

		for (const given of Object.values(givens)) {
			for (const [columns, rows] of [[40, 11], [80, 23], [120, 39]] as const) {
				for (const [theme, isAscii] of [[plainTheme, true], [manyColors, false]] as const) {
					expectSpotsToFit(draw(given, [columns, rows], theme, isAscii), {columns, isAscii});
				}
			}
		}

		// In wide cells the number stands beside what is told of it.
		const embeddings = draw(givens.embeddings, [200, 59], plainTheme, false);
		const numbers = embeddings.lines.flatMap((line, row) => [...line.matchAll(/-?\d?\.\d\d/gv)].map(({0: text, index}) => ({text, told: toldAt(embeddings, {row, column: index})})))
			.filter(({told}) => told !== undefined);
		expect(numbers.length).toBeGreaterThan(100);
		expect(numbers.filter(({text, told}) => Math.abs(Number(text) - Number(told!.split('cosine ', 2)[1])) > 0.0051)).toEqual([]);
		const heads = draw(givens.attention, [120, 39], manyColors, false);
		const texts = heads.lines.map(line => stripVTControlCharacters(line));
		const row = texts.findIndex(line => line.startsWith(' m'));
		const {0: percent, index: column} = /\d+/v.exec(texts[row])!;
		const {share} = /with (?<share>[\d.]+)%/v.exec(toldAt(heads, {row, column})!)!.groups!;
		expect(Number(share)).toBeCloseTo(Number(percent), 0);
		const weights = draw(givens.weights, [120, 39], manyColors, false);
		const columnsOfWeights = Array.from({length: 120}, (_, index) => index);
		const told = weights.lines.flatMap((_, line) => columnsOfWeights.map(cell => toldAt(weights, {row: line, column: cell}) ?? ''));
		expect(told.filter(each => /^wte\[\P{Control}\]\[15\] = -?\d/v.test(each)).length).toBeGreaterThan(10);
	});

	it('shows what of the document is cut off, and why', () => {
		const given = givens['attention-alone-cut'];
		expect(frameOf(given, {columns: 100, rows: 30})).toContain('reads “stavroul[a]”, the document of the last step, cut at 8; t types a word');
		expect(frameOf(given)).toContain('reads “stavroul[a]”, the document of the last step, cut at 8; t types a word');
		expect(frameOf(given, {columns: 40, rows: 11})).toContain('reads “stavroul[a]”, cut at 8');
		expect(frameOf(givens.positions)).toContain('1,234 of 6,000 documents are cut off at 16');
		expect(frameOf({...givens.positions, snapshot: {...gptSnapshot(), start: {...exampleStart, dataset: {...exampleStart.dataset, truncatedDocumentCount: 0}}}})).not.toContain('cut off');
	});

	it('says of a window of a text what its rows begin with', () => {
		const window = exampleTrace('marwan');
		// The letter before it is given; the last one is only asked for.
		const letters = [...'#marwa'];
		const answer = {...window, positions: window.positions.slice(0, 6).map((position, index) => ({...position, letter: letters[index]}))};
		const snapshot = exampleSnapshot(393, {start: {...exampleStart, dataset: {...exampleStart.dataset, mode: 'stream'}}});
		const frame = frameOf({snapshot, content: {page: 'attention', answer}});
		expect(frame).toContain('reads “#marwa”');
		expect(frame.split('\n').filter(line => line.includes('31% a')).map(line => line[1]).join('')).toBe('#marwa');
	});

	it.each([
		['they form a group', {}],
		// As with --seed 2, before the first step.
		['no more than chance', {
			among: 0.21, withConsonants: 0.06, initial: {among: 0.21, withConsonants: 0.06}, chance: 0.055,
		}],
		['as at step 0', {initial: {among: 0.96, withConsonants: -0.65}}],
		['they form a group', {initial: undefined}],
	])('says of vowels that %s only where that is neither chance nor so from the beginning', (verdict, changes) => {
		const answer = {...exampleSimilarities(), vowels: {...exampleVowels, ...changes}};
		for (const columns of [80, 120]) {
			const [line] = frameOf({...givens.embeddings, content: {page: 'embeddings', answer}}, {columns, rows: 23}).split('\n').slice(2);
			expect(line.endsWith(`: ${verdict}`)).toBe(true);
		}
	});

	it('fits any window, with every number of colours', () => {
		const anyOptions = fc.record({
			columns: fc.integer({min: 20, max: 260}),
			rows: fc.integer({min: 5, max: 80}),
			name: fc.constantFrom(...Object.keys(givens)),
			theme: fc.constantFrom('plain', 'basic', 'many'),
			isAscii: fc.boolean(),
		});
		const themes = {plain: plainTheme, basic: colorTheme, many: manyColors};
		fc.assert(fc.property(anyOptions, ({name, theme, isAscii, columns, rows}) => {
			const given = givens[name];
			const {content, place = 0} = given;
			const view = {
				snapshot: given.snapshot, state: given.state ?? inside, columns, rows, theme: themes[theme], glyphs: isAscii ? asciiGlyphs : unicodeGlyphs, hasKeys: true, shown: aloneOnScreen,
			};
			const {lines} = drawInside({...view, place, content: typeof content === 'function' ? content(view) : content});
			expect(lines.length).toBeLessThanOrEqual(rows - 2);
			expect(lines.map(line => stripVTControlCharacters(line)).filter(line => cellsOf(line) > columns)).toEqual([]);
		}), {numRuns: 300});
	});

	it.each(Object.entries(givens))('fills its place in %s, and its colours leave the text alone', (name, given) => {
		const lines = frameOf(given).split('\n');
		expect(lines).toHaveLength(23);
		// Heat maps are drawn in other signs where there are colours.
		if (!name.startsWith('weights') && !name.startsWith('embeddings')) {
			expect(stripVTControlCharacters(frameOf(given, undefined, colorTheme)).split('\n').map(line => line.trimEnd())).toEqual(lines);
		}
	});

	it.each(Object.entries(givens))('needs no Unicode with ASCII glyphs in %s', (_, given) => {
		for (const [columns, rows] of sizes) {
			const frames = [plainTheme, manyColors].map(theme => frameOf(given, {columns, rows: rows - 1}, theme, true));
			expect(stripVTControlCharacters(frames.join('\n'))).toMatch(/^[\n\u{20}-\u{7E}]*$/v);
		}
	});

	it.each(['attention-hostile', 'attention-alone-hostile', 'embeddings-hostile'])('lets no control character through in %s', name => {
		for (const [columns, rows] of sizes) {
			expect(frameOf(givens[name], {columns, rows: rows - 1})).not.toMatch(/[\u{0}-\u{9}\u{B}-\u{1F}\u{7F}-\u{9F}\u{202E}]/v);
		}
	});

	it('writes no colour that it is not allowed', () => {
		expect(frameOf(givens.weights)).not.toContain('\u{1B}');
		expect(frameOf(givens.weights, undefined, colorTheme)).not.toMatch(/\u{1B}\[[34]8;/v);
		expect(frameOf(givens.weights, undefined, manyColors)).toMatch(/\u{1B}\[38;5;\d+m\u{1B}\[48;5;\d+m▀/v);
	});
});

describe('the pages', () => {
	it('have their names at the top, the open one in brackets', () => {
		expect(frameOf(givens.weights)).toContain(' attention  embeddings [weights] positions   left, right: other pages\n');
		expect(frameOf(givens.weights, {columns: 40, rows: 11})).toContain(' [weights] 3 of 4: left, right\n');
	});

	it('say what a typed word has that the model does not know, and when it is too long', () => {
		expect(frameOf(givens['attention-typing'])).toContain('reads “kat9 ”▌, typed');
		expect(frameOf(givens['attention-typing'])).toContain('Left out, because the training data has none of it: 9 blank');
		const long = typing('a'.repeat(17));
		expect(frameOf({...givens.attention, state: long})).toContain('The context is 16 tokens long: the rest is not read.');
		const full = typing('a'.repeat(16));
		expect(frameOf({...givens.attention, state: full})).not.toContain('context');
	});

	it('say that a model without attention has none, and what comes with the GPT', () => {
		const frame = frameOf(givens['attention-alone'], {columns: 120, rows: 39});
		expect(frame).toContain('This model has no attention');
		expect(frame).toContain('--preset microgpt trains one.');
		expect(frameOf(givens['attention-alone-next'], {columns: 120, rows: 39})).toContain('--preset microgpt, or n when this run is finished');
		expect(frameOf(givens.attention)).not.toContain('no attention');
	});

	it('name the key for the next model only where it trains one', () => {
		const given = givens['attention-alone-next'];
		const {snapshot} = given;
		const frameWith = (view: Partial<ViewProps>) => renderFrame(viewOf(given), {
			snapshot, state: inside, columns: 120, rows: 39, ...view,
		});
		expect(frameWith({snapshot: {...snapshot, status: 'finished'}})).toContain('earlier letters: n trains one.');
		// In the lessons no model follows, nor where several runs are on.
		for (const without of [{snapshot: {...snapshot, nextPreset: undefined}}, {shown: exampleLanes([{name: 'a', snapshot}, {name: 'b', snapshot}])}, {hasKeys: false}]) {
			expect(frameWith(without)).toContain('--preset microgpt trains one.');
			expect(frameWith(without)).not.toMatch(/\bn (?:when|trains)/v);
		}
	});

	it('say of how many documents losses are, and mark those of few', () => {
		const frame = frameOf(givens.positions);
		expect(frame).toContain('over a sample of 428 documents');
		expect(frame).toContain('░ from fewer than 20 documents: says little');
		const bars = frame.split('\n').filter(line => /^ +\d+ +\d\.\d\d/v.test(line));
		expect(bars.map(line => line.includes('░'))).toEqual(bars.map((_, position) => exampleLosses.counts[position] < 20));
		const answer = {means: exampleLosses.means.slice(0, 9), counts: exampleLosses.counts.slice(0, 9)};
		const {dataset} = exampleStart;
		const frameOfAll = (documentCount: number, measured: PositionLosses) => frameOf({...givens.positions, snapshot: {...gptSnapshot(), start: {...exampleStart, dataset: {...dataset, documentCount}}}, content: {page: 'positions', answer: measured}}, {columns: 120, rows: 39});
		const all = frameOfAll(428, answer);
		expect(all).toContain('over all 428 training documents.');
		expect(all).not.toContain('░');
		expect(frameOfAll(1, {...answer, counts: answer.counts.map(() => 1)})).toContain('over the one training document.');
	});

	it('keep every head where it is while documents come and go', () => {
		const frame = (text: string) => frameOf({...givens.attention, content: {page: 'attention', answer: attentiveTrace(text), longest: 9}});
		const titles = (text: string) => frame(text).split('\n').filter(line => line.includes('head'));
		expect(titles('jo').length).toBeGreaterThan(0);
		expect(titles('jo')).toEqual(titles('mariamna'));
	});

	it('compare vowels only where the data has all of them', () => {
		expect(frameOf(givens.embeddings)).toMatch(/vowels with each other +\d\.\d\d, with consonants +-?\d\.\d\d: they form a group/v);
		expect(frameOf(givens['embeddings-hostile'])).not.toContain('vowels');
	});

	it('name each letter in the rows of a matrix, averaged or not, and say what is averaged', () => {
		const alphabet = [...'abcdefghijklmnopqrstuvwxyz', '∎'];
		for (const [columns, rows] of sizes) {
			for (const theme of [plainTheme, manyColors]) {
				const frame = stripVTControlCharacters(frameOf(givens.weights, {columns, rows: rows - 1}, theme));
				const from = frame.indexOf('27x16');
				const edges = frame.slice(from).split('\n').slice(2).map(line => /^ (?<edge>[a-z∎](?:-?[a-z∎])?)(?= |$)/v.exec(line)?.groups?.edge).filter(edge => edge !== undefined);
				const named = edges.flatMap(edge => edge[1] === '-' ? alphabet.slice(alphabet.indexOf(edge[0]), alphabet.indexOf(edge[2]) + 1) : [...edge]);
				expect(named, `${columns}x${rows}`).toEqual(alphabet);
				expect(frame.includes('27x16 mean')).toBe(edges.some(edge => edge.includes('-')));
				if (frame.includes(' mean ±')) {
					expect(frame).toMatch(/mean: (?:neighbours )?averaged/v);
				}
			}
		}
	});

	it('begin the pictures of neighbours in the same line', () => {
		for (const columns of [80, 100, 120, 160, 200]) {
			for (const place of [0, 1, 2]) {
				const lines = frameOf({...givens.weights, place}, {columns, rows: 29}).split('\n');
				const names = lines.findIndex(line => /^ (?:wte|layer0)/v.test(line));
				const tops = lines[names].trim().split(/ +/v).length;
				// The numbers of the columns stand above each picture.
				expect(lines[names + 3].match(/(?<= |^)0 +[248] /gv) ?? [], `${columns} ${place}`).toHaveLength(tops);
			}
		}
	});

	it('show each matrix with name, purpose and size, and the others after some moves', () => {
		const frames = [0, 1, 2, 3].map(place => frameOf({...givens.weights, place})).join('\n');
		// The last one stands alone.
		expect(frames).toContain(' matrix 9 of 9: up, down');
		for (const name of ['wte', 'wpe', 'lm_head', 'layer0.attn_wq', 'layer0.attn_wo', 'layer0.mlp_fc1', 'layer0.mlp_fc2', '27x16', '16x64', 'queries']) {
			expect(frames).toContain(name);
		}
	});
});
