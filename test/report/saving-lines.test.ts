import {expect, it} from 'vitest';
import {bestLines} from '../../source/report/best-lines.js';
import {savingLines} from '../../source/report/saving-lines.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';

const linesOf = (title: string | undefined) => {
	const snapshot = exampleSnapshot(10, {title});
	return savingLines({...snapshot, saving: {...snapshot.saving, folder: '/runs/2026-11-23-101500-chapter7', step: 10}});
};

it('tells of a best that was clearly better than the last, and the command that uses it', () => {
	const snapshot = exampleSnapshot(10, {
		title: 'my run', evaluations: [2.31, 2.62].map((validationLoss, index) => ({
			type: 'eval', step: 5 * (index + 1), trainLoss: 2, validationLoss,
		})), bestValidation: {step: 5, loss: 2.31},
	});
	expect(bestLines({...snapshot, saving: {...snapshot.saving, folder: '/runs/a', step: 10}})).toEqual(['validation was best at step 5: 2.3100, and 2.6200 at step 10; to use the best:', '  microgpt-tui sample \'my run\' --best']);
	expect(bestLines({...snapshot, saving: {...snapshot.saving, folder: undefined}})).toEqual(['validation was best at step 5: 2.3100, and 2.6200 at step 10.']);
	expect(bestLines({...snapshot, bestValidation: {step: 10, loss: 2.62}})).toEqual([]);
});

it('tells what else it takes to go on with a run that stopped early', () => {
	const snapshot = exampleSnapshot(10);
	const ended = {...snapshot, finish: {type: 'finish', reason: 'stopped early', totals: {steps: 10, tokens: 60, elapsedMs: 10}}, saving: {...snapshot.saving, folder: '/runs/a', step: 10}} as const;
	expect(savingLines(ended)).toEqual(['saved as a, up to step 10; to go on:', '  microgpt-tui resume a --patience 0']);
});

it('tells the command that resumes a run, by what somebody calls it', () => {
	expect(linesOf(undefined)).toEqual(['saved as 2026-11-23-101500-chapter7, up to step 10; to go on:', '  microgpt-tui resume 2026-11-23-101500-chapter7']);
	expect(linesOf('small')).toEqual(['saved as small, up to step 10; to go on:', '  microgpt-tui resume small']);
	expect(linesOf('Ana\'s best')[1]).toBe(String.raw`  microgpt-tui resume 'Ana'\''s best'`);
});
