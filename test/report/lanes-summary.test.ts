import {expect, it} from 'vitest';
import {unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {summaryRows} from '../../source/report/summary.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {type ShownRuns} from '../../source/shows/show.js';
import {cellsOf} from '../../source/text/cells-of.js';
import {exampleLanes} from '../helpers/example-lanes.js';
import {emptySnapshot, exampleSnapshot, finishedSnapshot} from '../helpers/example-snapshot.js';

const savedAs = (title: string): Partial<Snapshot> => ({title, saving: {...emptySnapshot.saving, folder: '/runs/2026-01-02-120000-chapter7', step: 1000}});

const shown = exampleLanes([
	{
		name: 'rate 0.005 from 31',
		snapshot: {
			...exampleSnapshot(393), ...savedAs('rate 0.005 from 31 (2)'), status: 'finished', finish: {type: 'finish', reason: 'diverged', totals: {steps: 393, tokens: 1, elapsedMs: 1}},
		},
	},
	{name: 'played', snapshot: {...exampleSnapshot(20), mode: 'replay'}},
	{name: 'chapter7', snapshot: finishedSnapshot(savedAs('my run'))},
]);

function textsOf(all: ShownRuns, width: number): string[] {
	return summaryRows(finishedSnapshot(), {width, glyphs: unicodeGlyphs, shown: all}).map(spans => spans.map(({text}) => text).join('').trimEnd());
}

it('tells of each of several runs, beside the sign that it has in the chart', () => {
	const lines = textsOf(shown, 80);
	expect(lines[0]).toBe('c chapter7 on names.txt: trained 1,000 of 1,000 steps');
	const at = lines.findIndex(line => line.startsWith('   run'));
	expect(lines.slice(at, at + 4)).toEqual([
		'   run                 steps           mean of last  saved as',
		'aa rate 0.005 from 31  393 (diverged)  100: 2.5372   rate 0.005 from 31 (2)',
		'bb played              20              20: 3.2418    was only played',
		'c━ chapter7            1,000           100: 2.4757   my run',
	]);
});

it('says of a run of which nothing has been written that it is not saved', () => {
	const {folder} = savedAs('never').saving!;
	const begun = exampleLanes(['a', 'b'].map(name => ({name, snapshot: {...exampleSnapshot(3), saving: {...emptySnapshot.saving, folder}}})));
	expect(textsOf(begun, 80).filter(line => line.endsWith('not saved'))).toHaveLength(2);
});

it('breaks no word where there is no room for columns', () => {
	const lines = textsOf(shown, 40);
	const at = lines.findIndex(line => line.startsWith('aa'));
	expect(lines.slice(at, at + 4)).toEqual(['aa rate 0.005 from 31', '   393 steps (diverged), mean of last', '   100: 2.5372,', '   saved as rate 0.005 from 31 (2)']);
	expect(lines.slice(at).filter(line => cellsOf(line) > 40 && !line.includes('resume'))).toEqual([]);
});

it('says which curves are those of the models before', () => {
	const earlier = ['chapter7', 'chapter11'].map(name => ({
		name, curve: exampleSnapshot(50).curve, mark: undefined, session: undefined,
	}));
	const lines = textsOf({runs: [...earlier, shown.runs[2]], focus: 2}, 80);
	expect(lines).toContain('── chapter11 before');
	expect(lines.findIndex(line => line.endsWith('chapter7 before'))).toBe(lines.indexOf('── chapter11 before') - 1);
});
