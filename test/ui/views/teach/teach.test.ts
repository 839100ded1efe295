import fc from 'fast-check';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {type TaughtWord} from '../../../../source/inspection/teaching.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {
	beginTeaching,
	firstViewState,
	mostTaughtSteps,
	teachAnew,
	teachSteps,
	type ViewState,
} from '../../../../source/ui/view-state.js';
import {Teach} from '../../../../source/ui/views/teach/teach.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';

const snapshot = exampleSnapshot(393);
const names = ['zoe', 'ole', 'uzi', 'tudor', 'siv', 'nickolas', 'yngve', 'maria', 'florent', 'glynn', 'whitney', 'piotr'];

/** What has come of so many steps on a word. */
function taughtFor(steps: number, changes: Partial<TaughtWord> = {}): TaughtWord {
	const isTaught = steps > 0;
	return {
		text: 'zyzzyva',
		isCut: false,
		isInData: false,
		step: 380,
		learningRate: 0.0061,
		otherRate: {value: 0.01, of: 'highest'},
		points: Array.from({length: steps + 1}, (_, step) => ({word: 4 * (0.8 ** step), others: 2.45 + (step / 50)})),
		otherCount: 200,
		places: {before: 193, now: isTaught ? 2 : 193},
		forgotten: isTaught ? names.map((text, index) => ({text, before: 2.1 + (index / 10), now: 4.5 - (index / 10)})) : [],
		gained: isTaught ? ['aziza', 'eva', 'liv'].map((text, index) => ({text, before: 2.9, now: 1.9 + (index / 4)})) : [],
		risenCount: isTaught ? 151 : 0,
		isDiverged: false,
		...changes,
	};
}

const typed = (text: string): ViewState => ({...beginTeaching(firstViewState), texts: {...firstViewState.texts, teach: text}});
const taughtState = (word: string, steps: number) => teachSteps(teachAnew(typed(word)), steps);
const teaching = (taught: TaughtWord | 'noMemory' | undefined, isBusy = false, whyNot?: string) => (view: ViewProps) => createElement(Teach, {
	...view, taught, isBusy, whyNot,
});
const draw = (view: ReturnType<typeof teaching>, options: Partial<FrameOptions> & {readonly state: ViewState}) => renderFrame(view, {
	snapshot, columns: 80, rows: 23, ...options,
});
/** What has come of some steps on a word that was typed so. */
const drawTaught = (word: string, steps: number, changes: Partial<TaughtWord> = {}, columns = 80) => draw(teaching(taughtFor(steps, changes)), {state: taughtState(word, steps), columns});

