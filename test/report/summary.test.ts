import fc from 'fast-check';
import {
	afterEach,
	beforeEach,
	describe,
	expect,
	it,
	vi,
} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../source/report/chart/glyphs.js';
import {summaryRows} from '../../source/report/summary.js';
import {type Snapshot} from '../../source/session/snapshot.js';
import {
	divergedSnapshot,
	emptySnapshot,
	exampleSnapshot,
	exampleStart,
	finishedSnapshot,
	validatedSnapshot,
} from '../helpers/example-snapshot.js';

beforeEach(() => {
	vi.stubEnv('MICROGPT_RUNS_DIR', '/runs');
});

afterEach(() => {
	vi.unstubAllEnvs();
});

function summaryOf(snapshot: Snapshot, {width = 100, glyphs = unicodeGlyphs} = {}): string[] {
	return summaryRows(snapshot, {width, glyphs}).map(spans => spans.map(({text}) => text).join('').trimEnd());
}

function stopped(steps: number, changes: Partial<Snapshot> = {}): Snapshot {
	return exampleSnapshot(steps, {status: 'finished', finish: {type: 'finish', reason: 'stopped', totals: {steps, tokens: steps * 6, elapsedMs: steps / 4}}, ...changes});
}

describe('the summary', () => {
	it.each([[80, 'summary-80'], [100, 'summary-100']])('at %i columns is its golden file', async (width, name) => {
		await expect(`${summaryOf(finishedSnapshot(), {width}).join('\n')}\n`).toMatchFileSnapshot(`../golden/frames/${name}.txt`);
	});

	it('breaks no word in a narrow window', () => {
		const saving = {...emptySnapshot.saving, folder: '/runs/2026-01-02-120000-chapter7', step: 300};
		const lines = summaryOf(stopped(300, {saving}), {width: 40});
		expect(lines.slice(0, 2)).toEqual(['chapter7 on names.txt: stopped after 300', 'of 1,000 steps']);
		expect(lines.slice(-3)).toEqual(['saved as 2026-01-02-120000-chapter7, up', 'to step 300; to go on:', '  microgpt-tui resume 2026-01-02-120000-chapter7']);
		expect(lines.slice(0, -1).filter(line => line.length > 40)).toEqual([]);
	});

	it('compares the model with the baselines', () => {
		const text = summaryOf(finishedSnapshot()).join('\n');
		expect(text).toContain('chapter7 on names.txt: trained 1,000 of 1,000 steps\nit took 10.0 s with its pace and without pauses; the engine alone took 0.25 s, 4,000/s in the end\n');
		expect(text).toMatch(/mean of the last 100 losses +2\.4757 +standard error 0\.0340$/mv);
		expect(text).toMatch(/uniform: a blind guess +3\.2958 +0\.8201 above the model$/mv);
		expect(text).toMatch(/unigram: letter counts +2\.8818 +0\.4060 above the model$/mv);
		expect(text).toMatch(/bigram: pair counts +2\.5261 +0\.0503 above: perhaps by chance$/mv);
	});

	it('tells what is gone of a run that was discarded, and nothing of what that had come to', () => {
		const taken = {
			...emptySnapshot.saving, folder: '/runs/2026-01-02-120000-chapter7', resumedStep: 300, step: 300,
		};
		expect(summaryOf(stopped(450, {isDiscarded: true, saving: taken}))).toEqual([
			'chapter7 on names.txt: discarded the 150 steps since step 300',
			'saved as 2026-01-02-120000-chapter7, up to step 300; to go on:',
			'  microgpt-tui resume 2026-01-02-120000-chapter7',
		]);
		expect(summaryOf(stopped(1, {isDiscarded: true}))).toEqual(['chapter7 on names.txt: discarded after 1 step']);
	});

	it('compares by the validation loss where there is one', () => {
		const validated = validatedSnapshot(1000);
		const text = summaryOf({...finishedSnapshot(), start: validated.start, evaluations: validated.evaluations}).join('\n');
		expect(text).toMatch(/validation at step 1,?000 +2\.4800 +standard error 0\.0139$/mv);
		expect(text).toMatch(/bigram: pair counts +2\.5261 +0\.0461 above the model$/mv);
	});

	it('admits when a baseline is better', () => {
		expect(summaryOf(stopped(1)).join('\n')).toMatch(/bigram: pair counts +2\.5261 +0\.7555 below, error unknown$/mv);
		const heldOut = {...exampleStart, dataset: {...exampleStart.dataset, validationDocumentCount: 600}};
		// The losses of the training do not compare with what is held out.
		expect(summaryOf({...stopped(393), start: heldOut, evaluations: []}).join('\n')).toMatch(/bigram: pair counts +2\.5261$/mv);
		expect(summaryOf(stopped(50)).join('\n')).toMatch(/bigram: pair counts +2\.5261 +0\.\d{4} below the model$/mv);
	});

	it('compares with the trigram once the bigram is passed', () => {
		const baselines = {...exampleSnapshot(1).baselines!, trigram: 2.2588, fourgram: 1.901};
		expect(summaryOf(finishedSnapshot({baselines})).join('\n')).toMatch(/trigram: triple counts +2\.2588 +0\.2169 below the model$/mv);
		expect(summaryOf(stopped(37, {baselines})).join('\n')).not.toContain('trigram');
		const validated = validatedSnapshot(1000);
		expect(summaryOf({...finishedSnapshot({baselines}), start: validated.start, evaluations: validated.evaluations}).length).toBeLessThanOrEqual(23);
	});

	it('says which time it means, also where the run was taken up again', () => {
		const resumed = finishedSnapshot({elapsedMs: 6000, engineMs: 150, clockFromStep: 400});
		expect(summaryOf(resumed, {width: 120})[1]).toBe('since step 400, it took 6.00 s with its pace and without pauses; the engine alone took 0.15 s, 4,000/s in the end');
		expect(summaryOf(resumed)[1]).toBe('since step 400: 6.00 s with pace, without pauses; the engine alone 0.15 s, 4,000/s in the end');
		expect(summaryOf(resumed, {width: 80})[1]).toBe('since step 400: 6.00 s with pace, without pauses; engine alone 0.15 s');
		expect(summaryOf(resumed, {width: 60})[1]).toBe('since step 400: 6.00 s; engine alone 0.15 s');
	});

	it('counts the losses that there are', () => {
		expect(summaryOf(stopped(1)).join('\n')).toMatch(/loss of the only step +3\.2815$/mv);
		expect(summaryOf(stopped(37)).join('\n')).toMatch(/mean of the last 37 losses +\d\.\d{4} +standard error 0\.\d{4}$/mv);
		expect(summaryOf(stopped(37))[0]).toContain('stopped after 37 of 1,000 steps');
	});

	it('is a single line for a run without a step', () => {
		const lines = summaryOf(stopped(0, {lastStep: undefined}));
		expect(lines).toEqual(['chapter7 on names.txt: stopped after 0 of 1,000 steps']);
	});

	it('is nothing for a run that never began', () => {
		expect(summaryRows(emptySnapshot, {width: 80, glyphs: unicodeGlyphs})).toEqual([]);
		expect(summaryRows(exampleSnapshot(5), {width: 80, glyphs: unicodeGlyphs})).toEqual([]);
	});

	it('tells of a divergence and its cure', () => {
		const lines = summaryOf(divergedSnapshot(12));
		expect(lines[0]).toContain('diverged after 12 of 1,000 steps');
		expect(lines.slice(-2).join(' ')).toMatch(/^The training has diverged.* try a tenth of it\.$/v);
	});

	it('shows a strange file name as symbols', () => {
		const start = {...exampleStart, dataset: {...exampleStart.dataset, name: '\u{1B}[31mZoë.txt'}};
		expect(summaryOf(finishedSnapshot({start}))[0]).toContain('chapter7 on ␛[31mZoë.txt: trained');
		expect(summaryOf(finishedSnapshot({start}), {glyphs: asciiGlyphs}).join('')).toMatch(/^[\u{20}-\u{7E}]*$/v);
	});

	it('leaves the prompt a row in a window of 24', () => {
		const validated = validatedSnapshot(1000);
		expect(summaryOf({...finishedSnapshot(), start: validated.start, evaluations: validated.evaluations}).length).toBeLessThanOrEqual(23);
	});

	it('is never wider than the window', () => {
		const snapshots = [finishedSnapshot(), stopped(37), stopped(1)];
		fc.assert(fc.property(fc.integer({min: 64, max: 100}), fc.constantFrom(...snapshots), (width, snapshot) => {
			expect(summaryOf(snapshot, {width}).filter(line => line.length > width)).toEqual([]);
		}));
	});
});
