import {expect, it} from 'vitest';
import {savingLines} from '../../source/report/saving-lines.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';

const linesOf = (title: string | undefined) => {
	const snapshot = exampleSnapshot(10, {title});
	return savingLines({...snapshot, saving: {...snapshot.saving, folder: '/runs/2026-11-23-101500-chapter7', step: 10}});
};

it('tells the command that resumes a run, by what somebody calls it', () => {
	expect(linesOf(undefined)).toEqual(['saved as 2026-11-23-101500-chapter7, up to step 10; to go on:', '  microgpt-tui resume 2026-11-23-101500-chapter7']);
	expect(linesOf('small')).toEqual(['saved as small, up to step 10; to go on:', '  microgpt-tui resume small']);
	expect(linesOf('Ana\'s best')[1]).toBe(String.raw`  microgpt-tui resume 'Ana'\''s best'`);
});
