import {createElement} from 'react';
import {expect, it} from 'vitest';
import {Step} from '../../source/ui/views/step/step.js';
import {chapter7Step} from '../helpers/example-step.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';
import {expectToFit, renderFrame} from '../helpers/frame.js';

const notice = ['This version computes step 37 differently: 2.5000 then, 2.4000 now.', 'Not as recorded from step 37 on.'];

it.each([[80, 24, 0], [40, 12, 1]])('has a line of its own above the key bar at %i×%i', (columns, rows, wording) => {
	const view = (given: Parameters<typeof Step>[0]) => createElement(Step, {
		...given, ...chapter7Step(), check: undefined, firstPosition: 0, column: 0, isHeld: false, every: undefined, rows: given.rows,
	});
	const options = {snapshot: exampleSnapshot(393), past: 100, columns};
	const [without, shown] = [renderFrame(view as never, {...options, rows: rows - 1}), renderFrame(view as never, {...options, rows: rows - 1, notice})].map(frame => frame.split('\n'));
	expect(shown).toHaveLength(rows);
	expect(shown.at(-2)).toBe(` ${notice[wording]}`);
	expect(shown.toSpliced(-2, 1)).toEqual(without);
	expectToFit(view as never, {...options, rows});
});
