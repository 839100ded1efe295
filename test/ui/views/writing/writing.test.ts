import fc from 'fast-check';
import {createElement} from 'react';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../../source/report/chart/glyphs.js';
import {bindingOf} from '../../../../source/ui/keys.js';
import {looking} from '../../../../source/ui/looking.js';
import {firstViewState, showView} from '../../../../source/ui/view-state.js';
import {type ViewProps} from '../../../../source/ui/view-props.js';
import {type Written} from '../../../../source/ui/views/writing/use-writing.js';
import {Writing} from '../../../../source/ui/views/writing/writing.js';
import {exampleSnapshot} from '../../../helpers/example-snapshot.js';
import {expectToFit, type FrameOptions, renderFrame} from '../../../helpers/frame.js';

const ofDocuments = exampleSnapshot(393);
const start = ofDocuments.start!;
const snapshot = {...ofDocuments, start: {...start, dataset: {...start.dataset, mode: 'stream'}}} as const;
const verse = 'Now is the winter of our discontent made glorious summer by this sun of York;\nand all the clouds that lour’d upon our house\nin the deep bosom of the ocean buried.\n\n';
const page: Written = {text: `${verse.repeat(5)}Now are our bro`, step: 1234};
const state = showView(showView(firstViewState, 'samples'), 'writing');
const writing = (written: Written, whyNot?: string) => (view: ViewProps) => createElement(Writing, {...view, written, whyNot});
const draw = (written: Written, options: Partial<FrameOptions> = {}) => renderFrame(writing(written), {
	snapshot, state, columns: 80, rows: 23, ...options,
});

describe('the page that fills', () => {
	it.each([[40, 11], [80, 23], [120, 39]])('is drawn in %i × %i as in its golden file', async (columns, rows) => {
		await expect(`${draw(page, {columns, rows})}\n`).toMatchFileSnapshot(`../../../golden/frames/writing-${columns}x${rows + 1}.txt`);
	});

	it('says whose it is, and that it waits, or why nothing comes', () => {
		expect(draw(page)).toContain('Now writing: the model after step 1,234, temperature');
		expect(draw({...page, isWaiting: true})).toContain('The model waits until you have come down: 0 lines below');
		expect(draw({text: '', step: undefined})).toContain('Waiting for the model…');
		expect(draw({text: '', step: undefined}, {glyphs: asciiGlyphs})).toContain('Waiting for the model...');
		const frame = renderFrame(writing({text: '', step: undefined}, 'how it was after step 3 is not known any more.'), {
			snapshot, state, columns: 80, rows: 23,
		});
		expect(frame).toContain('Nothing is written: how it was after step 3 is not known any more.');
	});

	it('says of a model of documents that it ends each, and what would not, where there is room', () => {
		const hint = 'One document after the other. For one long text: --documents stream.';
		expect(draw(page, {snapshot: ofDocuments})).toContain(hint);
		expect(draw(page, {snapshot: ofDocuments, columns: 140})).toContain('the model ends each of them itself. For one long text, train with --documents stream.');
		expect(draw(page)).not.toContain('--documents');
		expect(draw(page, {snapshot: ofDocuments, rows: 11, columns: 40})).not.toContain('One document');
		expect(draw(page, {snapshot: ofDocuments}).split('\n')).toHaveLength(draw(page).split('\n').length);
	});

	it('fits any window', () => {
		const view = writing({text: `${verse}${'o\u{1F389}'.repeat(300)}\u{1B}[2J`, step: 1_000_000});
		fc.assert(fc.property(
			fc.integer({min: 40, max: 250}),
			fc.integer({min: 9, max: 80}),
			fc.boolean(),
			fc.constantFrom(snapshot, ofDocuments),
			(columns, rows, isAscii, shown) => {
				expectToFit(view, {
					columns, rows, snapshot: shown, state, glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
				});
			},
		), {numRuns: 40});
	});

	it('is opened from the samples and left to them', () => {
		const moment = {...snapshot, mode: 'training', canAsk: true} as const;
		expect(bindingOf('o', 'samples', moment)?.action).toBe('writeOn');
		expect(bindingOf('escape', 'writing', moment)?.action).toBe('backOut');
		const opened = looking.writeOn!({...firstViewState, view: 'samples'});
		expect(opened.view).toBe('writing');
		expect(looking.backOut!(opened).view).toBe('samples');
	});

	it('is left for help and for the words explained, and found again as the same page', () => {
		const opened = {...looking.writeOn!({...firstViewState, view: 'samples'}), cursor: {row: 4, column: 0}};
		const words = looking.toggleGlossary!(looking.toggleHelp!(opened));
		const help = looking.toggleHelp!(opened);
		for (const back of [looking.toggleHelp!(help), looking.backOut!(words), looking.toggleGlossary!(words)]) {
			expect(back).toMatchObject({view: 'writing', cursor: {row: 4}, pagesBegun: opened.pagesBegun});
			expect(looking.backOut!(back)).toMatchObject({view: 'samples', coveredPage: undefined});
		}

		const found = looking.writeOn!(looking.showSamples!(words));
		expect(found).toMatchObject({view: 'writing', pagesBegun: opened.pagesBegun});
		const another = looking.writeOn!(opened);
		expect(another).toMatchObject({view: 'writing', cursor: {row: 0}, pagesBegun: opened.pagesBegun + 1});
		const helpOfSamples = looking.toggleHelp!(looking.showSamples!(words));
		expect(looking.backOut!(helpOfSamples).view).toBe('samples');
	});
});
