import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {cellsOf} from '../../source/text/cells-of.js';
import {asciiGlyphs, unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {pendingWordings} from '../../source/ui/pending-text.js';
import {Inside, type InsideContent} from '../../source/ui/views/inside/inside.js';
import {Step} from '../../source/ui/views/step/step.js';
import {gptSnapshot} from '../helpers/example-inside.js';
import {renderFrame} from '../helpers/frame.js';

const wayBack = {done: 340, total: 1800};
const far = {snapshot: gptSnapshot(), past: 1200, wayBack};
const pages: readonly InsideContent[] = [
	{page: 'attention', answer: undefined, longest: undefined},
	{page: 'embeddings', answer: undefined},
	{page: 'weights', answer: undefined},
	{page: 'positions', answer: undefined},
];

describe('what stands in the place of an answer', () => {
	it('is what is being done, and where steps have to be done again, how many are', () => {
		expect(pendingWordings('Reading', {glyphs: unicodeGlyphs, past: 1200})).toEqual(['Reading…']);
		expect(pendingWordings('Reading', {glyphs: asciiGlyphs, past: 1200, wayBack})).toEqual([
			'Going back to step 1,200: 340 of 1,800 steps done again...',
			'340 of 1,800 steps done again...',
		]);
	});

	it.each([[80, 24, 'Going back to step 1,200: 340 of 1,800 steps done again…'], [40, 12, '340 of 1,800 steps done again…']])('fits the views of a model at %i×%i', (columns, rows, text) => {
		const views = [
			(view: Parameters<typeof Step>[0]) => createElement(Step, {
				...view, report: undefined, check: undefined, firstPosition: 0, column: 0, isHeld: false, every: undefined,
			}),
			...pages.map(content => (view: Parameters<typeof Inside>[0]) => createElement(Inside, {...view, content, place: 0})),
		];
		for (const view of views) {
			const options = {...far, columns, rows};
			const lines = renderFrame(view as never, options).split('\n');
			expect(lines.map(line => line.trim())).toContain(text);
			expect([lines.length, lines.filter(line => cellsOf(line) > columns)]).toEqual([rows, []]);
		}
	});
});
