import fc from 'fast-check';
import {expect, it} from 'vitest';
import {unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {formatCount} from '../../source/text/format.js';
import {firstViewState, viewNames} from '../../source/ui/view-state.js';
import {Header} from '../../source/ui/components/header.js';
import {Overview} from '../../source/ui/views/overview/overview.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';
import {expectToFit, renderFrame} from '../helpers/frame.js';

const titleLine = (columns: number, title: string | undefined) => renderFrame(Overview, {snapshot: exampleSnapshot(10, {title}), columns, rows: 23}).split('\n', 1)[0];

it('has what somebody calls the run, and what it is where there is room', () => {
	expect(titleLine(120, 'small steps')).toContain(' small steps · chapter7  [1 Overview]');
	expect(titleLine(120, undefined)).toContain(' chapter7 · neural bigram  [1 Overview]');
	expect(titleLine(80, 'small steps')).toContain(' small steps  [1 Overview]');
	expect(titleLine(40, 'small steps')).toContain('small steps');
});

it('keeps all tabs and the status beside a long name', () => {
	for (const title of ['x'.repeat(40), '詩'.repeat(40), 'a\u{1B}[31mb']) {
		expectToFit(Overview, {snapshot: exampleSnapshot(10, {title}), columns: 80, rows: 23});
		expect(titleLine(80, title)).toMatch(/1 Overview.* 5 Runs .* training/v);
	}
});

it('says which step of the past is shown, and the way back where the key is in force, at every size', () => {
	const snapshot = exampleSnapshot(10, {canAsk: true});
	const wholeEnds = ['chapter7', 'neural bigram', ' 5', '5 Runs', ']'];
	fc.assert(fc.property(fc.integer({min: 40, max: 200}), fc.constantFrom(...viewNames), fc.constantFrom(1, 999, 67_594), fc.constantFrom('running', 'paused'), (columns, view, past, status) => {
		const line = renderFrame(Header, {
			snapshot: {...snapshot, status}, columns, rows: 1, past, state: {...firstViewState, view},
		});
		const step = `${unicodeGlyphs.past} step ${formatCount(past)} `;
		const hasWayBack = ['overview', 'step', 'samples', 'inside'].includes(view);
		expect(line).toContain(hasWayBack ? `${step}· end: now ` : step);
		expect(line.length).toBeLessThanOrEqual(columns);
		// Nothing at the left is cut off for it.
		const [left] = line.split(unicodeGlyphs.past);
		expect(wholeEnds.some(end => left.trimEnd().endsWith(end))).toBe(true);
		expect(left.endsWith(' ')).toBe(true);
	}), {numRuns: 200});
});

it('keeps all tabs that one can click on while a step of the past is shown', () => {
	const line = renderFrame(Header, {
		snapshot: exampleSnapshot(10, {canAsk: true}), columns: 80, rows: 1, past: 5, state: {...firstViewState, view: 'samples'},
	});
	expect(line).toContain(' 1  2 [3 Samples] 4  5 ');
	expect(line).toContain('training');
});
