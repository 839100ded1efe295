import fc from 'fast-check';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {nudgeSizes, type Nudged, type NudgeReport} from '../../../../source/inspection/nudge.js';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {beginNudge, firstViewState} from '../../../../source/ui/view-state.js';
import {Nudge} from '../../../../source/ui/views/nudge/nudge.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {emptySnapshot, exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';

const snapshot = exampleSnapshot(393);
const state = beginNudge(firstViewState);
const kinds = ['token', 'position', 'embedding', 'norm', 'norm', 'projections', 'attention', 'joined', 'afterAttention', 'norm', 'hidden', 'activated', 'mlp', 'afterMlp'] as const;

/** What becomes of a nudge of a token embedding. */
function nudgedBy(by: number, changes: Partial<Nudged> = {}): NudgeReport {
	const gradient = 0.0712;
	const changeBy = (distance: number) => gradient * distance / (1 + Math.abs(distance));
	return {
		step: 393,
		size: 25_152,
		nudged: {
			by,
			documentCount: 1,
			value: 0.08,
			gradient,
			place: {
				index: 3, key: 'wte', row: 0, column: 3, letter: 'a', hasLetter: true,
			},
			activation: undefined,
			activationCount: 11,
			position: 2,
			reads: 'a',
			next: 'r',
			stages: kinds.map((kind, index) => ({
				kind, layer: index < 4 ? undefined : 0, change: kind === 'position' ? 0 : Math.abs(by) / (index + 1), most: {column: index, before: 0.5 - (index / 9), after: 0.5 - (index / 9) + (by / (index + 2))},
			})),
			logits: ['a', 'r', undefined, 'n'].map((letter, index) => ({letter, before: 1.2 - index, after: 1.2 - index + (by / (index + 2))})),
			chances: ['r', 'a', undefined, 'n'].map((letter, index) => ({letter, before: 0.4 / (index + 1), after: (0.4 + (by / 100)) / (index + 1)})),
			surprise: {before: 2.1, after: 2.1 + (by / 4)},
			loss: {before: 2.45, after: 2.45 + changeBy(by)},
			ladder: nudgeSizes.map(size => ({by: Math.sign(by) * size, predicted: Math.sign(by) * size * gradient, change: changeBy(Math.sign(by) * size)})),
			...changes,
		},
	};
}

const activationNudged = nudgedBy(-1, {
	place: undefined,
	activation: {
		kind: 'attention', layer: 0, position: 2, column: 14,
	},
});
const following = (answer: NudgeReport | undefined) => (view: ViewProps) => createElement(Nudge, {...view, answer});
const draw = (answer: NudgeReport | undefined, options: Partial<FrameOptions> = {}) => renderFrame(following(answer), {
	snapshot, state, columns: 80, rows: 23, ...options,
});

describe('a number that is nudged', () => {
	it.each([
		['', [40, 11], unicodeGlyphs], ['', [80, 23], unicodeGlyphs], ['-ascii', [80, 23], asciiGlyphs], ['', [120, 39], unicodeGlyphs], ['', [200, 59], unicodeGlyphs],
	] as const)('is drawn%s in %j as in its golden file', async (name, [columns, rows], glyphs) => {
		const frame = draw(nudgedBy(0.01), {columns, rows, glyphs});
		await expect(`${frame}\n`).toMatchFileSnapshot(`../../../golden/frames/nudge-${columns}x${rows + 1}${name}.txt`);
	});

	it('is drawn as an activation as in its golden file', async () => {
		await expect(`${draw(activationNudged)}\n`).toMatchFileSnapshot('../../../golden/frames/nudge-activation-80x24.txt');
	});

	it('says of which step it is, and how far the gradient is right', () => {
		const frame = draw(nudgedBy(10), {columns: 120});
		expect(frame).toContain('wte[a][3] (token embeddings) before step 393: 0.08000 +10');
		expect(frame).toContain('0.07120 · 10 = +0.71200; it changes 0.091 times that');
	});

	it('says whose loss it is, where the step learns from several documents', () => {
		expect(draw(nudgedBy(0.01))).toContain('loss of the whole document  2.45');
		expect(draw(nudgedBy(0.01, {documentCount: 8}))).toContain('loss of the first of the 8 documents  2.45');
		expect(draw(nudgedBy(0.01, {documentCount: 8}), {columns: 64})).toContain('loss of the first of 8  2.45');
	});

	it('says why there is nothing to see', () => {
		expect(draw(undefined)).toContain('Following a number…');
		expect(draw(undefined, {snapshot: emptySnapshot})).toContain('No step yet.');
		expect(draw({step: 393, size: 51_904_512, nudged: undefined})).toContain('The graph of this model would be too large: 51,904,512 products.');
	});

	it('fits any window', () => {
		const wild = nudgedBy(10, {
			value: -123_456.789, gradient: 1e-30, reads: '\u{1F389}', next: ' ', loss: {before: Infinity, after: NaN},
		});
		const anySize = fc.tuple(fc.integer({min: 40, max: 250}), fc.integer({min: 9, max: 80}));
		const anyAnswer = fc.constantFrom(nudgedBy(0.01), nudgedBy(-0.0001), activationNudged, wild, undefined);
		fc.assert(fc.property(anySize, fc.boolean(), anyAnswer, ([columns, rows], isAscii, answer) => {
			expectToFit(following(answer), {
				columns, rows, snapshot, state, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
			});
		}), {numRuns: 60});
	});
});