describe('a word that is taught', () => {
	it.each([
		['', [40, 11], unicodeGlyphs], ['', [80, 23], unicodeGlyphs], ['-ascii', [80, 23], asciiGlyphs], ['', [120, 39], unicodeGlyphs], ['', [200, 59], unicodeGlyphs],
	] as const)('is drawn%s in %j as in its golden file', async (name, [columns, rows], glyphs) => {
		const frame = draw(teaching(taughtFor(20)), {
			state: taughtState('zyzzyva', 20), columns, rows, glyphs,
		});
		await expect(`${frame}\n`).toMatchFileSnapshot(`../../../golden/frames/teach-${columns}x${rows + 1}${name}.txt`);
	});

	it.each([[40, 11], [80, 23]])('is drawn in %i × %i before it is taught as in its golden file', async (columns, rows) => {
		const frame = draw(teaching(taughtFor(0)), {state: taughtState('zyzzyva', 0), columns, rows});
		await expect(`${frame}\n`).toMatchFileSnapshot(`../../../golden/frames/teach-measured-${columns}x${rows + 1}.txt`);
	});

	it('is typed first, and the one before stays until it is', () => {
		const first = draw(teaching(undefined), {state: typed('ad')});
		expect(first).toContain('word: ad▌');
		expect(first).toContain(' enter measure it  esc back');
		const second = draw(teaching(taughtFor(20)), {state: {...beginTeaching(taughtState('zyzzyva', 20)), texts: {...firstViewState.texts, teach: 'ev'}}});
		expect(second).toContain('word: ev▌');
		expect(second).toContain('20 steps on “zyzzyva” alone');
	});

	it('says what of it is not read, and that it is in the data', () => {
		expect(drawTaught('Zyz7zyva', 0)).toContain('Left out, because the training data has none of it: Z 7');
		expect(drawTaught('zyzzyva', 0, {isCut: true})).toContain('The context has room for “zyzzyva” only.');
		expect(drawTaught('zyzzyva', 0, {isInData: true}, 110)).toContain('The word is one of the training documents.');
	});

	it('says how far it is, or why it goes no further', () => {
		const state = taughtState('zyzzyva', 20);
		const busy = draw(teaching(taughtFor(7), true), {state});
		expect(busy).toContain('7 of 20 steps on “zyzzyva” alone, learning rate 0.006100');
		expect(draw(teaching(undefined, true), {state})).toContain('Copying the model, and measuring…');
		expect(draw(teaching('noMemory'), {state})).toContain('There is not enough memory for a copy of this model');
		expect(draw(teaching(undefined, true, 'its weights are not kept.'), {state})).toContain('Nothing is measured: its weights are not kept.');
		const diverged = draw(teaching(taughtFor(7, {isDiverged: true})), {state});
		expect(diverged).toContain('Diverged after 7 steps: a loss is not a finite number any more.');
		expect(diverged).toContain('backspace as it was');
		expect(diverged).not.toContain('ten steps');
	});

	it.each([
		['zyzzyva', '“zyzzyva” cannot be taught: its loss, or that of the others, is not a finite number.'],
		['', '“zyzzyva” cannot be taught: the vocabulary of this run has nothing of it.'],
	])('says why nothing can be measured, where “%s” is read', (text, reason) => {
		for (const steps of [0, 10]) {
			const frame = drawTaught('zyzzyva', steps, {
				text, points: [], isDiverged: text !== '', otherCount: text === '' ? 0 : 200,
			}, 120);
			expect(frame).toContain(reason);
			expect(frame).not.toMatch(/ten steps|one step|e rate|before|“zyzzyva” alone/v);
		}
	});

	it('offers only keys that do something', () => {
		const measured = drawTaught('zyzzyva', 0, {otherRate: undefined}, 160);
		expect(measured).not.toMatch(/as it was|e rate/v);
		expect(measured).toMatch(/escape back .* j word {2}enter ten steps {2}→ one step/v);
		const whole = draw(teaching(taughtFor(mostTaughtSteps)), {state: taughtState('zyzzyva', mostTaughtSteps + 5), columns: 160});
		expect(whole).toContain('1,000 steps on “zyzzyva”');
		expect(whole).not.toContain('ten steps');
	});

	it('fits any window', () => {
		const long = 'o\u{1F389}'.repeat(50);
		const strange = taughtFor(20, {text: long, forgotten: names.map(text => ({text: text + long, before: 2, now: 1000})), gained: []});
		const typedAnew = beginTeaching(taughtState('zyzzyva', 20));
		const states = [typed(long), taughtState(long, 20), {...typedAnew, texts: {...firstViewState.texts, teach: long}}];
		const anySize = fc.tuple(fc.integer({min: 40, max: 250}), fc.integer({min: 9, max: 80}));
		const [anyTaught, anyState] = [fc.constantFrom(taughtFor(0), taughtFor(20), strange, taughtFor(0, {points: [], isDiverged: true}), taughtFor(0, {text: '', points: []})), fc.constantFrom(...states)];
		fc.assert(fc.property(
			anySize,
			fc.boolean(),
			anyTaught,
			anyState,
			([columns, rows], isAscii, taught, state) => {
				expectToFit(teaching(taught), {
					columns, rows, snapshot, state, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
				});
			},
		), {numRuns: 60});
	});
});
