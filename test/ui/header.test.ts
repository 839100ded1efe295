import {expect, it} from 'vitest';
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
