import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/report/chart/glyphs.js';
import {looking} from '../../../source/ui/looking.js';
import {firstViewState, type ViewName} from '../../../source/ui/view-state.js';
import {Glossary} from '../../../source/ui/views/glossary.js';
import {exampleSnapshot} from '../../helpers/example-snapshot.js';
import {expectToFit, renderFrame} from '../../helpers/frame.js';

const snapshot = exampleSnapshot(393);
const from = (lastView: ViewName) => ({...firstViewState, view: 'glossary', lastView} as const);

describe('the words explained', () => {
	it.each([[40, 11], [80, 23]])('are drawn in %i × %i as in their golden file', async (columns, rows) => {
		const frame = renderFrame(Glossary, {
			snapshot, state: from('step'), columns, rows,
		});
		await expect(`${frame}\n`).toMatchFileSnapshot(`../../golden/frames/glossary-${columns}x${rows + 1}.txt`);
	});

	it('have those of the view first that one comes from', () => {
		const first = (view: ViewName) => renderFrame(Glossary, {
			snapshot, state: from(view), columns: 100, rows: 200,
		}).split('\n').map(line => line.trim()).filter(line => line !== '')[1];
		expect(first('samples')).toBe('Words of the view Samples');
		expect(first('help')).toBe('document');
	});

	it('fit any window', () => {
		fc.assert(fc.property(
			fc.integer({min: 40, max: 250}),
			fc.integer({min: 9, max: 80}),
			fc.boolean(),
			(columns, rows, isAscii) => {
				expectToFit(Glossary, {
					columns, rows, snapshot, state: from('overview'), glyphs: isAscii ? asciiGlyphs : unicodeGlyphs,
				});
			},
		), {numRuns: 30});
	});

	it('come over a view and lead back to it', () => {
		const step = {...firstViewState, view: 'step'} as const;
		const opened = looking.toggleGlossary!(step);
		expect(opened.view).toBe('glossary');
		expect(looking.toggleGlossary!(opened).view).toBe('step');
		expect(looking.backOut!(opened).view).toBe('step');
		// From help too, which came over a view itself.
		const overHelp = looking.toggleGlossary!(looking.toggleHelp!(step));
		expect(looking.backOut!(overHelp).view).toBe('step');
	});
});
