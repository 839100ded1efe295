import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {bestLines} from '../../source/report/best-lines.js';
import {savingLines} from '../../source/report/saving-lines.js';
import {isEndUnsaved} from '../../source/session/end-unsaved.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {exampleSnapshot} from '../helpers/example-snapshot.js';

beforeEach(() => {
	vi.stubEnv('MICROGPT_RUNS_DIR', '/runs');
});

afterEach(() => {
	vi.unstubAllEnvs();
});

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

it('tells up to where a run is saved that was left in the middle of a step, also if it is not', () => {
	const snapshot = exampleSnapshot(10, {isCutShort: true, finish: {type: 'finish', reason: 'stopped', totals: {steps: 10, tokens: 60, elapsedMs: 10}}});
	const linesAt = (step: number | undefined) => savingLines({...snapshot, saving: {...snapshot.saving, folder: '/runs/a', step}});
	expect(linesAt(7)).toEqual(['saved as a, up to step 7; to go on:', '  microgpt-tui resume a']);
	expect(linesAt(undefined)).toEqual(['not saved: of a there is only how it began; to train it again:', '  microgpt-tui resume a']);
	expect(savingLines({...snapshot, isCutShort: false, saving: {...snapshot.saving, folder: '/runs/a', step: undefined}})).toEqual([]);
});

describe('the end of a run that could not be saved', () => {
	const endOf = (reason: 'completed' | 'stopped' | 'stopped early' | 'diverged', step: number | undefined, changes: Partial<Snapshot> = {}) => {
		const snapshot = exampleSnapshot(30, {
			finish: {type: 'finish', reason, totals: {steps: 30, tokens: 90, elapsedMs: 10}}, warnings: [{
				type: 'warning', step: 30, code: 'unsaved', message: 'The disk is full.',
			}], ...changes,
		});
		return {...snapshot, saving: {...snapshot.saving, folder: '/runs/a', step}};
	};

	it('is told, with what there is', () => {
		expect(savingLines(endOf('completed', 20))).toEqual(['saved as a only up to step 20: what came after it is not saved; to do it again:', '  microgpt-tui resume a']);
		expect(savingLines(endOf('stopped early', undefined))).toEqual(['not saved: of a there is only how it began; to train it again:', '  microgpt-tui resume a']);
	});

	it('is one where something was to be saved', () => {
		expect(isEndUnsaved(endOf('stopped', 20))).toBe(true);
		expect(isEndUnsaved(endOf('completed', 30))).toBe(false);
		expect(isEndUnsaved(endOf('stopped', undefined, {isDiscarded: true}))).toBe(false);
		// Of a run that could not go on, the last state with which it could is kept.
		expect(isEndUnsaved(endOf('stopped', 20, {warnings: []}))).toBe(false);
		expect(isEndUnsaved(endOf('diverged', 20))).toBe(false);
		const unsaved = endOf('completed', undefined);
		expect(isEndUnsaved({...unsaved, saving: {...unsaved.saving, folder: undefined}})).toBe(false);
	});
});

it('tells the command that resumes a run, by what somebody calls it', () => {
	expect(linesOf(undefined)).toEqual(['saved as 2026-11-23-101500-chapter7, up to step 10; to go on:', '  microgpt-tui resume 2026-11-23-101500-chapter7']);
	expect(linesOf('small')).toEqual(['saved as small, up to step 10; to go on:', '  microgpt-tui resume small']);
	expect(linesOf('Ana\'s best')[1]).toBe(String.raw`  microgpt-tui resume 'Ana'\''s best'`);
});

it('tells where the run is, if that is not where runs usually are', () => {
	vi.stubEnv('MICROGPT_RUNS_DIR', '/usual');
	expect(linesOf('small')[1]).toBe('  microgpt-tui resume small --runs-dir /runs');
	const snapshot = exampleSnapshot(10, {
		evaluations: [2.31, 2.62].map((validationLoss, index) => ({
			type: 'eval', step: 5 * (index + 1), trainLoss: 2, validationLoss,
		})), bestValidation: {step: 5, loss: 2.31},
	});
	expect(bestLines({...snapshot, saving: {...snapshot.saving, folder: '/runs/-x', step: 10}})[1]).toBe('  microgpt-tui sample --best --runs-dir /runs -- -x');
});
